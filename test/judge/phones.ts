import type { Committed, StoredBooking, Violation } from './history.ts'
import { violated } from './invariants.ts'
import type { Life } from './story.ts'

/** By the last eight digits of a phone; nobody's where it has none. */
export function personOf({ phone }: Pick<StoredBooking, 'phone'>): string {
  return phone.replaceAll(/\D/g, '').slice(-8)
}

/** A phone never comes to have more tickets of a showing than its screen says, by the events in the order of commit. */
export function judgePhones(
  events: readonly Committed[],
  { bookings, phoneTicketsMax }: { bookings: readonly StoredBooking[]; phoneTicketsMax: number },
): Violation[] {
  const people = new Map(bookings.map((booking) => [booking.id, personOf(booking)]))
  const places = new Map<string, Pick<Committed, 'showing' | 'seats'>>()
  return events.flatMap((event) => {
    const { kind, booking, showing, seats } = event
    if (kind === 'expired') return []
    const before = places.get(booking)
    places.delete(booking)
    if (kind === 'cancelled') return []
    places.set(booking, event)
    const person = people.get(booking) ?? ''
    const isMore = before?.showing !== showing || before.seats.length < seats.length
    if (person === '' || !isMore) return []
    const own = [...places].filter(([id, place]) => people.get(id) === person && place.showing === showing)
    const count = own.reduce((sum, [, place]) => sum + place.seats.length, 0)
    return count <= phoneTicketsMax
      ? []
      : [violated('phoneBound', `${person} has ${count} of ${phoneTicketsMax} at ${showing} by ${booking}`)]
  })
}

/** The most tickets that a life may have had at a showing, of where it may have been. */
export function mostAt(showing: string, places: readonly Pick<Life, 'showing' | 'seats'>[]): number {
  return Math.max(0, ...places.map((place) => (place.showing === showing ? place.seats.length : 0)))
}
