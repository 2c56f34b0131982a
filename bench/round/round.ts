import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Contender } from '../contender.ts'
import { scratchDirectory } from '../places.ts'
import type { Figures } from '../report/results.ts'
import type { Measure } from '../scenarios.ts'
import { cronRound } from './cron-round.ts'
import { loadRound } from './load-round.ts'
import { startRound } from './start-round.ts'

export interface RoundOptions {
  /** Fresh, and its own. */
  readonly directory: string
  /** A file for what the load was acknowledged. */
  readonly acknowledged: string
  readonly quick: boolean
  /** Ends what is under way. */
  readonly signal: AbortSignal
}

export interface RoundResult {
  readonly figures: Figures
  /** Why it counts for nothing. */
  readonly fault: string | undefined
}

/** Everything that it starts has ended when it resolves. */
export async function playRound(
  contender: Contender,
  measure: Measure,
  options: Pick<RoundOptions, 'quick' | 'signal'>,
): Promise<RoundResult> {
  const directory = path.join(scratchDirectory, 'round')
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const all = { ...options, directory, acknowledged: path.join(scratchDirectory, 'acknowledged.json') }
  try {
    switch (measure.kind) {
      case 'load':
        return await loadRound(contender, measure, all)
      case 'cron':
        return await cronRound(contender, all)
      case 'start':
        return await startRound(all)
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
