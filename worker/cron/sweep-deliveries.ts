import type { Database } from '../../db/database.ts'
import { sweepDeliveries } from '../../db/webhook-deliveries.ts'
import { deliveriesKeptMs, expiryChunk, expiryChunksMax } from '../domain/limits.ts'

/** Forgets deliveries of long ago, in bounded chunks; what exceeds them is left to the next run. */
export async function sweepOldDeliveries(db: Database, now: number): Promise<number> {
  const before = now - deliveriesKeptMs
  let swept = 0
  for (let chunk = 0; chunk < expiryChunksMax; chunk += 1) {
    const some = await sweepDeliveries(db, { before, limit: expiryChunk })
    swept += some
    if (some < expiryChunk) break
  }
  return swept
}
