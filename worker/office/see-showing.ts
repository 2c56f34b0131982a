import { soldSeats } from '../../db/screens.ts'
import { type Result, accept } from '../domain/result.ts'
import type { SeatsView, ShowingRef, ShowingView } from '../domain/schemas.ts'
import { type Showing, expiresAt } from '../domain/showing.ts'
import { localOf } from '../domain/venue-time.ts'
import { findShowingToSee } from './find-showing.ts'
import type { House } from './house.ts'
import { iso } from './present.ts'

/** Read from the database and the plan: to look at a showing leaves nothing behind. It is at most a quarter of a second old. */
export async function seeShowing(house: House, input: { showing: ShowingRef }): Promise<Result<ShowingView>> {
  const found = await findShowingToSee(house, input.showing)
  if (!found.ok) return found
  const { showing, screen, salesCloseAt } = found.value
  const sold = (await soldSeatsOf(house, showing)).size
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

export async function seeSeats(house: House, input: { showing: ShowingRef }): Promise<Result<SeatsView>> {
  const found = await findShowingToSee(house, input.showing)
  if (!found.ok) return found
  const { showing, screen } = found.value
  const sold = await soldSeatsOf(house, showing)
  return accept({
    showing: showing.id,
    free: screen.seats.filter((seat) => !sold.has(seat)),
    sold: screen.seats.filter((seat) => sold.has(seat)),
  })
}

function soldSeatsOf({ soldCopies, db }: House, { id }: Showing): Promise<ReadonlySet<string>> {
  return soldCopies.of(id, () => soldSeats(db, id))
}
