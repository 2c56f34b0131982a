import { pageSizeMax } from '../../../../domain/limits.ts'
import { screenInput } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { type ShowingView, showingInput } from '../../../../domain/schemas.ts'
import type { Office } from '../../../../office/office.ts'
import { parsed } from '../../../parsed.ts'
import type { Ground } from './showing-page.tsx'

/** The screen, the movies, of which 500 can be chosen from, and what one pays in. */
export async function readGround({ programme }: Office, screen: string): Promise<Result<Ground>> {
  const input = parsed(screenInput, { id: screen })
  if (!input.ok) return input
  const [seen, listed, venue] = await Promise.all([
    programme.seeScreen(input.value),
    programme.listMovies({ limit: pageSizeMax }),
    programme.seeVenue(),
  ])
  if (!seen.ok) return seen
  if (!listed.ok) return listed
  if (!venue.ok) return venue
  const { currency, zone } = venue.value
  const { categories } = seen.value
  return accept({ screen: seen.value, movies: listed.value.movies, currency, zone, categories })
}

export interface Planned {
  readonly showing: ShowingView
  readonly ground: Ground
}

/** A showing of the programme, with the categories of the plan that it is sold on. */
export async function readPlanned(office: Office, id: string): Promise<Result<Planned>> {
  const input = parsed(showingInput, { showing: id })
  if (!input.ok) return input
  const [showing, plan] = await Promise.all([office.seeShowing(input.value), office.seePlan(input.value)])
  if (!showing.ok) return showing
  if (!plan.ok) return plan
  const ground = await readGround(office, showing.value.screen)
  if (!ground.ok) return ground
  const { movie } = showing.value
  // It may be past the movies that one can choose from.
  const isThere = movie === null || ground.value.movies.some((one) => one.id === movie.id)
  const movies = isThere ? ground.value.movies : [...ground.value.movies, movie]
  return accept({
    showing: showing.value,
    ground: { ...ground.value, movies, categories: plan.value.categories },
  })
}
