import type { AddressedKey } from '../../db/desk-changes.ts'
import type { Remembered } from '../../db/idempotency-keys.ts'
import type { BookingRecord } from '../../db/schema/bookings.ts'
import { type Result, accept, refuse } from '../domain/result.ts'

/** The booking that a key answered before; undefined where the key is new. */
export function recallBooking(
  remembered: Remembered | undefined,
  { key, fingerprint }: AddressedKey,
): Result<BookingRecord> | undefined {
  if (remembered === undefined) return undefined
  if (remembered.fingerprint !== fingerprint) return refuse('idempotency_key_reused', { key })
  const { answer, buyer } = remembered
  if ('cancelled' in answer) throw new Error('one fingerprint, two operations')
  if (buyer === undefined) return refuse('booking_erased', { booking: answer.id })
  return accept({ ...answer, ...buyer })
}
