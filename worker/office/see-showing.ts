import { readOccupancy } from '../../db/occupancy.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import type { SeatsView, ShowingRef, ShowingView } from '../domain/schemas.ts'
import { expiresAt } from '../domain/showing.ts'
import { localOf } from '../domain/venue-time.ts'
import { planOf } from '../plans.ts'
import { type FoundShowing, findShowing } from './find-showing.ts'
import type { House } from './house.ts'
import { iso } from './present.ts'
import type { Occupancy } from './seat-copies.ts'

/** Read from the database and the plan: to look at a showing leaves nothing behind. */
export async function seeShowing(house: House, input: { showing: ShowingRef }): Promise<Result<ShowingView>> {
  const found = await findShowing(house, input.showing)
  if (!found.ok) return found
  const { showing, screen, salesCloseAt } = found.value
  const occupancy = await readSeats(house, found.value)
  if (occupancy === undefined) return refuse('showing_not_found', { showing: showing.id })
  const { free, held, sold, blocked } = seatsBy(occupancy)
  return accept({
    id: showing.id,
    screen: screen.id,
    ...localOf(showing.startsAt, house.zone),
    startsAt: iso(showing.startsAt),
    expiresAt: iso(expiresAt(showing.startsAt)),
    salesCloseAt: iso(salesCloseAt),
    seats: {
      total: occupancy.plan.seats.length,
      free: free.length,
      held: held.length,
      sold: sold.length,
      blocked: blocked.length,
    },
  })
}

/** A quarter of a second old at most. */
export async function seeSeats(house: House, input: { showing: ShowingRef }): Promise<Result<SeatsView>> {
  const found = await findShowing(house, input.showing)
  if (!found.ok) return found
  const { id } = found.value.showing
  const occupancy = await house.seatCopies.of(id, () => readSeats(house, found.value))
  return occupancy === undefined
    ? refuse('showing_not_found', { showing: id })
    : accept({ showing: id, ...seatsBy(occupancy) })
}

export async function readSeats(
  { db, now }: House,
  { showing }: FoundShowing,
): Promise<Occupancy | undefined> {
  const read = await readOccupancy(db, showing, now())
  return read && { plan: planOf(read.plan), sold: new Set(read.sold), held: new Set(read.held) }
}

type SeatsBy = Record<'free' | 'held' | 'sold' | 'blocked', string[]>

/** Sold beats held, and either beats blocked. */
function seatsBy({ plan, sold, held }: Occupancy): SeatsBy {
  const by: SeatsBy = { free: [], held: [], sold: [], blocked: [] }
  for (const { label, blocked } of plan.seats) {
    const status = sold.has(label) ? 'sold' : held.has(label) ? 'held' : blocked ? 'blocked' : 'free'
    by[status].push(label)
  }
  return by
}
