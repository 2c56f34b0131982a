import { findBookings } from '../../../db/bookings.ts'
import { readHistories } from '../../../db/history/booking-history.ts'
import type { BookingRecord } from '../../../db/schema/bookings.ts'
import type { Export, PersonInput } from '../../domain/history-schemas.ts'
import { exportedBookingsMax, exportedEntriesMax } from '../../domain/limits.ts'
import { type Result, accept } from '../../domain/result.ts'
import type { House } from '../house.ts'
import { asOf, presentBooking } from '../present.ts'
import { presentEntry } from '../see-history.ts'
import { bookingsOfPerson } from './bookings-of-person.ts'

/** All that is stored of one person, the soonest bookings first. */
export async function exportPerson(house: House, person: PersonInput): Promise<Result<Export>> {
  const ids: string[] = []
  for await (const some of bookingsOfPerson(house, person)) {
    ids.push(...some)
    if (ids.length > exportedBookingsMax) break
  }
  const told = ids.slice(0, exportedBookingsMax)
  const [bookings, entries] = await Promise.all([
    findBookings(house.db, told),
    readHistories(house.db, told, exportedEntriesMax),
  ])
  const byBooking = Map.groupBy(entries, ({ bookingId }) => bookingId)
  const now = house.now()
  const present = async (booking: BookingRecord): Promise<Export['bookings'][number]> => ({
    ...(await presentBooking(house, asOf(now, booking))),
    history: (byBooking.get(booking.id) ?? []).map(presentEntry),
  })
  return accept({
    name: person.name,
    phone: person.phone,
    bookings: await Promise.all(
      bookings.flatMap((booking) => (booking === undefined ? [] : present(booking))),
    ),
    isMore: ids.length > told.length || entries.length === exportedEntriesMax,
  })
}
