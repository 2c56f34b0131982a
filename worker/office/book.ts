import type { BookChange } from '../../db/desk-changes.ts'
import { seatsPerBookingMax } from '../domain/limits.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import type { BookInput, Booking } from '../domain/schemas.ts'
import { askDesk, refusedByCopy } from './desks.ts'
import { checkSeats, findShowing } from './find-showing.ts'
import type { House } from './house.ts'
import { addressedKey } from './idempotency.ts'
import { presentBooking } from './present.ts'

export async function book(house: House, { idempotencyKey, ...input }: BookInput): Promise<Result<Booking>> {
  const { seats, name, phone } = input
  if (seats.length > seatsPerBookingMax) return refuse('too_many_seats', { max: seatsPerBookingMax })
  const found = await findShowing(house, input.showing)
  if (!found.ok) return found
  const { showing, screen } = found.value
  const checked = await checkSeats(house, screen, seats)
  if (!checked.ok) return checked

  // A retry may be asking for what is its own; who has no key is nobody's retry.
  const refused = idempotencyKey === undefined ? refusedByCopy(house, found.value, seats) : undefined
  if (refused !== undefined) return refused

  const now = house.now()
  const change: BookChange = {
    kind: 'book',
    eventId: house.newId('ev'),
    at: now,
    ...(await addressedKey(house, 'book', idempotencyKey, input)),
    booking: {
      id: house.newId('bk'),
      showingId: showing.id,
      startsAt: showing.startsAt,
      name,
      phone,
      seats,
      status: 'booked',
      version: 1,
      bookedAt: now,
    },
  }
  const decision = await askDesk(house, found.value, change)
  return decision.ok ? accept(presentBooking(house, decision.value)) : decision
}
