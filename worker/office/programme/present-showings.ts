import {
  type ListedShowing,
  type SeatsInUse,
  readSeatsInUse,
  findListed,
} from '../../../db/programme/listing.ts'
import type { PlanRef } from '../../../db/programme/seat-plans.ts'
import type { ShowingRecord } from '../../../db/schema/programme.ts'
import { salesCloseOf, statusAt } from '../../domain/programme.ts'
import type { ProgrammedShowing } from '../../domain/programme-schemas.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { SeatPlan } from '../../domain/seat-plan.ts'
import { expiresAt } from '../../domain/showing.ts'
import { localOf } from '../../domain/venue-time.ts'
import type { House } from '../house.ts'
import { iso, presentMovie, venueOf } from '../present.ts'

export async function presentShowing(house: House, id: string): Promise<Result<ProgrammedShowing>> {
  const listed = await findListed(house.db, id)
  const [shown] = listed === undefined ? [] : await presentShowings(house, [listed])
  return shown === undefined ? refuse('showing_not_found', { showing: id }) : accept(shown)
}

/** With their seats counted, by as many queries for one showing as for many. */
export async function presentShowings(
  house: House,
  listed: readonly ListedShowing[],
): Promise<ProgrammedShowing[]> {
  const { db, zone } = house
  const now = house.now()
  const ids = listed.map(({ showing }) => showing.id)
  const [{ currency }, inUse, planAt] = await Promise.all([
    venueOf(house),
    readSeatsInUse(db, ids, now),
    house.plans.findAll(listed.map(({ showing }) => planRefOf(showing))),
  ])
  return listed.map(({ showing, movie, salesCloseAfterMs }) => {
    const { id, screenId: screen, startsAt, endsAt, salesOpenAt, prices, planVersion } = showing
    return {
      id,
      screen,
      movie: presentMovie(movie),
      ...localOf(startsAt, zone),
      startsAt: iso(startsAt),
      endsAt: iso(endsAt ?? startsAt),
      expiresAt: iso(expiresAt(startsAt)),
      salesOpenAt: salesOpenAt === null ? null : iso(salesOpenAt),
      salesCloseAt: iso(salesCloseOf(showing, salesCloseAfterMs)),
      prices,
      currency,
      status: statusAt(now, showing, salesCloseAfterMs),
      planVersion,
      seats: countSeats(planAt(planRefOf(showing)), inUse(id)),
    }
  })
}

export function planRefOf({ screenId, planVersion }: ShowingRecord): PlanRef {
  return { screen: screenId, version: planVersion }
}

function countSeats(
  { seats, byLabel }: SeatPlan,
  { sold, held, blocked }: SeatsInUse,
): ProgrammedShowing['seats'] {
  const total = seats.length
  const ofPlan = seats.filter((seat) => seat.blocked).length
  // A seat may have been blocked that a later plan lacks, or blocks itself.
  const ofStaff = blocked.filter((label) => byLabel.get(label)?.blocked === false).length
  const blockedInAll = ofPlan + ofStaff
  return { total, free: Math.max(total - blockedInAll - sold - held, 0), held, sold, blocked: blockedInAll }
}
