import type { Client } from '@libsql/client/http'
import { expiresAfterMs, refusalFreshMs } from '../../worker/domain/limits.ts'
import type { Booking, Cancelled } from '../../worker/domain/schemas.ts'
import { parseShowingId } from '../../worker/domain/showing.ts'
import { type Attempt, type Operation, type Request, codeOf, describe, isOpen } from './operation.ts'
import { type Committed, type Timeline, apply, seatingAfter } from './timeline.ts'

export interface Violation {
  readonly invariant: string
  readonly detail: string
}

/** A desk's answer takes this long to its caller, at most. */
const answerMsMax = 10
/** Whoever asks hears something within this time. */
const patienceMs = 60_000

export interface Evidence {
  readonly operations: readonly Operation[]
  readonly timeline: Timeline
  readonly database: Client
}

/** Judges a finished run by what was asked, what was answered, and what the database committed and when. */
export async function judge({ operations, timeline, database }: Evidence): Promise<Violation[]> {
  return [
    ...replay(timeline),
    ...lives(timeline),
    ...keys(operations, timeline.events),
    ...(await agreement(timeline, database)),
    ...operations.flatMap((operation) => [
      ...effects(operation, kinOf(operation, operations), timeline.events),
      ...answers(operation),
      ...refusals(operation, timeline),
    ]),
  ]
}

/** In the order of commit, each seat goes to one booking at a time. */
function replay({ events }: Timeline): Violation[] {
  const seating = new Map<string, string>()
  try {
    for (const event of events) apply(seating, event)
    return []
  } catch (error) {
    return [{ invariant: 'a seat is sold once', detail: String(error) }]
  }
}

/** A booking is booked once, and changes until it is cancelled or expired; it expires when it is due, and not before. */
function lives({ events }: Timeline): Violation[] {
  const living = new Map<string, string>()
  return events.flatMap(({ kind, booking, showing, at }) => {
    const isAlive = living.has(booking)
    const startsAt = parseShowingId(living.get(booking) ?? showing)?.startsAt ?? 0
    if (kind === 'booked' || kind === 'moved') living.set(booking, showing)
    else living.delete(booking)
    if (isAlive === (kind === 'booked'))
      return [{ invariant: 'a booking that is over does not change', detail: `${kind} ${booking}` }]
    const isEarly = kind === 'expired' && startsAt + expiresAfterMs > at
    return isEarly ? [{ invariant: 'what expires is due', detail: `${booking} at ${at}` }] : []
  })
}

/** Requests under one key have one effect between them, and only the request that had it hears of it. */
function keys(operations: readonly Operation[], events: readonly Committed[]): Violation[] {
  const committed = new Set(events.map(({ id }) => id))
  const counts = new Map<string, number>()
  for (const { request, attempts } of operations) {
    const key = request.input.idempotencyKey
    const own = attempts.flatMap(({ eventIds }) => eventIds).filter((id) => committed.has(id)).length
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + own)
  }
  return [...counts].flatMap(([key, count]) =>
    count > 1 ? [{ invariant: 'one key has one effect', detail: key }] : [],
  )
}

/** Tickets and bookings are those that the events tell of. */
async function agreement({ events }: Timeline, database: Client): Promise<Violation[]> {
  const seating = seatingAfter(events)
  if (seating === undefined) return []
  const status = new Map(events.map(({ booking, kind }) => [booking, kind === 'moved' ? 'booked' : kind]))
  const told = [...seating].map(([place, booking]) => JSON.stringify(`${place} ${booking}`)).sort()
  const toldStatus = [...status].map(([id, one]) => JSON.stringify(`${id} ${one}`)).sort()
  const tickets = await column(database, `SELECT showing_id || '/' || seat || ' ' || booking_id FROM tickets`)
  const bookings = await column(database, `SELECT id || ' ' || status FROM bookings`)
  const ofBookings = await column(
    database,
    `SELECT bookings.showing_id || '/' || seat.value || ' ' || bookings.id
     FROM bookings, json_each(bookings.seats) AS seat WHERE status <> 'cancelled'`,
  )
  return [
    ...same('tickets are those of the events', told, tickets),
    ...same('each live booking has all its tickets, and no other has any', ofBookings, tickets),
    ...same('bookings are those of the events', toldStatus, bookings),
  ]
}

/** All tries under the same key: two requests that are the same to the letter are one. */
function kinOf({ request, attempts }: Operation, operations: readonly Operation[]): readonly Attempt[] {
  const key = request.input.idempotencyKey
  if (key === undefined) return attempts
  return operations.filter((one) => one.request.input.idempotencyKey === key).flatMap((one) => one.attempts)
}

/** What was acknowledged is committed, within the time of the request; what was refused is not; a key has one effect. */
function effects(operation: Operation, kin: readonly Attempt[], events: readonly Committed[]): Violation[] {
  const last = operation.attempts.at(-1)
  const first = kin.toSorted((one, other) => one.sentAt - other.sentAt)[0]
  const ids = new Set((last?.answer.ok ? kin : operation.attempts).flatMap(({ eventIds }) => eventIds))
  const own = events.filter(({ id }) => ids.has(id))
  if (last === undefined || first === undefined) return []
  const violation = (invariant: string): Violation[] => [{ invariant, detail: describe(operation) }]
  if (own.length > 1) return violation('one request has one effect')
  const { kind } = operation.request
  if (kind !== 'book' && kind !== 'move') return cancelled(operation, last, first, events)
  if (!last.answer.ok) {
    const mayHave = operation.attempts.some((one) => ['ok', 'outcome_unknown'].includes(codeOf(one)))
    const isFinal = codeOf(last) !== 'outcome_unknown' && codeOf(last) !== 'busy'
    return own.length > 0 && (isFinal || !mayHave) ? violation('what is refused has no effect') : []
  }
  const [effect] = own
  if (effect === undefined) return violation('what is acknowledged is committed')
  if (effect.at < first.sentAt || effect.at > last.answeredAt)
    return violation('an effect lies within its request')
  const { value } = last.answer
  const isAsTold = 'seats' in value && value.id === effect.booking && value.showing.id === effect.showing
  return isAsTold && value.seats.join() === effect.seats.join()
    ? []
    : violation('an effect is as it was acknowledged')
}

function cancelled(
  operation: Operation,
  last: Attempt,
  first: Attempt,
  events: readonly Committed[],
): Violation[] {
  if (!last.answer.ok) return []
  const { value } = last.answer
  const ids = 'cancelled' in value ? value.cancelled : [value.id]
  const missing = ids.filter(
    (id) =>
      !events.some(
        ({ kind, booking, at }) =>
          kind === 'cancelled' && booking === id && at >= first.sentAt && at <= last.answeredAt,
      ),
  )
  return missing.length > 0
    ? [{ invariant: 'what is acknowledged is committed', detail: describe(operation) }]
    : []
}

/** Every answer is one that is documented, comes in time, and is the same for the same key. */
function answers(operation: Operation): Violation[] {
  const { attempts } = operation
  const late = attempts.some(({ sentAt, answeredAt }) => answeredAt - sentAt > patienceMs)
  const accepted = new Set(attempts.flatMap(({ answer }) => (answer.ok ? JSON.stringify(answer.value) : [])))
  const bugs = attempts.some((one) => codeOf(one) === 'internal')
  const violation = (invariant: string): Violation => ({ invariant, detail: describe(operation) })
  return [
    ...(attempts.some(({ answer }) => answer.ok && !fits(operation.request, answer.value))
      ? [violation('an answer fits its request')]
      : []),
    ...(late ? [violation('nobody waits for ever')] : []),
    ...(accepted.size > 1 ? [violation('one key has one answer')] : []),
    ...(bugs ? [violation('every answer is documented')] : []),
    ...(isOpen(operation) && operation.request.input.idempotencyKey !== undefined
      ? [violation('every caller can learn what happened')]
      : []),
  ]
}

function fits({ kind, input }: Request, value: Booking | Cancelled): boolean {
  if (kind === 'cancelByName') return 'cancelled' in value
  if (!('seats' in value)) return false
  if (kind === 'book') return value.seats.join() === input.seats.join() && value.showing.id === input.showing
  return value.id === input.id
}

/** A seat that was refused as sold was sold, to another, at some instant of the last second before the answer. */
function refusals({ request, attempts }: Operation, timeline: Timeline): Violation[] {
  const own = 'id' in request.input ? request.input.id : undefined
  return attempts.flatMap((attempt) => {
    const { answer, answeredAt } = attempt
    if (answer.ok || answer.failure.code !== 'seats_taken') return []
    const seatings = timeline.seatingsBetween(answeredAt - refusalFreshMs - answerMsMax, answeredAt)
    const isTrue = (seat: string): boolean =>
      seatings.some((seating) =>
        [...seating].some(([place, occupant]) => place.endsWith(`/${seat}`) && occupant !== own),
      )
    return answer.failure.details.seats.every(isTrue)
      ? []
      : [
          {
            invariant: 'a refusal was true within the last second',
            detail: describe({ request, attempts: [attempt] }),
          },
        ]
  })
}

async function column(database: Client, sql: string): Promise<string[]> {
  const { rows } = await database.execute(sql)
  return rows.map((one) => JSON.stringify(one[0])).sort()
}

function same(invariant: string, one: readonly string[], other: readonly string[]): Violation[] {
  return one.join() === other.join() ? [] : [{ invariant, detail: `${one.join()} <> ${other.join()}` }]
}
