import type { Change } from '../../db/desk-changes.ts'
import type { SeatPlan } from '../domain/seat-plan.ts'
import { type OpenDesk, isBlocked } from './open-desk.ts'

const sellable = new WeakMap<SeatPlan, number>()

/**
 * How many tickets there will be where these changes sell the last free seat; undefined where they do not. The database counts
 * them again: a desk that missed the word of a release takes a seat for sold that is free.
 */
export function ticketsWhenFull(
  open: OpenDesk,
  changes: readonly Change[],
  showing: string,
): number | undefined {
  const { seats, plan, blocked } = open
  const sales = changes.flatMap((change) => ('booking' in change ? change : []))
  const taken = new Set(sales.flatMap(({ booking }) => booking.seats).filter((seat) => !seats.isSold(seat)))
  const tickets = seats.soldCount + taken.size
  if (taken.size === 0 || tickets + blocked.size < sellableSeats(plan)) return undefined
  const freesSeats = sales.some(
    (change) =>
      change.kind === 'move' &&
      change.from.showingId === showing &&
      change.from.seats.some((seat) => !change.booking.seats.includes(seat)),
  )
  const isFree = (seat: string): boolean => !seats.isSold(seat) && !taken.has(seat) && !isBlocked(open, seat)
  return freesSeats || plan.seats.some(({ label }) => isFree(label)) ? undefined : tickets
}

function sellableSeats(plan: SeatPlan): number {
  const known = sellable.get(plan) ?? plan.seats.filter(({ blocked }) => !blocked).length
  sellable.set(plan, known)
  return known
}
