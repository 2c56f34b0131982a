import ical, { ICalEventStatus } from 'ical-generator'
import * as z from 'zod'
import { type Result, accept } from '../../domain/result.ts'
import { type Booking, type ShowingView, bookingInput } from '../../domain/schemas.ts'
import type { Office } from '../../office/office.ts'

export const calendarInput = bookingInput
export const calendarText = z.string()
export const calendarMedia = 'text/calendar; charset=utf-8'

const minuteMs = 60_000

/** A booking as an event. It is passed on and kept by others, so nothing in it opens the booking or tells whose it is. */
export async function readCalendar(office: Office, input: { id: string }): Promise<Result<string>> {
  const seen = await office.seeBooking(input)
  if (!seen.ok) return seen
  const booking = seen.value
  const [showing, venue] = await Promise.all([
    office.seeShowing({ showing: booking.showing.id }),
    office.programme.seeVenue(),
  ])
  // A showing that cannot be seen any more has a time all the same.
  const movie = showing.ok ? showing.value.movie : null
  const calendar = ical({ prodId: { company: 'Marquee', product: 'Marquee', language: 'EN' } })
  calendar.createEvent({
    id: await eventId(booking.id),
    ...timesOf(booking, movie),
    stamp: new Date(),
    summary: movie?.title ?? `Showing at ${booking.showing.time}`,
    description: `${booking.seats.length === 1 ? 'Seat' : 'Seats'} ${booking.seats.join(', ')}`,
    location: [venue.ok ? venue.value.name : '', booking.showing.screen].filter(Boolean).join(', '),
    status: booking.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  return accept(`${calendar.toString()}\r\n`)
}

function timesOf({ showing }: Booking, movie: ShowingView['movie']): { start: Date; end?: Date } {
  const start = new Date(showing.startsAt)
  return movie === null
    ? { start }
    : { start, end: new Date(start.getTime() + movie.runningMinutes * minuteMs) }
}

/** The same for a booking always. Its id cannot be found by it: that has 130 random bits. */
async function eventId(booking: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`calendar ${booking}`))
  return `${new Uint8Array(hash, 0, 16).toHex()}@marquee`
}
