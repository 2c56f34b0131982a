import * as z from 'zod'
import {
  addMovie as writeNewMovie,
  changeMovie as writeMovie,
  findMovie,
  listMovies as readMovies,
} from '../../../db/programme/movies.ts'
import { moviesMax } from '../../domain/limits.ts'
import { movieIdOf } from '../../domain/movie-id.ts'
import type {
  Movie,
  MovieAddInput,
  MovieChangeInput,
  MoviePage,
  MoviesInput,
} from '../../domain/programme-schemas.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { House, Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { hasFacts } from './has-facts.ts'

const position = z.tuple([z.string()])

/** All movies, by id, in pages. */
export async function listMovies({ db }: House, { cursor, limit }: MoviesInput): Promise<Result<MoviePage>> {
  const read = readCursor(cursor, position)
  if (!read.ok) return read
  const [after] = read.value ?? ['']
  const found = await readMovies(db, { after, limit: limit + 1 })
  const movies = found.slice(0, limit)
  const last = movies.at(-1)
  return accept({
    movies,
    ...(found.length > limit && last !== undefined ? { next: writeCursor([last.id]) } : {}),
  })
}

export async function seeMovie({ db }: House, { id }: { id: string }): Promise<Result<Movie>> {
  const movie = await findMovie(db, id)
  return movie === undefined ? refuse('movie_not_found', { movie: id }) : accept(movie)
}

/** The same movie added again is that movie; another one under its id is refused. */
export async function addMovie(house: Visit, input: MovieAddInput): Promise<Result<Movie>> {
  const { db } = house
  const { title, runningMinutes, rating, posterUrl, description } = input
  const id = input.id ?? movieIdOf(title)
  const wanted = { id, title, runningMinutes, rating, posterUrl, description }
  await writeNewMovie(db, wanted, { moviesMax, entry: newEntry(house) })
  const movie = await onceDone(findMovie(db, id))
  if (movie === undefined) return refuse('limit_reached', { of: 'movies', max: moviesMax })
  return hasFacts(movie, wanted) ? accept(movie) : refuse('movie_exists', { movie: id })
}

/** Its showings keep the end that they have: change a showing's movie to the same again, and it takes the new running time. */
export async function changeMovie(house: Visit, input: MovieChangeInput): Promise<Result<Movie>> {
  await writeMovie(house.db, input, newEntry(house))
  return onceDone(seeMovie(house, input))
}
