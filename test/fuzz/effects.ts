import * as z from 'zod'
import { erasedOutput } from '../../worker/domain/history-schemas.ts'
import { bookingOutput, cancelledOutput } from '../../worker/domain/schemas.ts'
import { showingAt } from '../../worker/domain/showing.ts'
import { parseTimeOfDay } from '../../worker/domain/venue-time.ts'
import { bookedAnswer, deletedAnswer } from './classic-answers.ts'
import type { Outcome } from './judge.ts'
import type { Route } from './routes.ts'

/** What an acknowledged change must have left in the database. */
export type Effect = BookingEffect | Addition

/** What its answer does not tell stays open. */
export interface BookingEffect {
  readonly kind: 'booked' | 'moved' | 'cancelled' | 'erased'
  /** The booking by its id, or by the name that it is under. */
  readonly booking?: string
  readonly name?: string
  readonly phone?: string
  readonly showing?: string
  readonly seats?: readonly string[]
  /** How many bookings, where a name stands for them. */
  readonly count: number
}

/** Something is there: of the programme for good, a hold for some minutes. */
export interface Addition {
  readonly kind: 'added'
  readonly what: 'screen' | 'movie' | 'showing' | 'hold'
  readonly id: string
}

type Telling = (outcome: Outcome) => Effect[]

/** Every route that changes something; one that is missing here is told of when it succeeds. */
const tellings: Readonly<Record<string, Telling>> = {
  'POST /book': ({ call, value }) => {
    const { name, phn, date, time, seats } = bookSent.parse(call.fields)
    const startsAt = Date.parse(`${date.trim()}T${parseTimeOfDay(time)}Z`)
    const { ticketID } = bookedAnswer.parse(value)
    return [
      {
        kind: 'booked',
        booking: ticketID,
        name: told(name),
        phone: phn.trim(),
        showing: showingAt('main', startsAt).id,
        seats,
        count: 1,
      },
    ]
  },
  'PUT /update': updated,
  'PATCH /update': updated,
  'DELETE /delete/:name': ({ call, value }) => {
    const { parameter } = z.object({ parameter: z.coerce.string() }).parse(call.fields)
    return [
      { kind: 'cancelled', name: told(parameter.toWellFormed()), count: deletedAnswer.parse(value).deleted },
    ]
  },
  'tRPC key.create': nothingToAudit,
  'tRPC key.revoke': nothingToAudit,
  // Held against the history: see `verify`.
  'tRPC webhook.add': nothingToAudit,
  'tRPC webhook.change': nothingToAudit,
  'tRPC webhook.remove': nothingToAudit,
  'tRPC webhook.replay': nothingToAudit,
  'tRPC venue.change': nothingToAudit,
  'tRPC screen.add': added('screen'),
  'tRPC screen.change': added('screen'),
  'tRPC movie.add': added('movie'),
  'tRPC movie.change': added('movie'),
  'tRPC showing.add': added('showing'),
  'tRPC showing.change': added('showing'),
  'tRPC showing.cancel': added('showing'),
  'tRPC showing.reopen': added('showing'),
  'tRPC showing.block': nothingToAudit,
  'tRPC showing.unblock': nothingToAudit,
  'tRPC hold.place': added('hold'),
  'tRPC hold.release': nothingToAudit,
  'tRPC booking.create': changed('booked'),
  'tRPC booking.move': changed('moved'),
  'tRPC booking.cancel': changed('cancelled'),
  'tRPC booking.cancelByName': ({ value }) =>
    cancelledOutput.parse(value).cancelled.map((booking) => ({ kind: 'cancelled', booking, count: 1 })),
  'tRPC person.erase': erased,
  'REST erasePerson': erased,
  'tRPC person.export': nothingToAudit,
  'REST exportPerson': nothingToAudit,
  'tRPC booking.find': nothingToAudit,
  'REST findBookings': nothingToAudit,
  'tRPC ticket.admit': nothingToAudit,
  'tRPC door.upload': nothingToAudit,
  'REST admit': nothingToAudit,
  'REST uploadScans': nothingToAudit,
  'REST createBooking': changed('booked'),
  'REST moveBooking': changed('moved'),
  'REST cancelBooking': changed('cancelled'),
  'REST placeHold': added('hold'),
  'REST releaseHold': nothingToAudit,
  'REST addShowing': added('showing'),
  'REST changeShowing': added('showing'),
  'REST cancelShowing': added('showing'),
  'REST reopenShowing': added('showing'),
  'REST blockSeats': nothingToAudit,
  'REST unblockSeats': nothingToAudit,
  'REST addMovie': added('movie'),
  'REST changeMovie': added('movie'),
  'REST addScreen': added('screen'),
  'REST changeScreen': added('screen'),
  'REST changeVenue': nothingToAudit,
}

const reads = /^(GET|no route|another method)/

/** @throws where a route changed something of which nothing is known here */
export function effectsOf(outcome: Outcome): Effect[] {
  const { label, route } = outcome.call
  const isRead = reads.test(label) || isQuery(route)
  if (outcome.code !== 'ok' || isRead) return []
  const telling = tellings[label]
  if (telling === undefined) throw new Error(`effects.ts does not know what ${label} leaves behind`)
  return telling(outcome)
}

function isQuery(route: Route | undefined): boolean {
  if (route?.face === 'rest') return route.method === 'GET'
  return route?.face === 'rpc' && route.type === 'query'
}

function changed(kind: BookingEffect['kind']): Telling {
  return ({ value }) => [{ kind, ...seenIn(value), count: 1 }]
}

/** What it leaves is changed again, in an order that nobody knows. */
function nothingToAudit(): Effect[] {
  return []
}

function added(what: Addition['what']): Telling {
  return ({ value }) => [{ kind: 'added', what, id: z.object({ id: z.string() }).parse(value).id }]
}

function erased({ call, value }: Outcome): Effect[] {
  const { name } = z.object({ name: z.string() }).parse(call.fields)
  return [{ kind: 'erased', name: told(name), count: erasedOutput.parse(value).erased }]
}

const seatsSent = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(','))])
  .transform((seats) => seats.map((seat) => seat.trim()))

const bookSent = z.object({
  name: z.string(),
  phn: z.union([z.string(), z.number().transform(String)]),
  date: z.string(),
  time: z.string(),
  seats: seatsSent,
})

const updateSent = z.object({ name: z.string().optional(), ticketID: z.string().optional() })

function updated({ call }: Outcome): Effect[] {
  const { name, ticketID } = updateSent.parse(call.fields)
  const subject = ticketID === undefined ? { name: told(name ?? '') } : { booking: ticketID }
  return [{ kind: 'moved', ...subject, count: 1 }]
}

function seenIn(value: unknown): Pick<BookingEffect, 'booking' | 'name' | 'phone' | 'showing' | 'seats'> {
  const { id, name, phone, showing, seats } = bookingOutput.parse(value)
  return { booking: id, name, phone, showing: showing.id, seats }
}

/** A name as it is kept. */
function told(name: string): string {
  return name.trim().normalize('NFC')
}
