import type { BookingRecord } from '../../db/schema.ts'
import type { Booking } from '../domain/schemas.ts'
import { expiresAt, parseShowingId } from '../domain/showing.ts'
import { localOf } from '../domain/venue-time.ts'
import type { House } from './house.ts'

/** A booking as the faces show it, in the venue's time. */
export function presentBooking({ zone }: Pick<House, 'zone'>, record: BookingRecord): Booking {
  const { id, showingId, startsAt, seats, name, phone, status, bookedAt } = record
  const { date, time } = localOf(startsAt, zone)
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

export function iso(instant: number): string {
  return new Date(instant).toISOString()
}
