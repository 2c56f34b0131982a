import { emptyLog, forgetBuyers } from '../../db/buyers.ts'
import type { Database } from '../../db/database.ts'
import { emptyLogTriesMax, expiryChunk, expiryChunksMax } from '../domain/limits.ts'
import { byCron } from './by-cron.ts'

/** Forgets who was in showings of long ago, in bounded chunks; what exceeds them is left to the next run. */
export async function forgetOldBuyers(db: Database, now: number, retentionMs: number): Promise<number> {
  const before = now - retentionMs
  let forgotten = 0
  for (let chunk = 0; chunk < expiryChunksMax; chunk += 1) {
    const some = await forgetBuyers(db, { before, limit: expiryChunk, at: now, by: byCron(now) })
    forgotten += some
    if (some < expiryChunk) break
  }
  if (forgotten > 0) await emptyLog(db, emptyLogTriesMax)
  return forgotten
}
