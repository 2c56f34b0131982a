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
export interface ProgrammeOffice {
  seeVenue(): Promise<Result<Venue>>
  changeVenue(input: VenueChangeInput): Promise<Result<Venue>>
  listScreens(): Promise<Result<Screens>>
  seeScreen(input: { id: string }): Promise<Result<ScreenView>>
  addScreen(input: ScreenAddInput): Promise<Result<ScreenView>>
  changeScreen(input: ScreenChangeInput): Promise<Result<ScreenView>>
  listMovies(input: MoviesInput): Promise<Result<MoviePage>>
  seeMovie(input: { id: string }): Promise<Result<Movie>>
  addMovie(input: MovieAddInput): Promise<Result<Movie>>
  changeMovie(input: MovieChangeInput): Promise<Result<Movie>>
  listShowings(input: ShowingsInput): Promise<Result<Programme>>
  addShowing(input: ShowingAddInput): Promise<Result<ProgrammedShowing>>
  changeShowing(input: ShowingChangeInput): Promise<Result<ProgrammedShowing>>
  cancelShowing(input: ShowingSubject): Promise<Result<ProgrammedShowing>>
  reopenShowing(input: ShowingSubject): Promise<Result<ProgrammedShowing>>
}

const guard = guardOf<ProgrammeOffice>()

export function openProgramme(house: Visit): ProgrammeOffice {
  return guard(house, {
    seeVenue: () => seeVenue(house),
    changeVenue: (input) => changeVenue(house, input),
    listScreens: () => listScreens(house),
    seeScreen: (input) => seeScreen(house, input),
    addScreen: (input) => addScreen(house, input),
    changeScreen: (input) => changeScreen(house, input),
    listMovies: (input) => listMovies(house, input),
    seeMovie: (input) => seeMovie(house, input),
    addMovie: (input) => addMovie(house, input),
    changeMovie: (input) => changeMovie(house, input),
    listShowings: (input) => listProgramme(house, input),
    addShowing: (input) => addShowing(house, input),
    changeShowing: (input) => changeShowing(house, input),
    cancelShowing: (input) => cancelShowing(house, input),
    reopenShowing: (input) => reopenShowing(house, input),
  })
}
