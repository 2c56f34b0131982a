import { findListed } from '../../db/programme/listing.ts'
import { salesCloseOf, statusAt } from '../domain/programme.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import type { PlanView, SeatsView, ShowingRef, ShowingView } from '../domain/schemas.ts'
import { expiresAt } from '../domain/showing.ts'
import { localOf } from '../domain/venue-time.ts'
import { planOf } from '../plans.ts'
import { type FoundShowing, findShowing } from './find-showing.ts'
import type { House } from './house.ts'
import { iso, presentMovie, venueOf } from './present.ts'
import type { Occupancy } from './seat-copies.ts'

/** Read from the database and the plan: to look at a showing leaves nothing behind. */
export async function seeShowing(house: House, input: { showing: ShowingRef }): Promise<Result<ShowingView>> {
  const found = await findShowing(house, input.showing)
  if (!found.ok) return found
  const { showing, screen } = found.value
  const [occupancy, listed, { currency }] = await Promise.all([
    readSeats(house, found.value),
    findListed(house.db, showing.id),
    venueOf(house),
  ])
  if (occupancy === undefined) return refuse('showing_not_found', { showing: showing.id })
  const { free, held, sold, blocked } = seatsBy(occupancy)
  const facts = listed?.showing ?? {
    ...showing,
    salesOpenAt: null,
    salesCloseAt: null,
    cancelledAt: null,
    prices: null,
  }
  const { id, startsAt } = showing
  return accept({
    id,
    screen: screen.id,
    movie: listed === undefined ? null : presentMovie(listed.movie),
    status: statusAt(house.now(), facts, screen.salesCloseAfterMs),
    ...localOf(startsAt, house.zone),
    startsAt: iso(startsAt),
    expiresAt: iso(expiresAt(startsAt)),
    salesOpenAt: facts.salesOpenAt === null ? null : iso(facts.salesOpenAt),
    salesCloseAt: iso(salesCloseOf(facts, screen.salesCloseAfterMs)),
    prices: facts.prices,
    currency,
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
    : accept(seatsViewOf(id, occupancy))
}

/** Views of the copies that many ask for: one is made again only when this isolate has sold a seat meanwhile. */
const views = new WeakMap<Occupancy, { readonly sold: number; readonly view: SeatsView }>()

function seatsViewOf(showing: string, occupancy: Occupancy): SeatsView {
  const sold = occupancy.sold.size
  const known = views.get(occupancy)
  if (known?.sold === sold) return known.view
  const view = { showing, ...seatsBy(occupancy) }
  views.set(occupancy, { sold, view })
  return view
}

/** Where the seats stand that a showing is sold on, and what they are; who has them, `seeSeats` tells. */
export async function seePlan(house: House, input: { showing: ShowingRef }): Promise<Result<PlanView>> {
  const found = await findShowing(house, input.showing)
  if (!found.ok) return found
  const { id } = found.value.showing
  const occupancy = await house.seatCopies.of(id, () => readSeats(house, found.value))
  if (occupancy === undefined) return refuse('showing_not_found', { showing: id })
  const { plan, blocked } = occupancy
  const seats = plan.seats.map((seat) => ({ ...seat, blocked: seat.blocked || blocked.has(seat.label) }))
  return accept({ showing: id, seats, categories: [...plan.categories] })
}

async function readSeats(
  { readOccupancy }: House,
  { showing }: FoundShowing,
): Promise<Occupancy | undefined> {
  const read = await readOccupancy(showing)
  if (read === undefined) return undefined
  const { sold, held, blocked } = read
  return { plan: planOf(read.plan), sold: new Set(sold), held: new Set(held), blocked: new Set(blocked) }
}

type SeatsBy = Record<'free' | 'held' | 'sold' | 'blocked', string[]>

/** Sold beats held, and either beats blocked. */
function seatsBy({ plan, sold, held, blocked }: Occupancy): SeatsBy {
  const by: SeatsBy = { free: [], held: [], sold: [], blocked: [] }
  for (const { label, blocked: isBlocked } of plan.seats) {
    if (sold.has(label)) by.sold.push(label)
    else if (held.has(label)) by.held.push(label)
    else if (isBlocked || blocked.has(label)) by.blocked.push(label)
    else by.free.push(label)
  }
  return by
}
