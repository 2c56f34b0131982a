import * as z from 'zod'
import { type BookingFilter, listBookings as readBookings } from '../../db/bookings.ts'
import { type Result, accept } from '../domain/result.ts'
import type { BookingPage, ListInput } from '../domain/schemas.ts'
import { dayOf, instantOf } from '../domain/venue-time.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { nameShowing } from './find-showing.ts'
import type { House } from './house.ts'
import { asOf, presentBooking } from './present.ts'

/** Bookings that are not cancelled, by start, in pages: of a showing, a time, a day, or all. */
export async function listBookings(house: House, input: ListInput): Promise<Result<BookingPage>> {
  const period = periodOf(house, input)
  if (!period.ok) return period
  const read = readCursor(input.cursor, position)
  if (!read.ok) return read
  const { limit } = input
  const after = read.value
  const filter = { ...period.value, ...(after === undefined ? {} : { after }), limit: limit + 1 }
  const found = await readBookings(house.db, filter)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const now = house.now()
  return accept({
    bookings: await Promise.all(page.map((booking) => presentBooking(house, asOf(now, booking)))),
    ...(found.length > limit && last !== undefined ? { next: writeCursor([last.startsAt, last.id]) } : {}),
  })
}

type Period = Pick<BookingFilter, 'showingId' | 'from' | 'before'>

function periodOf(house: House, { showing, date, time }: ListInput): Result<Period> {
  if (showing !== undefined) {
    const named = nameShowing(house, showing)
    if (!named.ok) return named
    const { id, startsAt } = named.value
    return accept({ showingId: id, from: startsAt, before: startsAt + 1 })
  }
  if (date === undefined) return accept({})
  if (time === undefined) return accept(dayOf(date, house.zone))
  const instant = instantOf({ date, time }, house.zone)
  // Nothing can be booked at a time that the clocks skip.
  return accept(instant === undefined ? { from: 0, before: 0 } : { from: instant, before: instant + 1 })
}

const position = z
  .tuple([z.int(), z.string().regex(/^bk_[0-9a-z]*$/)])
  .transform(([startsAt, id]) => ({ startsAt, id }))
