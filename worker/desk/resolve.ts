import { type Change, claimantOf } from '../../db/desk-changes.ts'
import type { OpenedShowing } from '../../db/desk-opening.ts'
import { groupRoundsMax } from '../domain/limits.ts'
import { accept, refuse, refusedUnknown } from '../domain/result.ts'
import { isLive } from './holds.ts'
import { type Decision, type Order, decidedBy } from './order.ts'

/** What became of an order: a decision, or what is to be done with it. */
export type Fate = Decision | 'recall its key' | 'drop it' | 'judge it' | 'give it up'

/** What a reading of the showing tells of an order that was sent. What the reading lacks will not arrive any more. */
export function resolve(order: Order, opened: OpenedShowing, now: number): Fate {
  const { change, setback, rounds, storedKey } = order
  if (isCommitted(change, opened)) return tellCommitted(change, now)
  if (storedKey !== undefined && opened.usedKeys.has(storedKey.key)) return 'recall its key'
  if (order.listeners === 0) return 'drop it'
  if (setback === 'stale') return refuse('booking_changed', { booking: claimantOf(change) })
  if (rounds <= groupRoundsMax) return 'judge it'
  if (setback !== 'clash') return order.undecided
  // Once alone, and nothing of this showing in its way.
  return rounds === groupRoundsMax + 1 ? 'judge it' : 'give it up'
}

/** What is told of a change that is committed. A hold that ran out on its way is none: its key places another. */
export function tellCommitted(change: Change, now: number): Decision {
  const isOver = change.kind === 'hold' && !isLive(change.hold, now)
  return isOver ? refusedUnknown : accept(decidedBy(change))
}

function isCommitted(change: Change, { committed, holds, blocked }: OpenedShowing): boolean {
  if (committed.has(change.eventId)) return true
  // One that ran out before may have the same id, where a key asked for it.
  if (change.kind === 'hold') {
    const { id, expiresAt } = change.hold
    return holds.some((hold) => hold.id === id && hold.expiresAt === expiresAt)
  }
  if (change.kind === 'release') return !holds.some(({ id }) => id === change.holdId)
  if (change.kind === 'block') return change.seats.every((seat) => blocked.has(seat))
  return change.kind === 'unblock' && !change.seats.some((seat) => blocked.has(seat))
}
