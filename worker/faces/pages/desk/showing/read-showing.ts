import { type Result, accept } from '../../../../domain/result.ts'
import type { Booking, PlanView, SeatsView, ShowingRef, ShowingView } from '../../../../domain/schemas.ts'
import type { Office } from '../../../../office/office.ts'
import { readBookings } from '../../../tickets.ts'

/** A showing with everybody who comes to it. */
export interface ShowingDetail {
  readonly showing: ShowingView
  readonly plan: PlanView
  readonly seats: SeatsView
  /** By name. */
  readonly bookings: readonly Booking[]
}

export async function readShowing(office: Office, ref: ShowingRef): Promise<Result<ShowingDetail>> {
  const [bookings, showing, plan, seats] = await Promise.all([
    readBookings(office, ref),
    office.seeShowing({ showing: ref }),
    office.seePlan({ showing: ref }),
    office.seeSeats({ showing: ref }),
  ])
  if (!bookings.ok) return bookings
  if (!showing.ok) return showing
  if (!plan.ok) return plan
  if (!seats.ok) return seats
  return accept({
    showing: showing.value,
    plan: plan.value,
    seats: seats.value,
    bookings: bookings.value.toSorted((one, other) => one.name.localeCompare(other.name)),
  })
}
