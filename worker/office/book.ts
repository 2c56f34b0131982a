import type { BookChange } from '../../db/desk-changes.ts'
import { findHold } from '../../db/holds.ts'
import type { BookingRecord } from '../../db/schema/bookings.ts'
import type { SeatWish } from '../domain/seat-wish.ts'
import { showingOfHold } from '../domain/hold.ts'
import { seatsPerBookingMax } from '../domain/limits.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import type { BookInput, Booking } from '../domain/schemas.ts'
import { type Showing, expiresAt } from '../domain/showing.ts'
import { byOf } from './by.ts'
import { askToSell, refusedByCopy } from './desks.ts'
import { checkSeats, findShowing, nameShowing } from './find-showing.ts'
import type { Visit } from './house.ts'
import { addressedKey, recallKey } from './idempotency.ts'
import { onceDone } from './once-done.ts'
import { presentBooking } from './present.ts'

export async function book(house: Visit, input: BookInput): Promise<Result<Booking>> {
  const decision = 'hold' in input ? await bookHeld(house, input) : await bookSeats(house, input)
  return decision.ok ? accept(await onceDone(presentBooking(house, decision.value))) : decision
}

type SeatsInput = Exclude<BookInput, { hold: string }>
type HoldInput = Extract<BookInput, { hold: string }>

async function bookSeats(
  house: Visit,
  { idempotencyKey, ...input }: SeatsInput,
): Promise<Result<BookingRecord>> {
  const seats = 'seats' in input ? input.seats : []
  if (seats.length > seatsPerBookingMax) return refuse('too_many_seats', { max: seatsPerBookingMax })
  const found = await findShowing(house, input.showing)
  if (!found.ok) return found
  const checked = await checkSeats(house, found.value, seats)
  if (!checked.ok) return checked

  // A retry may be asking for what is its own; who has no key is nobody's retry.
  const refused = idempotencyKey === undefined ? refusedByCopy(house, found.value, seats) : undefined
  if (refused !== undefined) return refused

  const key = await addressedKey(house, 'book', idempotencyKey, input)
  const { showing } = found.value
  const change: BookChange = { ...newBooking(house, showing, { buyer: input, seats }), ...key }
  const wish: SeatWish | undefined = 'best' in input ? input.best : undefined
  return askToSell(house, found.value, change, wish)
}

/** Its seats and prices are the hold's; the desk knows them. */
async function bookHeld(
  house: Visit,
  { idempotencyKey, ...input }: HoldInput,
): Promise<Result<BookingRecord>> {
  const { hold } = input
  const showing = showingOfHold(hold)
  const named = input.showing === undefined ? undefined : nameShowing(house, input.showing)
  if (named?.ok === false) return named
  if (showing === undefined || (named !== undefined && named.value.id !== showing.id)) {
    return refuse('hold_not_found', { hold })
  }
  const { key } = await addressedKey(house, 'book', idempotencyKey, input)
  // No desk is disturbed for what never was. One that is gone may have become what this very key asked for.
  if ((await findHold(house.db, hold)) === undefined) {
    return (await recallKey(house, key)) ?? refuse('hold_not_found', { hold })
  }
  const change: BookChange = {
    ...newBooking(house, showing, { buyer: input, seats: [] }),
    ...(key === undefined ? {} : { key }),
    hold,
  }
  return askToSell(house, { showing, salesCloseAt: expiresAt(showing.startsAt) }, change)
}

interface NewBooking {
  readonly buyer: { readonly name: string; readonly phone: string }
  readonly seats: string[]
}

function newBooking(house: Visit, showing: Showing, { buyer, seats }: NewBooking): BookChange {
  const now = house.now()
  return {
    kind: 'book',
    eventId: house.newId('ev'),
    at: now,
    by: byOf(house),
    booking: {
      id: house.newId('bk'),
      showingId: showing.id,
      startsAt: showing.startsAt,
      name: buyer.name,
      phone: buyer.phone,
      seats,
      prices: null,
      status: 'booked',
      version: 1,
      bookedAt: now,
    },
  }
}
