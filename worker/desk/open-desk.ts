import type { Change } from '../../db/desk-changes.ts'
import { type OpenedShowing, type ShowingFacts, keyHint } from '../../db/desk-opening.ts'
import type { SeatStatus } from '../domain/live-message.ts'
import type { SeatPlan } from '../domain/seat-plan.ts'
import { planOf } from '../plans.ts'
import { Holds } from './holds.ts'
import { SeatMap } from './seat-map.ts'

/** What a desk knows of its showing while it is open. */
export interface OpenDesk {
  readonly epoch: number
  readonly facts: ShowingFacts
  readonly plan: SeatPlan
  readonly seats: SeatMap
  readonly holds: Holds
  readonly keyHints: Set<string>
}

/** `changed` is told of seats whose status has changed. */
export function openBy(opened: OpenedShowing, changed: (seats: readonly string[]) => void): OpenDesk {
  const { epoch, facts, sold, holds, keyHints } = opened
  const plan = planOf(opened.plan)
  return {
    epoch,
    facts,
    plan,
    seats: new SeatMap(plan.byLabel, sold, changed),
    holds: new Holds(holds, changed),
    keyHints: new Set(keyHints),
  }
}

/** Sold beats held, and either beats blocked. */
export function statusOf({ plan, seats, holds }: OpenDesk, seat: string, now: number): SeatStatus {
  if (seats.isSold(seat)) return 'sold'
  if (holds.isHeld(seat, now)) return 'held'
  return plan.byLabel.get(seat)?.blocked === true ? 'blocked' : 'free'
}

/** Keeps for a change what it needs, until it is known what became of it. */
export function claim({ seats, holds }: OpenDesk, change: Change, now: number): void {
  if (change.kind === 'release') return holds.end(change.holdId, change.eventId)
  const own = change.kind === 'book' ? change.hold : undefined
  const wanted = change.kind === 'hold' ? change.hold : change.booking
  if (holds.heldByOthers(wanted.seats, now, own).length > 0) {
    throw new Error('a claim on seats that are held')
  }
  seats.claim(wanted.id, wanted.seats)
  if (change.kind === 'hold') holds.send(change.hold)
  if (own !== undefined) holds.end(own, wanted.id)
}

/** Nothing came of it. */
export function unclaim({ seats, holds }: OpenDesk, change: Change): void {
  switch (change.kind) {
    case 'release':
      return holds.settleEnd(change.holdId, false)
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
export function carryOut({ seats, holds, keyHints }: OpenDesk, change: Change, showing: string): void {
  switch (change.kind) {
    case 'release':
      return holds.settleEnd(change.holdId, true)
    case 'hold':
      seats.unclaim(change.hold.id)
      return holds.settle(change.hold.id, true)
    case 'book':
    case 'move': {
      const { booking, key } = change
      const isMoveWithin = change.kind === 'move' && change.from.showingId === showing
      seats.sellClaimed(booking.id, isMoveWithin ? change.from.seats : [])
      if (change.kind === 'book' && change.hold !== undefined) holds.settleEnd(change.hold, true)
      if (key !== undefined) keyHints.add(keyHint(key.key))
    }
  }
}
