import { keyHint } from '../../db/desk-opening.ts'
import { type Refused, refuse } from '../domain/result.ts'
import type { Showing } from '../domain/showing.ts'
import type { Order } from './order.ts'
import type { SeatMap } from './seat-map.ts'

/** What a desk knows of its showing while it is open. */
export interface OpenDesk {
  readonly epoch: number
  readonly seats: SeatMap
  readonly keyHints: Set<string>
}

/** What the database must be asked before an order can be judged. */
export type Need = 'look up the key' | 'read the sold seats' | 'open again'

export type Verdict = Refused | 'claim' | 'wait' | Need

/** Judges the key first: else a retry would be told that its own seats are sold. `isFresh`: as the database said just now. */
export function judge(
  order: Order,
  open: OpenDesk,
  { isFresh, showing }: { isFresh: boolean; showing: Showing },
): Verdict {
  const { booking } = order.change
  if (mayBeRemembered(order, open)) return 'look up the key'
  if (order.closedAt !== undefined) {
    return refuse('showing_closed', { showing: showing.id, closedAt: order.closedAt })
  }
  const unknown = open.seats.unknown(booking.seats)
  // The office knows them: the plan may have grown since this showing was opened.
  if (unknown.length > 0)
    return isFresh ? refuse('seats_unknown', { seats: unknown, screen: showing.screen }) : 'open again'
  const taken = open.seats.soldToOthers(booking.id, booking.seats)
  // A desk that missed a release would refuse too much.
  if (taken.length > 0) return isFresh ? refuse('seats_taken', { seats: taken }) : 'read the sold seats'
  // A claim may still fail: to refuse for its sake could prove wrong.
  return open.seats.isClaimed(booking.id, booking.seats) ? 'wait' : 'claim'
}

export function mayBeRemembered({ change, isKeyNew, closedAt }: Order, { keyHints }: OpenDesk): boolean {
  if (change.key === undefined || isKeyNew) return false
  // What is not sold meets no other use of its key in the database.
  return closedAt !== undefined || keyHints.has(keyHint(change.key.key))
}
