import { expiresAfterMs } from '../../worker/domain/limits.ts'
import { parseShowingId } from '../../worker/domain/showing.ts'
import type { Committed, Violation } from './history.ts'
import { violated } from './invariants.ts'

/** Somebody's time on a seat; its ends are known as well as the events' instants are. */
interface Stay {
  readonly booking: string
  readonly since: Committed
  until: Committed | undefined
}

export interface Life {
  showing: string
  seats: readonly string[]
  status: 'booked' | 'cancelled' | 'expired'
  readonly events: Committed[]
  /** Where the booking was before each of its events. */
  readonly before: Map<string, { readonly showing: string; readonly seats: readonly string[] }>
}

/** Who sat where and when, and each booking's life, by the events in the order in which they were committed. */
export interface Story {
  readonly stays: ReadonlyMap<string, readonly Stay[]>
  readonly lives: ReadonlyMap<string, Life>
  readonly violations: readonly Violation[]
}

export function placeOf(showing: string, seat: string): string {
  return `${showing}/${seat}`
}

/** The reference model: each event changes who sits where, or is a violation. */
export function tell(events: readonly Committed[]): Story {
  const stays = new Map<string, Stay[]>()
  const lives = new Map<string, Life>()
  const violations = events.flatMap((event) => {
    const life = lives.get(event.booking)
    if (event.kind === 'booked') {
      if (life !== undefined) return [violated('final', `${event.booking} is booked twice`)]
      lives.set(event.booking, begin(event))
      return [...pastItsEnd(event.showing, event), ...sit(stays, event)]
    }
    if (life === undefined)
      return [violated('agreement', `${event.kind} without a booking: ${event.booking}`)]
    const found = life.status === 'booked' ? follow(stays, life, event) : [over(life, event)]
    life.events.push(event)
    return found
  })
  return { stays, lives, violations }
}

function begin(event: Committed): Life {
  const { showing, seats } = event
  return { showing, seats, status: 'booked', events: [event], before: new Map() }
}

function over({ status }: Life, { kind, booking }: Committed): Violation {
  return violated('final', `${booking} is ${kind}, but was ${status}`)
}

function follow(stays: Map<string, Stay[]>, life: Life, event: Committed): Violation[] {
  life.before.set(event.id, { showing: life.showing, seats: life.seats })
  switch (event.kind) {
    case 'booked':
      return []
    case 'moved': {
      const late = [life.showing, event.showing].flatMap((showing) => pastItsEnd(showing, event))
      leave(stays, life, event)
      life.showing = event.showing
      life.seats = event.seats
      return [...late, ...sit(stays, event)]
    }
    case 'cancelled':
      leave(stays, life, event)
      life.status = 'cancelled'
      return [...pastItsEnd(life.showing, event), ...elsewhere(life, event)]
    case 'expired':
      life.status = 'expired'
      return [
        ...elsewhere(life, event),
        ...(isDue(life.showing, event.at)
          ? []
          : [violated('expiry', `${event.booking} of ${life.showing} is marked at ${event.at}`)]),
      ]
  }
}

function pastItsEnd(showing: string, { kind, booking, at }: Committed): Violation[] {
  return isDue(showing, at) ? [violated('final', `${booking} of ${showing} is ${kind} past its end`)] : []
}

/** An ending tells of the seats that the booking had. */
function elsewhere({ showing, seats }: Life, event: Committed): Violation[] {
  return event.showing === showing && event.seats.join() === seats.join()
    ? []
    : [violated('agreement', `${event.booking} is ${event.kind} at another place than it was`)]
}

function sit(stays: Map<string, Stay[]>, event: Committed): Violation[] {
  return event.seats.flatMap((seat) => {
    const place = placeOf(event.showing, seat)
    const known = stays.get(place) ?? []
    const occupant = known.at(-1)
    stays.set(place, known)
    known.push({ booking: event.booking, since: event, until: undefined })
    return occupant !== undefined && occupant.until === undefined
      ? [violated('soldOnce', `${place} is sold to ${occupant.booking}, and to ${event.booking}`)]
      : []
  })
}

function leave(stays: Map<string, Stay[]>, { showing, seats }: Life, event: Committed): void {
  for (const seat of seats) {
    const stay = stays.get(placeOf(showing, seat))?.findLast(({ booking }) => booking === event.booking)
    if (stay !== undefined) stay.until = event
  }
}

/** Whether bookings of a showing are expired at `now`. */
export function isDue(showing: string, now: number): boolean {
  const startsAt = parseShowingId(showing)?.startsAt ?? Number.POSITIVE_INFINITY
  return startsAt + expiresAfterMs <= now
}
