import type {
  Movie,
  MovieAddInput,
  MovieChangeInput,
  MoviePage,
  MoviesInput,
  Programme,
  ProgrammedShowing,
  ScreenAddInput,
  ScreenChangeInput,
  ScreenView,
  Screens,
  ShowingAddInput,
  ShowingChangeInput,
  ShowingSubject,
  ShowingsInput,
  Venue,
  VenueChangeInput,
} from '../../domain/programme-schemas.ts'
import type { Result } from '../../domain/result.ts'
import { guardOf } from '../guard.ts'
import type { Visit } from '../house.ts'
import { addShowing } from './add-showing.ts'
import { cancelShowing, changeShowing, reopenShowing } from './change-showing.ts'
import { listProgramme } from './list-programme.ts'
import { addMovie, changeMovie, listMovies, seeMovie } from './movies.ts'
import { addScreen, changeScreen, listScreens, seeScreen } from './screens.ts'
import { changeVenue, seeVenue } from './venue.ts'

/** What staff lay down, and everybody may read. */
export class ProgrammeOffice {
  readonly #visit: Visit

  constructor(visit: Visit) {
    this.#visit = visit
  }

  seeVenue(): Promise<Result<Venue>> {
    return seeVenue(this.#visit)
  }

  changeVenue(input: VenueChangeInput): Promise<Result<Venue>> {
    return changeVenue(this.#visit, input)
  }

  listScreens(): Promise<Result<Screens>> {
    return listScreens(this.#visit)
  }

  seeScreen(input: { id: string }): Promise<Result<ScreenView>> {
    return seeScreen(this.#visit, input)
  }

  addScreen(input: ScreenAddInput): Promise<Result<ScreenView>> {
    return addScreen(this.#visit, input)
  }

  changeScreen(input: ScreenChangeInput): Promise<Result<ScreenView>> {
    return changeScreen(this.#visit, input)
  }

  listMovies(input: MoviesInput): Promise<Result<MoviePage>> {
    return listMovies(this.#visit, input)
  }

  seeMovie(input: { id: string }): Promise<Result<Movie>> {
    return seeMovie(this.#visit, input)
  }

  addMovie(input: MovieAddInput): Promise<Result<Movie>> {
    return addMovie(this.#visit, input)
  }

  changeMovie(input: MovieChangeInput): Promise<Result<Movie>> {
    return changeMovie(this.#visit, input)
  }

  listShowings(input: ShowingsInput): Promise<Result<Programme>> {
    return listProgramme(this.#visit, input)
  }

  addShowing(input: ShowingAddInput): Promise<Result<ProgrammedShowing>> {
    return addShowing(this.#visit, input)
  }

  changeShowing(input: ShowingChangeInput): Promise<Result<ProgrammedShowing>> {
    return changeShowing(this.#visit, input)
  }

  cancelShowing(input: ShowingSubject): Promise<Result<ProgrammedShowing>> {
    return cancelShowing(this.#visit, input)
  }

  reopenShowing(input: ShowingSubject): Promise<Result<ProgrammedShowing>> {
    return reopenShowing(this.#visit, input)
  }
}

const guard = guardOf<ProgrammeOffice>()

export function openProgramme(visit: Visit): ProgrammeOffice {
  return guard(visit, new ProgrammeOffice(visit))
}
