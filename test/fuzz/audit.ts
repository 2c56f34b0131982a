import { expiresAfterMs } from '../../worker/domain/limits.ts'
import type { Addition, BookingEffect } from './effects.ts'
import type { Ledger } from './ledger.ts'
import type { Stored, StoredBooking, StoredEvent } from './stored.ts'

/** Holds what is stored against what was acknowledged: each must be borne out by the other, and no row is left over. */
export function audit(ledger: Ledger, stored: Stored): string[] {
  const bookings = new Map(stored.bookings.map((booking) => [booking.id, booking]))
  const events = Map.groupBy(stored.events, ({ booking_id: id }) => id)
  const booked = new Map(
    ledger.effects.flatMap((effect) =>
      effect.kind === 'booked' ? [[effect.booking ?? '', effect] as const] : [],
    ),
  )
  return [
    ...difference('booking', new Set(booked.keys()), new Set(bookings.keys())),
    ...difference('event', new Set(booked.keys()), new Set(events.keys())),
    ...difference('key', new Set(ledger.keys.keys()), new Set(stored.keys)),
    ...stored.bookings.flatMap((booking) =>
      auditBooking(booking, events.get(booking.id) ?? [], booked.get(booking.id)),
    ),
    ...auditTickets(stored),
    ...auditProgramme(ledger, stored),
    ...auditChanges('moved', ledger, stored, booked),
    ...auditChanges('cancelled', ledger, stored, booked),
    ...auditChanges('erased', ledger, stored, booked),
    ...stored.history.map((finding) => `verify found: ${JSON.stringify(finding)}`),
  ]
}

/** What is entered of a booking and leaves it as it is. */
const besideBookings: ReadonlySet<StoredEvent['kind']> = new Set(['erased', 'admitted', 'redated'])

/** A booking is what its buyer was told, unless that was erased, and as the last of its events left it. */
function auditBooking(
  booking: StoredBooking,
  all: readonly StoredEvent[],
  told: BookingEffect | undefined,
): string[] {
  const { id, status } = booking
  const events = all.filter(({ kind }) => !besideBookings.has(kind))
  const buyer = all.some(({ kind }) => kind === 'erased') ? { name: null, phone: null } : told
  const [first] = events
  const last = events.at(-1)
  if (told === undefined || first === undefined || last === undefined) return []
  const ends = events.filter(({ kind }) => kind === 'cancelled' || kind === 'expired')
  const expectedStatus = last.kind === 'cancelled' || last.kind === 'expired' ? last.kind : 'booked'
  const isEarly = events.some(({ kind, at }) => kind === 'expired' && at < booking.starts_at + expiresAfterMs)
  return [
    ...unless(
      booking.name === buyer?.name && booking.phone === buyer?.phone,
      `${id} is under another name or phone than acknowledged`,
    ),
    ...unless(
      first.kind === 'booked' && events.filter(({ kind }) => kind === 'booked').length === 1,
      `${id} was not booked once`,
    ),
    ...unless(isAt(first, told), `${id} was booked as ${show(first)}, and acknowledged as ${show(told)}`),
    ...unless(
      isAt(booking, { showing: last.showing_id, seats: last.seats }),
      `${id} is not as its last event left it`,
    ),
    ...unless(
      status === expectedStatus && ends.length <= 1,
      `${id} is ${status}, and was ${events.map(({ kind }) => kind).join(', ')}`,
    ),
    ...unless(!isEarly, `${id} expired before its time`),
  ]
}

/** Each booking that is not cancelled has a ticket for each of its seats, and there are no others. */
function auditTickets({ bookings, tickets }: Stored): string[] {
  const due = bookings.flatMap(({ id, showing_id: showing, seats, status }) =>
    status === 'cancelled' ? [] : seats.map((seat) => `${showing} ${seat} of ${id}`),
  )
  const sold = tickets.map(({ showing_id: showing, seat, booking_id: id }) => `${showing} ${seat} of ${id}`)
  return difference('ticket', new Set(due), new Set(sold))
}

/** What was laid down is there and nothing else is, and no screen has two showings at once. */
function auditProgramme({ effects }: Ledger, { screens, movies, showings }: Stored): string[] {
  const told = (what: Addition['what']): Set<string> =>
    new Set(effects.flatMap((effect) => (effect.kind === 'added' && effect.what === what ? effect.id : [])))
  const live = showings.filter((showing) => showing.cancelled_at === null)
  return [
    // A fresh house has one screen.
    ...difference('screen', told('screen').add('main'), new Set(screens)),
    ...difference('movie', told('movie'), new Set(movies)),
    ...difference('showing', told('showing'), new Set(showings.map(({ id }) => id))),
    ...live.flatMap((showing, index) => {
      const next = live[index + 1]
      const isFree =
        next === undefined || next.screen_id !== showing.screen_id || next.starts_at >= showing.ends_at
      return unless(isFree, `${showing.id} is still running when ${next?.id} starts`)
    }),
  ]
}

/** Some acknowledgements name a booking, some only a name: they are counted by the name that each was booked under. */
function auditChanges(
  kind: 'moved' | 'cancelled' | 'erased',
  ledger: Ledger,
  { events }: Stored,
  booked: ReadonlyMap<string, BookingEffect>,
): string[] {
  const happened = events.filter((event) => event.kind === kind)
  const acknowledged = ledger.effects
    .filter((effect) => effect.kind !== 'added')
    .filter((effect) => effect.kind === kind)
  const counts = new Map<string, number>()
  const count = (name: string | undefined, by: number): unknown =>
    counts.set(name ?? '', (counts.get(name ?? '') ?? 0) + by)
  for (const { booking_id: id } of happened) count(booked.get(id)?.name, 1)
  for (const { booking, name, count: n } of acknowledged)
    count(booking === undefined ? name : booked.get(booking)?.name, -n)
  const byBooking = Map.groupBy(happened, ({ booking_id: id }) => id)
  return [
    ...[...counts].flatMap(([name, extra]) =>
      unless(
        extra === 0,
        `${JSON.stringify(name)} was ${kind} ${Math.abs(extra)} times ${extra > 0 ? 'without an acknowledgement' : 'less than acknowledged'}`,
      ),
    ),
    ...acknowledged.flatMap((told) =>
      unless(
        told.booking === undefined || (byBooking.get(told.booking) ?? []).some((event) => isAt(event, told)),
        `${told.booking} was never ${kind} as acknowledged: ${show(told)}`,
      ),
    ),
  ]
}

type Place = { readonly showing_id: string; readonly seats: readonly string[] }

/** What was not told is not compared. */
function isAt(
  { showing_id: showing, seats }: Place,
  told: Pick<BookingEffect, 'showing' | 'seats'>,
): boolean {
  const isThere = told.showing === undefined || told.showing === showing
  return isThere && (told.seats === undefined || told.seats.join() === seats.join())
}

function difference(what: string, acknowledged: ReadonlySet<string>, stored: ReadonlySet<string>): string[] {
  return [
    ...[...acknowledged.difference(stored)].map((id) => `the acknowledged ${what} ${id} is not stored`),
    ...[...stored.difference(acknowledged)].map((id) => `the stored ${what} ${id} was never acknowledged`),
  ]
}

function show(place: Partial<Place> | Pick<BookingEffect, 'showing' | 'seats'>): string {
  return JSON.stringify(place)
}

function unless(holds: boolean, complaint: string): string[] {
  return holds ? [] : [complaint]
}
