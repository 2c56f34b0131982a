import { isOnProgramme } from '../../db/screens.ts'
import { salesAheadMsMax } from '../domain/limits.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import type { ShowingRef } from '../domain/schemas.ts'
import { type Showing, expiresAt, parseShowingId, showingAt } from '../domain/showing.ts'
import { instantOf, localOf } from '../domain/venue-time.ts'
import { planOf } from '../plans.ts'
import type { House, Screen } from './house.ts'

export interface FoundShowing {
  readonly showing: Showing
  readonly screen: Screen
  /** By what is known of the screen; on a programme, where a showing may close at its own time, when it expires. */
  readonly salesCloseAt: number
}

/** The showing that a request names, on a screen that exists, within the time that is on sale. */
export async function findShowing(house: House, ref: ShowingRef): Promise<Result<FoundShowing>> {
  const named = nameShowing(house, ref)
  if (!named.ok) return named
  const showing = named.value
  const latest = house.now() + salesAheadMsMax
  if (showing.startsAt > latest)
    return refuse('showing_too_far', { latest: localOf(latest, house.zone).date })
  const screen = await house.screens.find(showing.screen)
  if (screen === undefined) return refuse('screen_not_found', { screen: showing.screen })
  const ofScreen = screen.openSchedule
    ? showing.startsAt + screen.salesCloseAfterMs
    : Number.POSITIVE_INFINITY
  return accept({ showing, screen, salesCloseAt: Math.min(ofScreen, expiresAt(showing.startsAt)) })
}

/** The same for who only looks: on a screen with a programme the showing must be on it. */
export async function findShowingToSee(house: House, ref: ShowingRef): Promise<Result<FoundShowing>> {
  const found = await findShowing(house, ref)
  if (!found.ok || found.value.screen.openSchedule) return found
  const { id } = found.value.showing
  return (await isOnProgramme(house.db, id)) ? found : refuse('showing_not_found', { showing: id })
}

export function nameShowing({ zone }: House, ref: ShowingRef): Result<Showing> {
  if (typeof ref === 'string') {
    const showing = parseShowingId(ref)
    return showing === undefined ? refuse('showing_not_found', { showing: ref }) : accept(showing)
  }
  const startsAt = instantOf(ref, zone)
  if (startsAt !== undefined) return accept(showingAt(ref.screen, startsAt))
  const problem = `${ref.time} does not exist on ${ref.date}, as the clocks go forward then; choose another time`
  return refuse('invalid_request', { issues: [{ field: 'time', problem }] })
}

/** Refuses seats that the screen lacks before any desk is asked. A showing may be sold on an older plan than the screen's. */
export async function checkSeats(
  house: House,
  { showing, screen }: FoundShowing,
  seats: readonly string[],
): Promise<Result<undefined>> {
  if (seats.every((seat) => screen.plan.byLabel.has(seat))) return accept(undefined)
  const read = await house.readOccupancy(showing)
  if (read === undefined) return refuse('showing_not_found', { showing: showing.id })
  const { byLabel } = planOf(read.plan)
  const unknown = seats.filter((seat) => !byLabel.has(seat))
  return unknown.length === 0
    ? accept(undefined)
    : refuse('seats_unknown', { seats: unknown, screen: screen.id })
}
