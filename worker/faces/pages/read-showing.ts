import type { SeatStatus } from '../../domain/live-message.ts'
import type { Venue } from '../../domain/programme-schemas.ts'
import { type Result, accept } from '../../domain/result.ts'
import { type PlanView, type ShowingView, showingInput } from '../../domain/schemas.ts'
import type { Office } from '../../office/office.ts'
import { parsed } from '../parsed.ts'
import { statusesOf } from './seat-map.tsx'

/** A showing as its pages need it. */
export interface SeenShowing {
  readonly showing: ShowingView
  readonly venue: Venue
  readonly screenName: string
}

export interface SeenSeats extends SeenShowing {
  readonly plan: PlanView
  readonly statuses: ReadonlyMap<string, SeatStatus>
}

export async function readShowing(office: Office, id: string): Promise<Result<SeenShowing>> {
  const input = parsed(showingInput, { showing: id })
  if (!input.ok) return input
  const [showing, venue, screens] = await Promise.all([
    office.seeShowing(input.value),
    office.programme.seeVenue(),
    office.programme.listScreens(),
  ])
  if (!showing.ok) return showing
  if (!venue.ok) return venue
  if (!screens.ok) return screens
  const { screen } = showing.value
  const screenName = screens.value.screens.find((one) => one.id === screen)?.name ?? screen
  return accept({ showing: showing.value, venue: venue.value, screenName })
}

export async function readSeats(office: Office, id: string): Promise<Result<SeenSeats>> {
  const [seen, plan, seats] = await Promise.all([
    readShowing(office, id),
    office.seePlan({ showing: id }),
    office.seeSeats({ showing: id }),
  ])
  if (!seen.ok) return seen
  if (!plan.ok) return plan
  if (!seats.ok) return seats
  return accept({ ...seen.value, plan: plan.value, statuses: statusesOf(seats.value) })
}

/** To whom these are kept, or who has them already, they are free. */
export function freeing(seen: SeenSeats, own: readonly string[]): SeenSeats {
  if (own.length === 0) return seen
  const statuses = new Map(seen.statuses)
  for (const seat of own) statuses.set(seat, 'free')
  return { ...seen, statuses }
}
