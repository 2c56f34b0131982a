import { copyMsMax, holdsPerCallerMax, refusalFreshMs } from '../../worker/domain/limits.ts'
import type { SeatPlan } from '../../worker/domain/seat-plan.ts'
import type {
  Admission,
  Attempt,
  Blocked,
  Committed,
  Held,
  Operation,
  Request,
  StoredBooking,
  Violation,
} from './history.ts'
import { violated } from './invariants.ts'
import { mayBeLiveWithin } from './live.ts'
import { describe, isDone, isOpen } from './operations.ts'
import { mostAt, personOf } from './phones.ts'
import { type Life, type Story, isDue, placeOf } from './story.ts'
import { type Taken, mayHaveLacked, takenBy } from './taken.ts'

/** What refusals are held against. */
export interface Truth {
  readonly story: Story
  readonly bookings: readonly StoredBooking[]
  readonly operations: readonly Operation[]
  readonly holds: readonly Held[]
  readonly blocked: readonly Blocked[]
  readonly admissions: readonly Admission[]
  readonly plan: SeatPlan
  readonly phoneTicketsMax: number
  /** A reply takes this long to its caller at most: how far before the answer the refusal was decided. */
  readonly replyMsMax: number
}

/** A refusal was true at some instant of the last second before its answer. */
export function judgeRefusals(operations: readonly Operation[], truth: Truth): Violation[] {
  const lookUp = prepare(truth)
  return operations.flatMap((operation) =>
    operation.attempts
      .filter((attempt) => !isTrue(operation, attempt, lookUp))
      .map((attempt) => violated('trueRefusal', describe({ ...operation, attempts: [attempt] }))),
  )
}

interface LookUp extends Truth {
  readonly heldBy: ReadonlyMap<string, readonly Held[]>
  /** By place. */
  readonly heldAt: ReadonlyMap<string, readonly Held[]>
  readonly blockedAt: ReadonlyMap<string, readonly Blocked[]>
  readonly taken: Taken
  readonly byName: ReadonlyMap<string, readonly Life[]>
  readonly byKey: ReadonlyMap<string | undefined, readonly Operation[]>
}

function prepare(truth: Truth): LookUp {
  const { bookings, story, operations, holds, blocked } = truth
  const byName = new Map<string, Life[]>()
  for (const { id, name } of bookings) {
    const life = story.lives.get(id)
    if (life !== undefined) byName.set(name, [...(byName.get(name) ?? []), life])
  }
  const heldAt = new Map<string, Held[]>()
  for (const held of holds) {
    for (const place of held.seats.map((seat) => placeOf(held.showing, seat))) {
      heldAt.set(place, [...(heldAt.get(place) ?? []), held])
    }
  }
  return {
    ...truth,
    byName,
    byKey: Map.groupBy(operations, ({ key }) => key),
    heldBy: Map.groupBy(holds, ({ id }) => id),
    heldAt,
    blockedAt: Map.groupBy(blocked, ({ showing, seat }) => placeOf(showing, seat)),
    taken: takenBy(story, holds, blocked),
  }
}

function isTrue(operation: Operation, attempt: Attempt, lookUp: LookUp): boolean {
  const { outcome, sentAt, answeredAt } = attempt
  if (outcome.kind !== 'refused') return true
  const { request, key } = operation
  const life = 'booking' in request ? lookUp.story.lives.get(request.booking) : undefined
  // An isolate's copy answers those without a key, by what a desk said a moment ago.
  const mayBeByCopy =
    outcome.code === 'seats_taken' && key === undefined && request.kind !== 'move' && 'seats' in request
  const freshMs = refusalFreshMs + (mayBeByCopy ? copyMsMax : 0)
  const from = Math.max(sentAt, answeredAt - lookUp.replyMsMax) - freshMs
  const held = 'hold' in request ? (lookUp.heldBy.get(request.hold) ?? []) : []
  // Where it is left to the booking or the hold.
  const places = 'hold' in request ? held : placesOf(life, [from, answeredAt])
  switch (outcome.code) {
    // Whether it was busy nobody can tell from outside; how often it may be is another question.
    case 'busy':
    case 'outcome_unknown':
      return true
    case 'seats_taken':
      return (
        outcome.seats.length > 0 &&
        areAsked(request, outcome.seats, places) &&
        outcome.seats.every((seat) =>
          isTaken(operation, seat, { window: [from, answeredAt], places, lookUp }),
        )
      )
    case 'seats_held':
      return (
        outcome.seats.length > 0 &&
        areAsked(request, outcome.seats, places) &&
        outcome.seats.every((seat) => isHeld(operation, seat, { window: [from, answeredAt], places, lookUp }))
      )
    case 'not_enough_seats':
      return (
        'count' in request &&
        mayHaveLacked(request, { showing: request.showing, window: [from, answeredAt] }, lookUp)
      )
    case 'seats_blocked':
      return (
        outcome.seats.length > 0 &&
        areAsked(request, outcome.seats, places) &&
        outcome.seats.every((seat) =>
          isBlocked(request, seat, { window: [from, answeredAt], places, lookUp }),
        )
      )
    case 'hold_not_found':
      return !held.some(
        ({ showing, placed, ended }) =>
          (('showing' in request && request.showing) || showing) === showing &&
          placed.by < from &&
          (ended?.after ?? Infinity) > answeredAt,
      )
    case 'hold_expired':
      return held.some(
        ({ expiresAt, placed, ended }) =>
          placed.after <= answeredAt && expiresAt <= answeredAt && (ended?.by ?? Infinity) >= from,
      )
    case 'booking_cancelled':
      return life?.events.some(({ kind, after }) => kind === 'cancelled' && after <= answeredAt) === true
    case 'booking_expired':
      return (
        places.some(({ showing }) => isDue(showing, answeredAt)) ||
        life?.events.some(({ kind, after }) => kind === 'expired' && after <= answeredAt) === true
      )
    case 'booking_changed':
      return life?.events.some(({ after, by }) => after <= answeredAt && by >= from) === true
    case 'booking_not_found':
      if (request.kind === 'cancelByName') return !isNamed(request.name, [from, answeredAt], lookUp)
      return life?.events[0] === undefined || life.events[0].by >= from
    case 'showing_closed':
      if (request.kind !== 'book' && request.kind !== 'move' && request.kind !== 'hold') return false
      return request.showing === undefined
        ? places.some(({ showing }) => isDue(showing, answeredAt))
        : isDue(request.showing, answeredAt)
    case 'idempotency_key_reused':
      return (lookUp.byKey.get(key) ?? []).some(
        (other) =>
          JSON.stringify(other.request) !== JSON.stringify(request) &&
          other.attempts.some(
            (one) => one.sentAt <= answeredAt && (isDone(one) || isOpen(one) || one.answeredAt >= from),
          ),
      )
    case 'ticket_admitted':
      return request.kind === 'admit' && isIn(request, answeredAt, lookUp)
    case 'booking_admitted':
      return isAnyIn(request, answeredAt, lookUp)
    case 'ticket_expired':
      return request.kind === 'admit' && isDue(request.showing, answeredAt)
    case 'ticket_not_found':
      return request.kind === 'admit' && !isSoldThroughout(request, [from, answeredAt], lookUp)
    // It was read at any time since it was asked for, and had changed when somebody was to be let in.
    case 'ticket_stale':
      return request.kind === 'admit' && hasChanged(request, [sentAt, answeredAt], lookUp)
    case 'too_many_holds':
      return request.kind === 'hold' && mayHoldMuch(request.showing, [from, answeredAt], lookUp)
    case 'too_many_tickets':
      return mayHaveTooMany(request, { window: [from, answeredAt], places, lookUp })
    // Nothing that is asked here deserves another refusal.
    default:
      return false
  }
}

interface Ticket {
  readonly showing: string
  readonly seat: string
}

type Window = readonly [from: number, to: number]

type Place = Pick<Committed, 'showing' | 'seats'>

/** Where a booking may have been within a window: each event puts it somewhere, until the next. */
function placesOf(life: Life | undefined, [from, to]: Window): readonly Place[] {
  const events = life?.events ?? []
  return events.filter(({ after }, index) => after <= to && (events[index + 1]?.by ?? Infinity) >= from)
}

/** A refusal names seats that were asked for. */
function areAsked(request: Request, seats: readonly string[], places: readonly Place[]): boolean {
  const asked = 'seats' in request && request.seats !== undefined ? [request] : places
  return asked.some((one) => seats.every((seat) => one.seats?.includes(seat)))
}

function showingsOf(request: Request, places: readonly Place[]): string[] {
  return 'showing' in request && request.showing !== undefined
    ? [request.showing]
    : places.map(({ showing }) => showing)
}

interface Scene {
  readonly window: Window
  readonly places: readonly Place[]
  readonly lookUp: LookUp
}

/** Whether somebody may have been let in on the ticket of a seat by then. */
function isIn({ showing, seat }: Ticket, by: number, { admissions }: LookUp): boolean {
  return admissions.some((one) => one.showing === showing && one.seat === seat && one.after <= by)
}

/** Whether somebody may have been let in with the booking by then, or with one under the name. */
function isAnyIn(request: Request, by: number, { admissions, bookings }: LookUp): boolean {
  const isMeant = (booking: string): boolean => {
    if (request.kind !== 'cancelByName') return 'booking' in request && request.booking === booking
    return bookings.some(({ id, name }) => id === booking && name === request.name)
  }
  return admissions.some(({ booking, after }) => after <= by && isMeant(booking))
}

/** Whether one booking certainly had the seat all the time. */
function isSoldThroughout({ showing, seat }: Ticket, [from, to]: Window, { story }: LookUp): boolean {
  return (story.stays.get(placeOf(showing, seat)) ?? []).some(
    ({ since, until }) => since.by < from && (until === undefined || until.after > to),
  )
}

/** Whether a booking that had the seat within the window was changed within it. */
function hasChanged({ showing, seat }: Ticket, [from, to]: Window, { story }: LookUp): boolean {
  return (story.stays.get(placeOf(showing, seat)) ?? []).some(({ booking }) =>
    (story.lives.get(booking)?.events ?? []).some(
      ({ kind, after, by }) => kind !== 'booked' && after <= to && by >= from,
    ),
  )
}

/** Whether those who ask here, all from one address, may have had so many holds of a showing, placed or under way. */
function mayHoldMuch(showing: string, window: Window, { holds, operations }: LookUp): boolean {
  const [from, to] = window
  const placed = holds.filter((held) => held.showing === showing && mayBeLiveWithin(held, window))
  const underWay = operations.filter(
    ({ request, attempts }) =>
      request.kind === 'hold' &&
      request.showing === showing &&
      attempts.some(({ sentAt, answeredAt }) => sentAt <= to && answeredAt >= from),
  )
  return placed.length + underWay.length >= holdsPerCallerMax
}

/** Whether with what is asked its phone may have had too many tickets, of all that its bookings may have had. */
function mayHaveTooMany(request: Request, { window, places, lookUp }: Scene): boolean {
  const { bookings, story, phoneTicketsMax } = lookUp
  const own = 'booking' in request ? bookings.find(({ id }) => id === request.booking) : undefined
  const person = personOf('phone' in request ? request : (own ?? { phone: '' }))
  const others = bookings.filter((booking) => booking !== own && personOf(booking) === person)
  return showingsOf(request, places).some((showing) => {
    const had = others.map(({ id }) => mostAt(showing, placesOf(story.lives.get(id), window)))
    const wanted = wantedBy(request) ?? Math.max(...places.map(({ seats }) => seats.length))
    return had.reduce((sum, count) => sum + count, wanted) > phoneTicketsMax
  })
}

function wantedBy(request: Request): number | undefined {
  if ('count' in request) return request.count
  return 'seats' in request ? request.seats?.length : undefined
}

/** Whether somebody else may have held the seat. */
function isHeld({ request, attempts }: Operation, seat: string, { window, places, lookUp }: Scene): boolean {
  const own = new Set(
    attempts.map(({ outcome }) => (outcome.kind === 'done' ? outcome.effect.hold?.id : undefined)),
  )
  return showingsOf(request, places).some((showing) =>
    (lookUp.heldAt.get(placeOf(showing, seat)) ?? []).some(
      (held) => !own.has(held.id) && mayBeLiveWithin(held, window),
    ),
  )
}

/** Whether staff may have had the seat off sale. */
function isBlocked(request: Request, seat: string, { window: [from, to], places, lookUp }: Scene): boolean {
  return showingsOf(request, places).some((showing) =>
    (lookUp.blockedAt.get(placeOf(showing, seat)) ?? []).some(
      ({ placed, ended }) => placed.after <= to && (ended === undefined || ended.by >= from),
    ),
  )
}

/** Whether somebody else may have had the seat; where the booking was, if the request leaves the showing to it. */
function isTaken(
  { request }: Operation,
  seat: string,
  { window: [from, to], places, lookUp: { story } }: Scene,
): boolean {
  const own = 'booking' in request ? request.booking : undefined
  return showingsOf(request, places).some((showing) =>
    (story.stays.get(placeOf(showing, seat)) ?? []).some(
      ({ booking, since, until }) =>
        booking !== own && since.after <= to && (until === undefined || until.by >= from),
    ),
  )
}

/** Whether some booking under the name certainly was upcoming all the time. */
function isNamed(name: string, [from, to]: Window, { byName }: LookUp): boolean {
  return (byName.get(name) ?? []).some(({ events }) => {
    const [booked] = events
    const end = events.find(({ kind }) => kind === 'cancelled' || kind === 'expired')
    const isUpcoming = events.every(({ showing }) => !isDue(showing, to))
    return booked !== undefined && booked.by < from && isUpcoming && (end === undefined || end.after > to)
  })
}
