import { cancelByNameMax } from '../../worker/domain/limits.ts'
import type { SeatPlan } from '../../worker/domain/seat-plan.ts'
import { isChosen } from './groups.ts'
import type {
  Admission,
  BookRequest,
  Committed,
  Held,
  Operation,
  StoredBooking,
  Violation,
} from './history.ts'
import { violated } from './invariants.ts'
import { type Span, describe, isDone, spanOf } from './operations.ts'
import { type Story, isDue } from './story.ts'

/** An operation that may have had an effect, and the events that it explains. */
interface Cause {
  readonly operation: Operation
  readonly span: Span
  readonly effects: Committed[]
}

/** Finds for each event the request that made it: each success has its effect, and each effect its request. */
export function attribute(
  operations: readonly Operation[],
  events: readonly Committed[],
  {
    story,
    bookings,
    holds,
    admissions,
    plan,
  }: {
    story: Story
    bookings: ReadonlyMap<string, StoredBooking>
    holds: readonly Held[]
    admissions: readonly Admission[]
    plan: SeatPlan
  },
): Violation[] {
  const causes = operations.flatMap((operation): Cause[] => {
    const span = spanOf(operation)
    return span === undefined || subjectOf(operation) === undefined ? [] : [{ operation, span, effects: [] }]
  })
  const heldBy = Map.groupBy(holds, ({ id }) => id)
  const bySubject = Map.groupBy(causes, ({ operation }) => subjectOf(operation))
  const possible = new Map<Committed, readonly Cause[]>()
  const orphans = events.flatMap((event) => {
    if (event.kind === 'expired') return []
    const able = subjectsOf(event, bookings.get(event.booking))
      .flatMap((subject) => bySubject.get(subject) ?? [])
      .filter((cause) =>
        couldBe(cause.operation, event, { story, heldBy, plan, stored: bookings.get(event.booking) }),
      )
    const timely = able.filter((one) => isWithin(one.span, event))
    possible.set(event, timely)
    const cause =
      likeliest(
        timely.filter((one) => isFree(one, event)),
        event,
      ) ?? timely.find((one) => handOver(one, possible))
    cause?.effects.push(event)
    return cause === undefined ? [blame(event, able)] : []
  })
  const byName = Map.groupBy(bookings.values(), ({ name }) => name)
  const admitted = Map.groupBy(admissions, ({ booking }) => booking)
  return [
    ...orphans,
    ...causes.flatMap(judgeEffects),
    ...causes.flatMap((cause) => judgeNames(cause, { byName, admitted, story })),
    ...judgeKeys(causes),
  ]
}

/** What an operation and its event have in common: found by it instead of by comparing each with each. Holds and blocked seats have no events, and admissions are judged by themselves. */
function subjectOf({ request }: Operation): string | undefined {
  switch (request.kind) {
    case 'hold':
    case 'release':
    case 'block':
    case 'unblock':
    case 'admit':
      return undefined
    case 'book':
      return `phone ${request.phone}`
    case 'move':
      return `move ${request.booking}`
    case 'cancel':
      return `cancel ${request.booking}`
    case 'cancelByName':
      return `name ${request.name}`
  }
}

function subjectsOf({ kind, booking }: Committed, stored: StoredBooking | undefined): string[] {
  if (kind === 'booked') return [`phone ${stored?.phone}`]
  if (kind === 'moved') return [`move ${booking}`]
  return [`cancel ${booking}`, `name ${stored?.name}`]
}

/** Whether the event is what the operation asked for, and what it was told if it was told something. */
function couldBe(
  { request, attempts }: Operation,
  event: Committed,
  { story: { lives }, heldBy, plan, stored }: Known,
): boolean {
  if (request.kind === 'book')
    return isBooked(event, request, { heldBy, plan }) && stored?.name === request.name
  if (request.kind === 'move') {
    const before = lives.get(event.booking)?.before.get(event.id)
    const { showing = before?.showing, seats = before?.seats } = request
    return showing !== undefined && seats !== undefined && isSame(event, { showing, seats })
  }
  // It takes those whom it found while it was under way.
  if (request.kind === 'cancelByName') {
    const isLost = attempts.some(({ outcome }) => outcome.kind === 'lost')
    const readBy = isLost ? Infinity : Math.max(...attempts.map(({ answeredAt }) => answeredAt))
    if ((lives.get(event.booking)?.events[0]?.after ?? 0) > readBy) return false
  }
  const told = attempts.flatMap(({ outcome }) => (outcome.kind === 'done' ? [outcome.effect.bookings] : []))
  return told.every((bookings) => bookings === undefined || bookings.includes(event.booking))
}

type HeldBy = ReadonlyMap<string, readonly Held[]>

interface Known {
  readonly story: Story
  readonly heldBy: HeldBy
  readonly plan: SeatPlan
  readonly stored: StoredBooking | undefined
}

function isBooked(
  event: Where,
  request: BookRequest,
  { heldBy, plan }: Pick<Known, 'heldBy' | 'plan'>,
): boolean {
  if ('hold' in request) return (heldBy.get(request.hold) ?? []).some((held) => isSame(event, held))
  return event.showing === request.showing && isChosen(event.seats, request, plan)
}

interface Where {
  readonly showing: string
  readonly seats: readonly string[]
}

function isSame(one: Where, other: Where): boolean {
  return one.showing === other.showing && one.seats.join() === other.seats.join()
}

/** A cancellation by name takes several bookings; everything else has one effect. */
function isFree(cause: Cause, event: Committed): boolean {
  return (
    cause.effects.length === 0 || (cause.operation.request.kind === 'cancelByName' && goesOn(cause, event))
  )
}

/** Frees a cause of its only effect, where that may as well be another's who has none. */
function handOver({ effects }: Cause, possible: ReadonlyMap<Committed, readonly Cause[]>): boolean {
  const [event, ...more] = effects
  if (event === undefined || more.length > 0) return false
  const other = possible.get(event)?.find((one) => one.effects.length === 0)
  if (other === undefined) return false
  effects.pop()
  other.effects.push(event)
  return true
}

function isWithin({ from, until }: Span, { after, by }: Committed): boolean {
  return by >= from && after <= until
}

/**
 * Whose transaction goes on, as several bookings of a name are cancelled one after the other. Else who was told of success first,
 * and so has to find an effect first; of a cancellation, who was told of this booking, before those who were told less.
 */
function likeliest(causes: readonly Cause[], event: Committed): Cause | undefined {
  const rank = (cause: Cause): number =>
    Number(goesOn(cause, event)) * 2 + Number(event.kind === 'cancelled' && isTold(cause))
  return causes.toSorted(
    (one, other) =>
      rank(other) - rank(one) || one.span.until - other.span.until || one.span.from - other.span.from,
  )[0]
}

function goesOn({ effects }: Cause, { sequence, at }: Committed): boolean {
  const last = effects.at(-1)
  return last !== undefined && last.sequence + 1 === sequence && last.at === at
}

function isTold({ operation }: Cause): boolean {
  return operation.attempts.some(
    ({ outcome }) => outcome.kind === 'done' && outcome.effect.bookings !== undefined,
  )
}

function blame(event: Committed, able: readonly Cause[]): Violation {
  const detail = `${event.kind} ${event.booking} at ${event.by}`
  const untimely = able.find(({ effects }) => effects.length === 0)
  if (untimely !== undefined) return violated('linearizable', `${detail}: ${describe(untimely.operation)}`)
  const [again] = able
  if (again !== undefined)
    return violated('oneKey', `${detail} is a second effect of ${describe(again.operation)}`)
  return violated('refused', `${detail} has no request that may have made it`)
}

function judgeEffects({ operation, effects }: Cause): Violation[] {
  const done = operation.attempts.filter(isDone)
  return done.flatMap(({ outcome }) => {
    if (outcome.kind !== 'done') return []
    const { bookings, count, showing, seats } = outcome.effect
    const isAll = (bookings ?? []).every((id) => effects.some(({ booking }) => booking === id))
    const isAsTold = effects.every(
      (event) =>
        (showing === undefined || showing === event.showing) &&
        (seats === undefined || seats.join() === event.seats.join()),
    )
    const isAsMany = effects.length > 0 && (count === undefined || count === effects.length)
    return isAsMany && isAll && isAsTold ? [] : [violated('acknowledged', describe(operation))]
  })
}

/** A cancellation by name leaves out none that certainly was upcoming all the time, with nobody in. */
function judgeNames(
  { operation, span: { from, until }, effects }: Cause,
  {
    byName,
    admitted,
    story: { lives },
  }: {
    byName: ReadonlyMap<string, readonly StoredBooking[]>
    admitted: ReadonlyMap<string, readonly Admission[]>
    story: Story
  },
): Violation[] {
  const { request } = operation
  if (request.kind !== 'cancelByName' || until === Infinity || effects.length >= cancelByNameMax) return []
  const left = (byName.get(request.name) ?? []).filter(({ id }) => {
    const events = lives.get(id)?.events ?? []
    const end = events.find(({ kind }) => kind === 'cancelled' || kind === 'expired')
    return (
      events[0] !== undefined &&
      events[0].by < from &&
      (end === undefined || end.after > until) &&
      (admitted.get(id) ?? []).every(({ after }) => after > until) &&
      events.every(({ showing }) => !isDue(showing, until))
    )
  })
  return left.map(({ id }) => violated('acknowledged', `${id} was left out by ${describe(operation)}`))
}

/** Of all requests that came under a key, one had an effect. */
function judgeKeys(causes: readonly Cause[]): Violation[] {
  const effective = causes.filter(
    ({ operation, effects }) => operation.key !== undefined && effects.length > 0,
  )
  const byKey = Map.groupBy(effective, ({ operation }) => operation.key)
  return [...byKey].flatMap(([key, owners]) =>
    owners.length > 1
      ? [violated('oneKey', `${key}: ${owners.map(({ operation }) => describe(operation)).join(' and ')}`)]
      : [],
  )
}
