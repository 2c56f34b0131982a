import type { BookingRecord } from '../../db/schema/bookings.ts'
import type { MovieRecord } from '../../db/schema/programme.ts'
import type { StoredVenue } from '../../db/venue.ts'
import type { Booking, MovieSummary, Price } from '../domain/schemas.ts'
import { expiresAt, parseShowingId } from '../domain/showing.ts'
import { localOf } from '../domain/venue-time.ts'
import type { House } from './house.ts'

/** A booking as the faces show it, in the venue's time. */
export async function presentBooking(
  house: Pick<House, 'zone' | 'venues'>,
  record: BookingRecord,
): Promise<Booking> {
  const { id, showingId, startsAt, seats, prices, name, phone, status, bookedAt } = record
  const { date, time } = localOf(startsAt, house.zone)
  const price = prices === null ? undefined : await presentPrice(house, prices)
  return {
    id,
    showing: {
      id: showingId,
      screen: parseShowingId(showingId)?.screen ?? '',
      date,
      time,
      startsAt: iso(startsAt),
    },
    seats,
    ...(price === undefined ? {} : { price }),
    name,
    phone,
    status,
    bookedAt: iso(bookedAt),
    expiresAt: iso(expiresAt(startsAt)),
  }
}

/** The status at `now`, also where the cron has not marked it yet. */
export function asOf(now: number, record: BookingRecord): BookingRecord {
  return record.status === 'booked' && expiresAt(record.startsAt) <= now
    ? { ...record, status: 'expired' }
    : record
}

/** A movie as it stands beside a showing. */
export function presentMovie(movie: MovieRecord): MovieSummary {
  const { id, title, runningMinutes, rating, posterUrl } = movie
  return { id, title, runningMinutes, rating, posterUrl }
}

/** Nothing where the house asked no price. */
export async function presentPrice(
  house: Pick<House, 'venues'>,
  prices: number[] | null,
): Promise<Price | undefined> {
  if (prices === null) return undefined
  const { currency } = await venueOf(house)
  return { total: prices.reduce((sum, price) => sum + price, 0), bySeat: prices, currency }
}

export async function venueOf({ venues }: Pick<House, 'venues'>): Promise<StoredVenue> {
  const venue = await venues.find('venue')
  if (venue === undefined) throw new Error('the database has no venue')
  return venue
}

export function iso(instant: number): string {
  return new Date(instant).toISOString()
}
