import type { AddressedKey } from '../../db/desk-changes.ts'
import { type DueBookings, expireDue } from '../../db/expiry.ts'
import { expiryChunk } from '../domain/limits.ts'
import { lastExpiredStart } from '../domain/showing.ts'
import type { Visit } from './house.ts'

/**
 * Before a request under a key is refused because bookings have ended, their end is marked, as the cron would.
 * An earlier try under the same key may still be on its way: it then finds them over, or came first and is remembered.
 */
export async function markEnded(
  house: Visit,
  key: AddressedKey | undefined,
  whose: NonNullable<DueBookings['whose']>,
): Promise<void> {
  if (key === undefined) return
  const now = house.now()
  // The time has ended it, whoever's request brought that to light.
  const by = { actor: 'cron', requestId: house.caller.requestId }
  await expireDue(house.db, { startedBy: lastExpiredStart(now), at: now, by, limit: expiryChunk, whose })
}
