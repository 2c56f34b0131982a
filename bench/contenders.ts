import { ceiling, workerAlone } from './ceiling/ceiling.ts'
import type { Contender } from './contender.ts'
import { marqueeCounted, marqueeFar } from './far/far.ts'
import { marqueeGrown, marqueeSmall } from './grown/grown.ts'
import { marquee, marqueeTrpc } from './marquee/marquee.ts'
import { peers } from './peers/peers.ts'

export const contenders: readonly Contender[] = [
  marquee,
  marqueeTrpc,
  ceiling,
  workerAlone,
  ...peers,
  marqueeFar,
  marqueeCounted,
  marqueeGrown,
  marqueeSmall,
]
