import { findMovie } from '../../../db/programme/movies.ts'
import { findShowingRecord } from '../../../db/programme/listing.ts'
import { type ProgrammeOutcome, addShowing as writeNewShowing } from '../../../db/programme/showings.ts'
import type { ShowingRecord } from '../../../db/schema/programme.ts'
import { findScreen } from '../../../db/screens.ts'
import { minuteMs } from '../../domain/durations.ts'
import { runningMinutesMax, salesAheadMsMax } from '../../domain/limits.ts'
import { inOrder } from '../../domain/programme.ts'
import type { ProgrammedShowing, ShowingAddInput } from '../../domain/programme-schemas.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { localOf } from '../../domain/venue-time.ts'
import { planOf } from '../../plans.ts'
import { nameShowing } from '../find-showing.ts'
import type { House, Visit } from '../house.ts'
import { iso } from '../present.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { checkFacts } from './check-facts.ts'
import { hasFacts } from './has-facts.ts'
import { presentShowing } from './present-showings.ts'
import { refuseOverlap } from './refuse-overlap.ts'

/** The same showing added again is that showing, also once it has started; another one at its time is refused. */
export async function addShowing(house: Visit, input: ShowingAddInput): Promise<Result<ProgrammedShowing>> {
  const planned = await planShowing(house, input)
  if (!planned.ok) return planned
  const showing = planned.value
  const { id, startsAt } = showing
  const isPast = startsAt <= house.now()
  const outcome: ProgrammeOutcome = isPast
    ? { kind: 'changed meanwhile' }
    : await writeNewShowing(house.db, showing, {
        longestMs: runningMinutesMax * minuteMs,
        entry: newEntry(house),
      })
  if (outcome.kind !== 'done') {
    const stored = await findShowingRecord(house.db, id)
    const { movieId, prices, salesOpenAt, salesCloseAt, cancelledAt } = showing
    const isSame =
      stored !== undefined && hasFacts(stored, { movieId, prices, salesOpenAt, salesCloseAt, cancelledAt })
    if (stored !== undefined && !isSame) return refuse('showing_exists', { showing: id })
    if (!isSame && isPast) return refuse('showing_past', { showing: id, startsAt: iso(startsAt) })
    if (!isSame && outcome.kind === 'overlaps') return refuseOverlap(outcome.other)
  }
  return onceDone(presentShowing(house, id))
}

/** The row that it will be, on a screen and with a movie that exist. */
async function planShowing(house: House, input: ShowingAddInput): Promise<Result<ShowingRecord>> {
  const named = nameShowing(house, input)
  if (!named.ok) return named
  const { id, startsAt } = named.value
  const latest = house.now() + salesAheadMsMax
  if (startsAt > latest) return refuse('showing_too_far', { latest: localOf(latest, house.zone).date })
  const [screen, movie] = await Promise.all([
    findScreen(house.db, input.screen),
    findMovie(house.db, input.movie),
  ])
  if (screen === undefined) return refuse('screen_not_found', { screen: input.screen })
  if (movie === undefined) return refuse('movie_not_found', { movie: input.movie })
  const { categories } = planOf(screen.plan)
  const { salesOpenAt = null, salesCloseAt = null, prices = null } = input
  const refused = checkFacts({ startsAt, salesOpenAt, salesCloseAt, prices }, { ...screen, categories })
  if (refused !== undefined) return refused
  return accept({
    id,
    screenId: screen.id,
    startsAt,
    epoch: 0,
    openings: 0,
    planVersion: screen.planVersion,
    movieId: movie.id,
    endsAt: startsAt + movie.runningMinutes * minuteMs,
    prices: inOrder(prices, categories),
    salesOpenAt,
    salesCloseAt,
    cancelledAt: null,
  })
}
