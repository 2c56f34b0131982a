import { type IcsDateObject, generateIcsCalendar } from 'ts-ics'
import * as z from 'zod'
import { minuteMs } from '../../domain/durations.ts'
import { type Result, accept } from '../../domain/result.ts'
import { type Booking, type ShowingView, bookingInput } from '../../domain/schemas.ts'
import type { Office } from '../../office/office.ts'

export const calendarInput = bookingInput
export const calendarText = z.string()
export const calendarMedia = 'text/calendar; charset=utf-8'

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
  const { movie, status } = showing.ok ? showing.value : { movie: null, status: undefined }
  const isOff = booking.status === 'cancelled' || status === 'cancelled'
  const calendar = generateIcsCalendar({
    version: '2.0',
    prodId: '-//Marquee//Marquee//EN',
    events: [
      {
        uid: await eventId(booking.id),
        stamp: { date: new Date() },
        ...timesOf(booking, movie),
        summary: movie?.title ?? `Showing at ${booking.showing.time}`,
        description: `${booking.seats.length === 1 ? 'Seat' : 'Seats'} ${booking.seats.join(', ')}`,
        location: [venue.ok ? venue.value.name : '', booking.showing.screen].filter(Boolean).join(', '),
        status: isOff ? 'CANCELLED' : 'CONFIRMED',
      },
    ],
  })
  return accept(calendar)
}

/** Until the movie is over; where none is known, the start alone. */
function timesOf(
  { showing }: Booking,
  movie: ShowingView['movie'],
): { start: IcsDateObject; end: IcsDateObject } {
  const start = new Date(showing.startsAt)
  const runningMs = (movie?.runningMinutes ?? 0) * minuteMs
  return { start: { date: start }, end: { date: new Date(start.getTime() + runningMs) } }
}

/** The same for a booking always. Its id cannot be found by it: that has 130 random bits. */
async function eventId(booking: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`calendar ${booking}`))
  return `${new Uint8Array(hash, 0, 16).toHex()}@marquee`
}
