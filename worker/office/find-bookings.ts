import { searchById, searchByName, searchByPhone } from '../../db/booking-search.ts'
import type { BookingRecord } from '../../db/schema/bookings.ts'
import { findDigitsMin, foundBookingsMax } from '../domain/limits.ts'
import { type Result, accept } from '../domain/result.ts'
import type { FindInput, Found } from '../domain/schemas.ts'
import type { House } from './house.ts'
import { asOf, presentBooking } from './present.ts'

/** Bookings by how a name, a phone or an id begins: which of them it is, its letters tell. */
export async function findBookings(house: House, { text }: FindInput): Promise<Result<Found>> {
  const found = await search(house, text, foundBookingsMax + 1)
  const now = house.now()
  const told = found
    .slice(0, foundBookingsMax)
    .map((booking) => asOf(now, booking))
    .sort(soonestFirst)
  return accept({
    bookings: await Promise.all(told.map((booking) => presentBooking(house, booking))),
    isMore: found.length > foundBookingsMax,
  })
}

function search({ db }: House, text: string, limit: number): Promise<BookingRecord[]> {
  if (/^bk_[0-9a-z]*$/.test(text)) return searchById(db, text, limit)
  const digits = text.replaceAll(/\D/g, '')
  const isPhone = /^[+\d\s().\-/]+$/.test(text) && digits.length >= findDigitsMin
  return isPhone ? searchByPhone(db, digits, limit) : searchByName(db, spellingsOf(text), limit)
}

/** The database knows ASCII's letters in either case alone; of the others, names are written in one of these ways. */
function spellingsOf(text: string): string[] {
  const small = text.toLowerCase()
  const named = small.replaceAll(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())
  return [...new Set([text, small, named, text.toUpperCase()].map((spelling) => spelling.normalize('NFC')))]
}

/** Those that one can still do something about, the next before the others; and then what is past, the latest first. */
function soonestFirst(one: BookingRecord, other: BookingRecord): number {
  const [isOne, isOther] = [one, other].map(({ status }) => status === 'booked')
  if (isOne !== isOther) return isOne ? -1 : 1
  return isOne ? one.startsAt - other.startsAt : other.startsAt - one.startsAt
}
