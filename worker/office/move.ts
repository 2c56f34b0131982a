import { findBookedByName, findBooking } from '../../db/bookings.ts'
import type { AddressedKey, MoveChange } from '../../db/desk-changes.ts'
import type { BookingRecord } from '../../db/schema/bookings.ts'
import { cancelByNameMax, moveAttemptsMax, refusalFreshMs, seatsPerBookingMax } from '../domain/limits.ts'
import { failureTable } from '../domain/failures.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import type { Booking, MoveByNameInput, MoveInput, ShowingChange, ShowingRef } from '../domain/schemas.ts'
import { lastExpiredStart, parseShowingId, showingAt } from '../domain/showing.ts'
import { localOf } from '../domain/venue-time.ts'
import { byOf } from './by.ts'
import { askToSell, tellDesk } from './desks.ts'
import { type FoundShowing, checkSeats, findShowing } from './find-showing.ts'
import type { Visit } from './house.ts'
import { addressedKey, recallKey } from './idempotency.ts'
import { markEnded } from './mark-ended.ts'
import { onceDone } from './once-done.ts'
import { asOf, presentBooking } from './present.ts'
import { refusedAsAdmitted } from './tickets/refused-as-admitted.ts'

/** Whose booking moves, and how it is found. */
interface Subject {
  readonly whose: { readonly id: string } | { readonly name: string }
  readonly find: () => Promise<Result<BookingRecord>>
}

interface Destination {
  readonly showing: ShowingChange | undefined
  readonly seats: readonly string[] | undefined
}

export async function move(house: Visit, { idempotencyKey, ...input }: MoveInput): Promise<Result<Booking>> {
  const { key } = await addressedKey(house, 'move', idempotencyKey, input)
  const { id, showing, seats } = input
  return moveFound(house, { whose: { id }, find: () => findById(house, id) }, { showing, seats }, key)
}

/** Moves the one upcoming booking under a name; its seats stay the same. */
export async function moveByName(
  house: Visit,
  { idempotencyKey, ...input }: MoveByNameInput,
): Promise<Result<Booking>> {
  const { key } = await addressedKey(house, 'moveByName', idempotencyKey, input)
  const { name, showing } = input
  const subject: Subject = { whose: { name }, find: () => findOnlyByName(house, name) }
  return moveFound(house, subject, { showing, seats: undefined }, key)
}

async function moveFound(
  house: Visit,
  { whose, find }: Subject,
  destination: Destination,
  key: AddressedKey | undefined,
): Promise<Result<Booking>> {
  const remembered = await recallKey(house, key)
  let moved = remembered ?? (await moveWhileItChanges(house, find, destination, key))
  const refused = moved.ok ? undefined : moved.failure.code
  if (refused === 'booking_expired' || refused === 'booking_not_found') await markEnded(house, key, whose)
  // An earlier try under the key may have come in between.
  if (!moved.ok && !failureTable[moved.failure.code].retry) moved = (await recallKey(house, key)) ?? moved
  return moved.ok ? accept(await onceDone(presentBooking(house, moved.value))) : moved
}

/** A move is decided on the booking as it was read; where that changed meanwhile, it is decided anew. */
async function moveWhileItChanges(
  house: Visit,
  find: Subject['find'],
  destination: Destination,
  key: AddressedKey | undefined,
): Promise<Result<BookingRecord>> {
  let last: Result<BookingRecord> = refuse('booking_not_found', { by: 'id' })
  for (let attempt = 0; attempt < moveAttemptsMax; attempt += 1) {
    const readAt = house.now()
    const found = await find()
    if (!found.ok) return found
    last = await moveOnce(house, { booking: found.value, readAt }, destination, key)
    const refused = last.ok ? undefined : last.failure.code
    if (refused === undefined || refused === 'busy' || refused === 'outcome_unknown') return last
    if (refused === 'booking_changed') {
      const admitted = await refusedAsAdmitted(house, found.value.id)
      if (admitted !== undefined) return admitted
      continue
    }
    if (house.now() - readAt < refusalFreshMs) return last
    // A refusal rests on what was true within the last second: also on where the booking is.
    const current = await find()
    if (current.ok && current.value.version === found.value.version) return last
  }
  return last
}

async function moveOnce(
  house: Visit,
  { booking, readAt }: { booking: BookingRecord; readAt: number },
  destination: Destination,
  key: AddressedKey | undefined,
): Promise<Result<BookingRecord>> {
  const now = house.now()
  const { status } = asOf(now, booking)
  if (status === 'cancelled') return refuse('booking_cancelled', { booking: booking.id })
  if (status === 'expired') return refuse('booking_expired', { booking: booking.id })

  const target = await findShowing(house, destinationOf(house, booking, destination.showing))
  if (!target.ok) return target
  const seats = [...(destination.seats ?? booking.seats)]
  if (seats.length > seatsPerBookingMax) return refuse('too_many_seats', { max: seatsPerBookingMax })
  const checked = await checkSeats(house, target.value, seats)
  if (!checked.ok) return checked

  const decision = await askToSell(
    house,
    target.value,
    moveChange(house, { booking, at: now, key }, target.value, seats),
  )
  // What a key did before this reading was told then, and the booking may be back.
  const hasLeft = decision.ok && decision.value.version === booking.version + 1
  if (hasLeft && booking.showingId !== target.value.showing.id) await tellDesk(house, booking, readAt)
  return decision
}

function moveChange(
  house: Visit,
  { booking, at, key }: { booking: BookingRecord; at: number; key: AddressedKey | undefined },
  { showing }: FoundShowing,
  seats: string[],
): MoveChange {
  const { version, showingId } = booking
  return {
    kind: 'move',
    eventId: house.newId('ev'),
    at,
    by: byOf(house),
    ...(key === undefined ? {} : { key }),
    booking: { ...booking, showingId: showing.id, startsAt: showing.startsAt, seats, version: version + 1 },
    from: { version, showingId, seats: booking.seats },
  }
}

/** What a move leaves out stays as the booking has it. */
function destinationOf({ zone }: Visit, booking: BookingRecord, change: ShowingChange = {}): ShowingRef {
  if (typeof change === 'string') return change
  const { date, time, screen } = change
  if (date === undefined && time === undefined && screen === undefined) return booking.showingId
  // A local time may be two instants, where clocks are put back.
  if (date === undefined && time === undefined && screen !== undefined) {
    return showingAt(screen, booking.startsAt).id
  }
  const now = localOf(booking.startsAt, zone)
  const ownScreen = parseShowingId(booking.showingId)?.screen ?? ''
  return { date: date ?? now.date, time: time ?? now.time, screen: screen ?? ownScreen }
}

async function findById({ db }: Visit, id: string): Promise<Result<BookingRecord>> {
  const booking = await findBooking(db, id)
  return booking === undefined ? refuse('booking_not_found', { by: 'id' }) : accept(booking)
}

async function findOnlyByName({ db, now }: Visit, name: string): Promise<Result<BookingRecord>> {
  const startsAfter = lastExpiredStart(now())
  const found = await findBookedByName(db, { name, startsAfter, limit: cancelByNameMax })
  const [only] = found
  if (only === undefined) return refuse('booking_not_found', { by: 'name' })
  return found.length > 1 ? refuse('booking_ambiguous', { count: found.length }) : accept(only)
}
