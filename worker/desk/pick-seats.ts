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
  // A claim may still fail: to refuse for its sake could prove wrong.
  const mayBeFree = (seat: string): boolean =>
    !seats.isSold(seat) && !holds.isHeld(seat, now) && !isBlocked(open, seat)
  const isFree = (seat: string): boolean => mayBeFree(seat) && seats.isFree(seat)

  if (wish !== undefined) {
    const chosen = chooseSeats(plan, isFree, wish)
    if (chosen !== undefined) return chosen
    if (chooseSeats(plan, mayBeFree, wish) !== undefined) return 'wait'
    const { count, category } = wish
    const free = plan.seats.filter(
      (seat) => (category ?? seat.category) === seat.category && mayBeFree(seat.label),
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
  if (seats.isClaimed(claimant, named)) return 'wait'
  if (!facts.avoidsSingles || change.kind === 'move') return named
  const offer = offerInstead(plan, isFree, named)
  if (offer === undefined) return named
  return offerInstead(plan, mayBeFree, named) === undefined ? 'wait' : refuse('single_stranded', { offer })
}
