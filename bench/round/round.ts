import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Contender } from '../contender.ts'
import { scratchDirectory } from '../places.ts'
import type { Measure } from '../scenarios.ts'
import { cronRound } from './cron-round.ts'
import { loadRound } from './load-round.ts'
import type { RoundOptions, RoundResult } from './result.ts'
import { startRound } from './start-round.ts'

/** Everything that it starts has ended when it resolves. */
export async function playRound(
  contender: Contender,
  measure: Measure,
  options: Pick<RoundOptions, 'quick' | 'signal'>,
): Promise<RoundResult> {
  const directory = path.join(scratchDirectory, 'round')
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  // What others left to be written would be written while the clock runs.
  await promisify(execFile)('sync')
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
