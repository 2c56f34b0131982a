import type { BlockChange, Change } from '../../db/desk-changes.ts'
import { type OpenedShowing, type ShowingFacts, keyHint } from '../../db/desk-opening.ts'
import type { SeatStatus } from '../domain/live-message.ts'
import type { SeatPlan } from '../domain/seat-plan.ts'
import { planOf } from '../plans.ts'
import { Holds } from './holds.ts'
import { PhoneTickets } from './phone-tickets.ts'
import { SeatMap } from './seat-map.ts'

/** What a desk knows of its showing while it is open. */
export interface OpenDesk {
  /** Under which it was opened. */
  readonly epoch: number
  /** Under which the next group comes: some groups raise it. */
  ownEpoch: number
  readonly facts: ShowingFacts
  readonly plan: SeatPlan
  readonly seats: SeatMap
  readonly holds: Holds
  /** None where a phone may have as many tickets as there are seats. */
  readonly phones: PhoneTickets | undefined
  /** By staff, for this showing, beside those that the plan blocks. */
  readonly blocked: Set<string>
  readonly keyHints: Set<string>
  /** To be told of seats that were blocked or put back on sale. */
  readonly changed: (seats: readonly string[]) => void
}

/** `changed` is told of seats whose status has changed. */
export function openBy(opened: OpenedShowing, changed: (seats: readonly string[]) => void): OpenDesk {
  const { epoch, facts, holds, blocked, keyHints } = opened
  const plan = planOf(opened.plan)
  const seats = new SeatMap(plan.byLabel, opened.sold, changed)
  return {
    epoch,
    ownEpoch: epoch,
    facts,
    plan,
    seats,
    holds: new Holds(holds, changed),
    phones: phonesOf(opened, plan, seats),
    blocked: new Set(blocked),
    changed,
    keyHints: new Set(keyHints),
  }
}

function phonesOf(
  { facts, sold, phones }: OpenedShowing,
  plan: SeatPlan,
  seats: SeatMap,
): PhoneTickets | undefined {
  if (facts.phoneTicketsMax >= plan.byLabel.size) return undefined
  const known = new PhoneTickets(facts.phoneTicketsMax, seats)
  known.replaceSold(sold, phones)
  return known
}

/** Sold beats held, and either beats blocked. */
export function statusOf(open: OpenDesk, seat: string, now: number): SeatStatus {
  if (open.seats.isSold(seat)) return 'sold'
  if (open.holds.isHeld(seat, now)) return 'held'
  return isBlocked(open, seat) ? 'blocked' : 'free'
}

export function isBlocked({ plan, blocked }: OpenDesk, seat: string): boolean {
  return blocked.has(seat) || plan.byLabel.get(seat)?.blocked === true
}

/** Keeps for a change what it needs, until it is known what became of it. */
export function claim({ seats, holds, phones }: OpenDesk, change: Change, now: number): void {
  if (change.kind === 'release') return holds.end(change.holdId)
  if (!('booking' in change) && change.kind !== 'hold') return seats.claim(change.eventId, change.seats)
  const own = change.kind === 'book' ? change.hold : undefined
  const wanted = change.kind === 'hold' ? change.hold : change.booking
  if (holds.heldByOthers(wanted.seats, now, own).length > 0) {
    throw new Error('a claim on seats that are held')
  }
  seats.claim(wanted.id, wanted.seats)
  if (change.kind !== 'hold') phones?.claim(change.booking)
  if (change.kind === 'hold') holds.send(change.hold)
  if (own !== undefined) holds.end(own)
}

/** Nothing came of it. */
export function unclaim({ seats, holds, phones }: OpenDesk, change: Change): void {
  if ('booking' in change) phones?.unclaim(change.booking)
  switch (change.kind) {
    case 'release':
      return holds.settleEnd(change.holdId, false)
    case 'block':
    case 'unblock':
      return seats.unclaim(change.eventId)
    case 'hold':
      seats.unclaim(change.hold.id)
      return holds.settle(change.hold.id, false)
    case 'book':
      if (change.hold !== undefined) holds.settleEnd(change.hold, false)
      return seats.unclaim(change.booking.id)
    case 'move':
      return seats.unclaim(change.booking.id)
  }
}

/** It is committed. */
export function carryOut(open: OpenDesk, change: Change, showing: string): void {
  const { seats, holds, phones, keyHints } = open
  switch (change.kind) {
    case 'release':
      return holds.settleEnd(change.holdId, true)
    case 'block':
    case 'unblock':
      return carryOutBlock(open, change)
    case 'hold':
      seats.unclaim(change.hold.id)
      return holds.settle(change.hold.id, true)
    case 'book':
    case 'move': {
      const { booking, key } = change
      const isMoveWithin = change.kind === 'move' && change.from.showingId === showing
      seats.sellClaimed(booking.id, isMoveWithin ? change.from.seats : [])
      phones?.sellClaimed(booking)
      if (change.kind === 'book' && change.hold !== undefined) holds.settleEnd(change.hold, true)
      if (key !== undefined) keyHints.add(keyHint(key.key))
    }
  }
}

function carryOutBlock({ seats, blocked, changed }: OpenDesk, change: BlockChange): void {
  seats.unclaim(change.eventId)
  for (const seat of change.seats) {
    if (change.kind === 'block') blocked.add(seat)
    else blocked.delete(seat)
  }
  changed(change.seats)
}
