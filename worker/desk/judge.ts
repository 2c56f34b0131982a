import type { BlockChange, BookChange, HoldChange, MoveChange, ReleaseChange } from '../../db/desk-changes.ts'
import { type ShowingFacts, keyHint } from '../../db/desk-opening.ts'
import { holdsPerCallerMax } from '../domain/limits.ts'
import { type Refused, accept, refuse } from '../domain/result.ts'
import { isLive } from './holds.ts'
import type { OpenDesk } from './open-desk.ts'
import type { Decision, Order } from './order.ts'
import { pickSeats } from './pick-seats.ts'
import type { BookingRecord } from '../../db/schema/bookings.ts'
import { priceSeats } from './price-seats.ts'
import type { Bench, Moment, Verdict } from './verdict.ts'

/** Judges the key first: else a retry would be told that its own seats are sold. */
export function judge(order: Order, open: OpenDesk, moment: Moment): Verdict {
  if (mayBeRemembered(order, open)) return 'look up the key'
  const { closedAt } = order
  const verdict =
    closedAt === undefined
      ? judgeChange(order, open, moment)
      : refuse('showing_closed', { showing: moment.showing.id, closedAt })
  if (typeof verdict === 'string' || !('ok' in verdict)) return verdict
  // A desk that missed what staff changed, or a release, would refuse too much. One that another has outlived would tell
  // of holds that are over, and not know of others: what is done without being committed is told by a reading alone.
  return isFounded(verdict, order, moment) ? verdict : 'read the sold seats'
}

function isFounded(
  decision: Decision,
  { storedKey }: Order,
  { isReadForIt, isFresh, isAsRead }: Moment,
): boolean {
  if (decision.ok) return isReadForIt
  switch (decision.failure.code) {
    // Another desk may have placed it since, under a key that had held before.
    case 'hold_expired':
    case 'hold_not_found':
      return isReadForIt
    // The first try may be on its way from another desk, which came before sales closed.
    case 'showing_closed':
      return storedKey === undefined ? isFresh : isReadForIt
    // It is said of several seats at once: of one that was freed unheard, and of another that was sold since, it was never true.
    case 'not_enough_seats':
    case 'too_many_tickets':
      return isFresh && isAsRead
    default:
      return isFresh
  }
}

export function mayBeRemembered({ storedKey, isKeyNew, closedAt }: Order, { keyHints }: OpenDesk): boolean {
  if (storedKey === undefined || isKeyNew) return false
  // What is not sold meets no other use of its key in the database.
  return closedAt !== undefined || keyHints.has(keyHint(storedKey.key))
}

function judgeChange(order: Order, open: OpenDesk, moment: Moment): Verdict {
  const { change } = order.asked
  switch (change.kind) {
    case 'release':
      return judgeRelease(change, open)
    case 'block':
    case 'unblock':
      return judgeBlock(change, { open, moment })
    case 'hold':
      return judgeHold(order, change, { open, moment })
    case 'move':
      return judgeSale(order, change, { open, moment })
    case 'book':
      return change.hold === undefined
        ? judgeSale(order, change, { open, moment })
        : judgeHeldSale(order, change, change.hold, { open, moment })
  }
}

/** Also of what is no hold any more: to release is to have none. */
function judgeRelease(change: ReleaseChange, { holds }: OpenDesk): Verdict {
  const id = change.holdId
  if (holds.isUnderWay(id) || holds.isEnding(id)) return 'wait'
  return holds.find(id) === undefined ? accept({ released: id }) : { commit: change }
}

/** What is sold or held is not taken off sale under anybody; what is blocked already is blocked. */
function judgeBlock(change: BlockChange, { open, moment: { now, showing } }: Bench): Verdict {
  const { seats, holds, plan } = open
  const unknown = change.seats.filter((seat) => !plan.byLabel.has(seat))
  if (unknown.length > 0) return refuse('seats_unknown', { seats: unknown, screen: showing.screen })
  if (change.kind === 'block') {
    const taken = seats.soldToOthers(change.eventId, change.seats)
    if (taken.length > 0) return refuse('seats_taken', { seats: taken })
    const held = holds.heldByOthers(change.seats, now)
    if (held.length > 0) return refuse('seats_held', { seats: held })
  }
  // To put a seat back on sale is nothing where it is sold.
  const free = change.seats.filter((seat) => !seats.isSold(seat))
  if (free.length === 0) return accept({ changed: [] })
  return seats.isClaimed(change.eventId, free) ? 'wait' : { commit: { ...change, seats: free } }
}

function judgeHold(order: Order, change: HoldChange, { open, moment }: Bench): Verdict {
  const { hold } = change
  const { holds, facts } = open
  if (holds.isUnderWay(hold.id) || holds.isEnding(hold.id)) return 'wait'
  const before = holds.find(hold.id)
  if (before !== undefined && isLive(before, moment.now)) {
    return before.fingerprint === hold.fingerprint
      ? accept(before)
      : refuse('idempotency_key_reused', { key: change.key?.key ?? '' })
  }
  const notOnSale = refusedSales(order, facts, moment)
  if (notOnSale !== undefined) return notOnSale
  const placed = holds.countOf(hold.caller, moment.now)
  if (placed >= holdsPerCallerMax) return refuse('too_many_holds', { max: holdsPerCallerMax })
  if (placed + holds.underWayOf(hold.caller) >= holdsPerCallerMax) return 'wait'
  const seats = pickSeats(order, hold.seats, { open, moment })
  if (!Array.isArray(seats)) return seats
  const expiresAt = Math.min(hold.expiresAt, facts.salesCloseAt)
  return { commit: { ...change, hold: { ...hold, seats, prices: priceSeats(seats, open), expiresAt } } }
}

function judgeSale(order: Order, change: BookChange | MoveChange, { open, moment }: Bench): Verdict {
  const notOnSale = refusedSales(order, open.facts, moment)
  if (notOnSale !== undefined) return notOnSale
  const { booking } = change
  const seats = pickSeats(order, booking.seats, { open, moment })
  if (!Array.isArray(seats)) return seats
  const paid = change.kind === 'move' && change.from.showingId === moment.showing.id ? change.from.seats : []
  const prices = priceSeats(seats, open, { seats: paid, prices: booking.prices })
  // A bound that came later takes nothing from whom it finds above it.
  const tooMany = seats.length > paid.length ? judgePhone({ ...booking, seats }, open) : undefined
  if (tooMany !== undefined) return tooMany
  const isAsAsked = seats === booking.seats && prices === null && booking.prices === null
  return { commit: isAsAsked ? change : { ...change, booking: { ...booking, seats, prices } } }
}

/** Whatever staff changed meanwhile: its seats and its prices are the hold's. */
function judgeHeldSale(order: Order, change: BookChange, holdId: string, { open, moment }: Bench): Verdict {
  const { holds, facts, seats, blocked, plan } = open
  if (holds.isUnderWay(holdId) || holds.isEnding(holdId)) return 'wait'
  const hold = holds.find(holdId)
  if (hold === undefined) return refuse('hold_not_found', { hold: holdId })
  if (!isLive(hold, order.arrivedAt)) return refuse('hold_expired', { hold: holdId })
  if (facts.cancelledAt !== null) return refuse('showing_cancelled', { showing: moment.showing.id })
  // It came in time, and was in doubt until the hold was over: then others may have its seats.
  const isLost = hold.seats.some((seat) => blocked.has(seat) || !plan.byLabel.has(seat))
  if (isLost || holds.heldByOthers(hold.seats, moment.now, holdId).length > 0) {
    return refuse('hold_expired', { hold: holdId })
  }
  const { booking } = change
  const taken = seats.soldToOthers(booking.id, hold.seats)
  if (taken.length > 0) return refuse('seats_taken', { seats: taken })
  if (seats.isClaimed(booking.id, hold.seats)) return 'wait'
  const tooMany = judgePhone({ ...booking, seats: hold.seats }, open)
  if (tooMany !== undefined) return tooMany
  return { commit: { ...change, booking: { ...booking, seats: hold.seats, prices: hold.prices } } }
}

/** Why a phone gets no more tickets; also of a hold, as that bears no phone. */
function judgePhone(booking: BookingRecord, { phones }: OpenDesk): Verdict | undefined {
  switch (phones?.wouldHaveTooMany(booking)) {
    case 'surely':
      return refuse('too_many_tickets', { max: phones.max })
    case 'perhaps':
      return 'wait'
    default:
      return undefined
  }
}

function refusedSales(
  { arrivedAt }: Order,
  { cancelledAt, salesOpenAt, salesCloseAt }: ShowingFacts,
  { showing: { id: showing } }: Moment,
): Refused | undefined {
  if (cancelledAt !== null) return refuse('showing_cancelled', { showing })
  if (salesOpenAt !== null && arrivedAt < salesOpenAt) {
    return refuse('showing_not_on_sale', { showing, opensAt: new Date(salesOpenAt).toISOString() })
  }
  if (arrivedAt < salesCloseAt) return undefined
  return refuse('showing_closed', { showing, closedAt: new Date(salesCloseAt).toISOString() })
}
