import { countSold, soldSeats } from '../../db/screens.ts'
import { type Result, accept } from '../domain/result.ts'
import type { SeatsView, ShowingRef, ShowingView } from '../domain/schemas.ts'
import { expiresAt } from '../domain/showing.ts'
import { localOf } from '../domain/venue-time.ts'
import { findShowingToSee } from './find-showing.ts'
import type { House } from './house.ts'
import { iso } from './present.ts'

/** Read from the database and the plan: to look at a showing leaves nothing behind. */
export async function seeShowing(house: House, input: { showing: ShowingRef }): Promise<Result<ShowingView>> {
  const found = await findShowingToSee(house, input.showing)
  if (!found.ok) return found
  const { showing, screen, salesCloseAt } = found.value
  const sold = await countSold(house.db, showing.id)
  const total = screen.seats.length
  return accept({
    id: showing.id,
    screen: screen.id,
    ...localOf(showing.startsAt, house.zone),
    startsAt: iso(showing.startsAt),
    expiresAt: iso(expiresAt(showing.startsAt)),
    salesCloseAt: iso(salesCloseAt),
    seats: { total, free: total - sold, sold },
  })
}

/** A quarter of a second old at most. */
export async function seeSeats(house: House, input: { showing: ShowingRef }): Promise<Result<SeatsView>> {
  const found = await findShowingToSee(house, input.showing)
  if (!found.ok) return found
  const { showing, screen } = found.value
  const { soldCopies, db } = house
  const sold = await soldCopies.of(showing.id, () => soldSeats(db, showing.id))
  return accept({
    showing: showing.id,
    free: screen.seats.filter((seat) => !sold.has(seat)),
    sold: screen.seats.filter((seat) => sold.has(seat)),
  })
}
