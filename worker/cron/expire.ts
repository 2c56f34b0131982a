import type { Database } from '../../db/database.ts'
import { expireDue } from '../../db/expiry.ts'
import { expiryChunk, expiryChunksMax } from '../domain/limits.ts'
import { lastExpiredStart } from '../domain/showing.ts'
import { byCron } from './by-cron.ts'

/** Marks what is due at `now`, in bounded chunks; what exceeds them is left to the next run. */
export async function expireBookings(db: Database, now: number): Promise<number> {
  const startedBy = lastExpiredStart(now)
  let expired = 0
  for (let chunk = 0; chunk < expiryChunksMax; chunk += 1) {
    const marked = await expireDue(db, { startedBy, at: now, by: byCron(now), limit: expiryChunk })
    expired += marked
    if (marked < expiryChunk) break
  }
  return expired
}
