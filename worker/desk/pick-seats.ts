import { claimantOf } from '../../db/desk-changes.ts'
import { chooseSeats } from '../domain/best-seats.ts'
import { refuse } from '../domain/result.ts'
import { offerInstead } from '../domain/stranding.ts'
import { isBlocked } from './open-desk.ts'
import type { Order } from './order.ts'
import type { Bench, Verdict } from './verdict.ts'

/** The seats that an order gets: those that it names, or the best that meet its wish. Or why it gets none now. */
export function pickSeats(
  { asked: { change, wish } }: Order,
  named: string[],
  { open, moment }: Bench,
): string[] | Verdict {
  const { plan, seats, holds, facts } = open
  const { now, showing } = moment
  const isFree = (seat: string): boolean =>
    seats.isFree(seat) && !holds.isHeld(seat, now) && !isBlocked(open, seat)

  if (wish !== undefined) {
    const chosen = chooseSeats(plan, isFree, wish)
    if (chosen !== undefined) return chosen
    // What is claimed may come free again.
    if (seats.hasClaims) return 'wait'
    const { count, category } = wish
    const free = plan.seats.filter(
      (seat) => (category ?? seat.category) === seat.category && isFree(seat.label),
    )
    return refuse('not_enough_seats', { count, free: free.length })
  }

  const unknown = named.filter((seat) => !plan.byLabel.has(seat))
  if (unknown.length > 0) return refuse('seats_unknown', { seats: unknown, screen: showing.screen })
  const blocked = named.filter((seat) => isBlocked(open, seat))
  if (blocked.length > 0) return refuse('seats_blocked', { seats: blocked })
  const claimant = claimantOf(change)
  const taken = seats.soldToOthers(claimant, named)
  if (taken.length > 0) return refuse('seats_taken', { seats: taken })
  const held = holds.heldByOthers(named, now)
  if (held.length > 0) return refuse('seats_held', { seats: held })
  // A claim may still fail: to refuse for its sake could prove wrong.
  if (seats.isClaimed(claimant, named)) return 'wait'
  const offer = facts.avoidsSingles && change.kind !== 'move' ? offerInstead(plan, isFree, named) : undefined
  return offer === undefined ? named : refuse('single_stranded', { offer })
}
