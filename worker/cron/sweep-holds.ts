import type { Database } from '../../db/database.ts'
import { sweepHolds } from '../../db/holds.ts'
import { expiryChunk, expiryChunksMax, holdsRememberedMs } from '../domain/limits.ts'

/** Removes holds that ran out long ago, in bounded chunks; what exceeds them is left to the next run. */
export async function sweepOldHolds(db: Database, now: number): Promise<number> {
  const before = now - holdsRememberedMs
  let swept = 0
  for (let chunk = 0; chunk < expiryChunksMax; chunk += 1) {
    const removed = await sweepHolds(db, { before, limit: expiryChunk })
    swept += removed
    if (removed < expiryChunk) break
  }
  return swept
}
