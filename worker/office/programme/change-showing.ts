import { findMovie } from '../../../db/programme/movies.ts'
import type { ShowingRecord } from '../../../db/schema/programme.ts'
import { findScreen } from '../../../db/screens.ts'
import { minuteMs } from '../../domain/durations.ts'
import { inOrder } from '../../domain/programme.ts'
import type { ProgrammedShowing, ShowingChangeInput, ShowingSubject } from '../../domain/programme-schemas.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { House, Visit } from '../house.ts'
import { checkFacts } from './check-facts.ts'
import { planRefOf } from './present-showings.ts'
import { rewrite } from './rewrite.ts'

/** A movie that is given anew brings its present running time with it. */
export async function changeShowing(
  house: Visit,
  input: ShowingChangeInput,
): Promise<Result<ProgrammedShowing>> {
  return rewrite(house, input.showing, (showing) => withChange(house, showing, input))
}

/** Its bookings stay as they are, to be moved or cancelled; nothing more is sold. */
export function cancelShowing(
  house: Visit,
  { showing: ref }: ShowingSubject,
): Promise<Result<ProgrammedShowing>> {
  const now = house.now()
  return rewrite(house, ref, async (showing) =>
    accept({ ...showing, cancelledAt: showing.cancelledAt ?? now }),
  )
}

/** Takes a cancelled showing back to the programme, where its screen is free still. */
export function reopenShowing(
  house: Visit,
  { showing: ref }: ShowingSubject,
): Promise<Result<ProgrammedShowing>> {
  return rewrite(house, ref, async (showing) => accept({ ...showing, cancelledAt: null }))
}

async function withChange(
  house: House,
  showing: ShowingRecord,
  input: ShowingChangeInput,
): Promise<Result<ShowingRecord>> {
  const screen = await findScreen(house.db, showing.screenId)
  if (screen === undefined) throw new Error(`showing ${showing.id} is on no screen`)
  const end = await endWith(house, showing, input.movie)
  if (!end.ok) return end
  const next = {
    ...showing,
    ...end.value,
    planVersion: input.plan === 'latest' ? screen.planVersion : showing.planVersion,
    prices: input.prices === undefined ? showing.prices : input.prices,
    salesOpenAt: input.salesOpenAt === undefined ? showing.salesOpenAt : input.salesOpenAt,
    salesCloseAt: input.salesCloseAt === undefined ? showing.salesCloseAt : input.salesCloseAt,
  }
  const { categories } = await house.plans.find(planRefOf(next))
  const refused = checkFacts(next, { ...screen, categories })
  return refused ?? accept({ ...next, prices: inOrder(next.prices, categories) })
}

async function endWith(
  { db }: House,
  { startsAt, movieId, endsAt }: ShowingRecord,
  wanted: string | undefined,
): Promise<Result<Pick<ShowingRecord, 'movieId' | 'endsAt'>>> {
  if (wanted === undefined) return accept({ movieId, endsAt })
  const movie = await findMovie(db, wanted)
  if (movie === undefined) return refuse('movie_not_found', { movie: wanted })
  return accept({ movieId: movie.id, endsAt: startsAt + movie.runningMinutes * minuteMs })
}
