import type { Committed, Evidence, Held, Operation, Violation } from './history.ts'
import { violated } from './invariants.ts'
import { certainlyLive, isLiveThroughout, mayBeOne, overlap } from './live.ts'
import { capableOf, describe, isDecisive, isDone, isOpen } from './operations.ts'
import { type Story, placeOf } from './story.ts'

/** What holds are held against, beside those themselves. */
export interface HoldFacts extends Pick<Evidence, 'holds' | 'byHand'> {
  readonly story: Story
  readonly operations: readonly Operation[]
  readonly bookings: Evidence['tables']['bookings']
}

/** A seat is held for one at a time, and for him alone; a hold is kept, becomes tickets while it lives, and then is over. */
export function judgeHolds(facts: HoldFacts): Violation[] {
  const { holds, story, byHand } = facts
  const byId = Map.groupBy(holds, ({ id }) => id)
  const sales = salesFromHolds(facts)
  return [
    ...judgeOverlaps(holds),
    ...holds.flatMap((held) => judgeSold(held, story, byHand)),
    ...sales.flatMap((sale) => judgeSale(sale, byId.get(sale.hold) ?? [])),
    ...holds.flatMap((held) => judgeEnd(held, facts, sales)),
    ...facts.operations.flatMap((operation) => judgeRefusedSale(operation, facts, byId)),
  ]
}

/** A booking that was made from a hold. */
interface Sale {
  readonly hold: string
  readonly event: Committed
  readonly operation: Operation
}

function salesFromHolds({ operations, bookings, story: { lives } }: HoldFacts): Sale[] {
  const byPhone = new Map(bookings.map(({ id, phone }) => [phone, id]))
  return operations.flatMap((operation) => {
    const { request } = operation
    if (request.kind !== 'book' || !('hold' in request)) return []
    const [event] = lives.get(byPhone.get(request.phone) ?? '')?.events ?? []
    return event === undefined ? [] : [{ hold: request.hold, event, operation }]
  })
}

/** Of those that hold a seat, each is over before the next is placed. */
function judgeOverlaps(holds: readonly Held[]): Violation[] {
  const ofSeats = holds.flatMap((held) =>
    held.seats.map((seat) => ({ place: placeOf(held.showing, seat), held, ...certainlyLive(held) })),
  )
  return [...Map.groupBy(ofSeats, ({ place }) => place)].flatMap(([place, own]) => {
    const inOrder = own.toSorted((one, other) => one.from - other.from)
    return inOrder.flatMap((later, index) => {
      const earlier = inOrder.slice(0, index).find((one) => overlap(one, later))
      if (earlier === undefined) return []
      return [violated('heldOnce', `${place} is held by ${say(earlier.held)}, and by ${say(later.held)}`)]
    })
  })
}

function judgeSold(held: Held, { stays }: Story, byHand: ReadonlySet<string>): Violation[] {
  const live = certainlyLive(held)
  return held.seats.flatMap((seat) => {
    const place = placeOf(held.showing, seat)
    const intruders = (stays.get(place) ?? []).filter(
      ({ booking, since, until }) =>
        !byHand.has(booking) && overlap(live, { from: since.by, until: until?.after ?? Infinity }),
    )
    return intruders.map(({ booking }) =>
      violated('heldOrSold', `${place} is sold to ${booking} under ${say(held)}`),
    )
  })
}

/** It ended its hold in the same instant, and was asked for before that had run out. */
function judgeSale({ hold, event, operation }: Sale, stretches: readonly Held[]): Violation[] {
  const ended = stretches.filter((held) => held.ended !== undefined && mayBeOne(held.ended, event))
  if (ended.length === 0) {
    return [violated('heldOrSold', `${event.booking} leaves its hold ${hold} as it was`)]
  }
  const asked = capableOf(operation).filter(({ sentAt }) => sentAt <= event.by)
  const isLate =
    asked.length > 0 && ended.every(({ expiresAt }) => asked.every((one) => one.sentAt >= expiresAt))
  return isLate
    ? [violated('ranOut', `${say(ended[0])} became ${event.booking}: ${describe(operation)}`)]
    : []
}

/** Before its time a hold ends by its booking or its release alone. */
function judgeEnd(held: Held, { operations }: HoldFacts, sales: readonly Sale[]): Violation[] {
  const { id, ended, expiresAt } = held
  if (ended === undefined || ended.by >= expiresAt) return []
  if (held.isReplaced === true) {
    return [violated('oneKey', `${say(held)} made room for another under its key`)]
  }
  const isBooked = sales.some(({ hold, event }) => hold === id && mayBeOne(event, ended))
  const isReleased = operations.some(
    ({ request, attempts }) =>
      request.kind === 'release' &&
      request.hold === id &&
      attempts.some(
        (one) => one.sentAt <= ended.by && (isOpen(one) || (isDone(one) && ended.after <= one.answeredAt)),
      ),
  )
  return isBooked || isReleased ? [] : [violated('kept', `nobody asked for the end of ${say(held)}`)]
}

/** A booking from a hold is not refused for a reason while that is one all the time, unless staff took a seat of it, or its phone has too many. */
function judgeRefusedSale(
  operation: Operation,
  { byHand, story: { stays } }: HoldFacts,
  byId: ReadonlyMap<string, readonly Held[]>,
): Violation[] {
  const { request } = operation
  if (request.kind !== 'book' || !('hold' in request)) return []
  const held = byId.get(request.hold) ?? []
  return operation.attempts.filter(isDecisive).flatMap((attempt) => {
    const { sentAt, answeredAt, outcome } = attempt
    // Another request had its effect under the key, or a hold knew no phone; whether that is true is judged as any refusal is.
    if (outcome.kind === 'refused' && notOfTheHold.has(outcome.code)) return []
    const live = held.find((one) => isLiveThroughout(one, [sentAt, answeredAt]))
    if (live === undefined || (request.showing ?? live.showing) !== live.showing) return []
    const isTakenByHand = live.seats.some((seat) =>
      (stays.get(placeOf(live.showing, seat)) ?? []).some(
        ({ booking, since }) => byHand.has(booking) && since.after <= answeredAt,
      ),
    )
    if (isTakenByHand) return []
    return [violated('kept', `${say(live)}: ${describe({ ...operation, attempts: [attempt] })}`)]
  })
}

const notOfTheHold = new Set<string>(['idempotency_key_reused', 'too_many_tickets'])

function say(held: Held | undefined): string {
  if (held === undefined) return 'no hold'
  const { id, showing, seats, placed, ended, expiresAt } = held
  return `${id} (${showing} ${seats.join()}, ${placed.by} to ${ended?.by ?? 'now'}, until ${expiresAt})`
}
