import { findBookedByName, findBooking } from '../../db/bookings.ts'
import { type CancelOutcome, cancelBooking, cancelBookings } from '../../db/cancellation.ts'
import type { AddressedKey } from '../../db/desk-changes.ts'
import type { By } from '../../db/history/entry.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { cancelByNameMax } from '../domain/limits.ts'
import { type Refused, type Result, accept, refuse, refusedBusy, refusedUnknown } from '../domain/result.ts'
import type { Booking, CancelByNameInput, CancelInput, Cancelled } from '../domain/schemas.ts'
import { lastExpiredStart } from '../domain/showing.ts'
import { byOf } from './by.ts'
import { tellDesk } from './desks.ts'
import type { Visit } from './house.ts'
import { addressedKey, recallKey } from './idempotency.ts'
import { markEnded } from './mark-ended.ts'
import { onceDone } from './once-done.ts'
import { asOf, presentBooking } from './present.ts'
import { refusedAsAdmitted } from './tickets/refused-as-admitted.ts'

/** Seats are given back in the database first; only then is their desk told. */
export async function cancel(
  house: Visit,
  { id, reason, idempotencyKey }: CancelInput,
): Promise<Result<Booking>> {
  const request = reason === undefined ? { id } : { id, reason }
  const { key } = await addressedKey(house, 'cancel', idempotencyKey, request)
  const outcome = await cancelBooking(house.db, id, { ...cancellation(house), key, reason })
  const undecided = undecidedOf(outcome)
  if (undecided !== undefined) return undecided
  const [cancelled] = await giveBack(house, outcome)
  if (cancelled !== undefined) return accept(await onceDone(presentBooking(house, cancelled)))

  const booking = await findBooking(house.db, id)
  const hasEnded = booking !== undefined && asOf(house.now(), booking).status === 'expired'
  if (hasEnded) await markEnded(house, key, { id })
  const remembered = await recallKey(house, key)
  if (remembered?.ok === true) return accept(await onceDone(presentBooking(house, remembered.value)))
  if (remembered !== undefined) return remembered
  if (booking === undefined) return refuse('booking_not_found', { by: 'id' })
  if (hasEnded) return refuse('booking_expired', { booking: id })
  return (await refusedAsAdmitted(house, id)) ?? refuse('booking_cancelled', { booking: id })
}

/** Cancels the upcoming bookings under a name, soonest first, at most 100 at once. */
export async function cancelByName(
  house: Visit,
  { name, idempotencyKey }: CancelByNameInput,
): Promise<Result<Cancelled>> {
  const { key } = await addressedKey(house, 'cancelByName', idempotencyKey, { name })
  const planned = cancellation(house)
  const { startsAfter } = planned
  const found = await findBookedByName(house.db, { name, startsAfter, limit: cancelByNameMax })
  if (found.length > 0) {
    const ids = found.map(({ id }) => id)
    const outcome = await cancelBookings(house.db, ids, { ...planned, key })
    const undecided = undecidedOf(outcome)
    if (undecided !== undefined) return undecided
    const cancelled = await giveBack(house, outcome)
    if (cancelled.length > 0) return accept({ cancelled: cancelled.map(({ id }) => id).toSorted() })
  }
  await markEnded(house, key, { name })
  const recalled = await recallCancelled(house, key)
  if (recalled !== undefined) return recalled
  for (const { id } of found) {
    const refused = await refusedAsAdmitted(house, id)
    if (refused !== undefined) return refused
  }
  return refuse('booking_not_found', { by: 'name' })
}

function cancellation(house: Visit): { id: string; at: number; by: By; startsAfter: number } {
  const now = house.now()
  return { id: house.newId('ev'), at: now, by: byOf(house), startsAfter: lastExpiredStart(now) }
}

/** What a key of a cancellation by name took before. */
async function recallCancelled(
  { db }: Visit,
  key: AddressedKey | undefined,
): Promise<Result<Cancelled> | undefined> {
  const remembered = key && (await findRemembered(db, key.key))
  if (remembered === undefined || key === undefined) return undefined
  if (remembered.fingerprint !== key.fingerprint) return refuse('idempotency_key_reused', { key: key.key })
  if (!('cancelled' in remembered.answer)) throw new Error('one fingerprint, two operations')
  return accept({ cancelled: remembered.answer.cancelled.toSorted() })
}

function undecidedOf({ kind }: CancelOutcome): Refused | undefined {
  if (kind === 'busy') return refusedBusy
  if (kind === 'unknown') return refusedUnknown
  return undefined
}

async function giveBack(house: Visit, outcome: CancelOutcome) {
  const cancelled = outcome.kind === 'committed' ? outcome.cancelled : []
  await Promise.all(cancelled.map((booking) => tellDesk(house, booking)))
  return cancelled
}
