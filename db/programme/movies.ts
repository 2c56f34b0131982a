import { asc, eq, gt } from 'drizzle-orm'
import { asJson, asJsonOrNull } from '../as-json.ts'
import { type Database, asking } from '../database.ts'
import type { Given } from '../given.ts'
import { type Entry, enter, enterChange, entered, jsonObject } from '../history/entry.ts'
import { type MovieRecord, movies } from '../schema/programme.ts'
import { writing } from '../writing.ts'

export async function findMovie(db: Database, id: string): Promise<MovieRecord | undefined> {
  const [movie] = await asking(db.select().from(movies).where(eq(movies.id, id)))
  return movie
}

/** By id, from the one that follows `after`. */
export async function listMovies(
  db: Database,
  { after, limit }: { after: string; limit: number },
): Promise<MovieRecord[]> {
  return asking(db.select().from(movies).where(gt(movies.id, after)).orderBy(asc(movies.id)).limit(limit))
}

/** Its facts, as the history tells of them. */
export const movieColumns = {
  id: 'id',
  title: 'title',
  runningMinutes: 'running_minutes',
  rating: 'rating',
  posterUrl: 'poster_url',
  description: 'description',
}

const added = {
  id: ':id',
  title: `:title ->> '$'`,
  runningMinutes: ':runningMinutes',
  rating: `:rating ->> '$'`,
  posterUrl: `:posterUrl ->> '$'`,
  description: `:description ->> '$'`,
}
const isNew = `(SELECT count(*) FROM movies) < :moviesMax AND NOT EXISTS (SELECT 1 FROM movies WHERE id = :id)`

/** Does nothing where its id is taken, or there are `moviesMax`. */
export async function addMovie(
  db: Database,
  movie: MovieRecord,
  { moviesMax, entry }: { moviesMax: number; entry: Entry },
): Promise<void> {
  const { id, title, runningMinutes, rating, posterUrl, description } = movie
  const args = {
    id,
    title: asJson(title),
    runningMinutes,
    rating: asJsonOrNull(rating),
    posterUrl: asJsonOrNull(posterUrl),
    description: asJson(description),
    moviesMax,
  }
  await writing(db, [
    {
      sql: `${enter(`'movie.added'`, { after: jsonObject(added) })} WHERE ${isNew}`,
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `INSERT INTO movies (${Object.values(movieColumns).join(', ')})
        SELECT ${Object.values(added).join(', ')} WHERE ${isNew}`,
      args,
    },
  ])
}

const changed = {
  ...movieColumns,
  title: `coalesce(:title ->> '$', title)`,
  runningMinutes: `coalesce(:runningMinutes, running_minutes)`,
  rating: `CASE WHEN :setsRating THEN :rating ->> '$' ELSE rating END`,
  posterUrl: `CASE WHEN :setsPoster THEN :posterUrl ->> '$' ELSE poster_url END`,
  description: `coalesce(:description ->> '$', description)`,
}

/** Changes what is given; showings keep the end that they have. */
export async function changeMovie(
  db: Database,
  { id, title, runningMinutes, rating, posterUrl, description }: MovieChange,
  entry: Entry,
): Promise<void> {
  const args = {
    id,
    title: asJsonOrNull(title),
    runningMinutes: runningMinutes ?? null,
    setsRating: rating !== undefined,
    rating: asJsonOrNull(rating),
    setsPoster: posterUrl !== undefined,
    posterUrl: asJsonOrNull(posterUrl),
    description: asJsonOrNull(description),
  }
  await writing(db, [
    {
      sql: enterChange('movie.changed', {
        from: 'movies WHERE id = :id',
        before: movieColumns,
        after: changed,
      }),
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `UPDATE movies SET title = ${changed.title}, running_minutes = ${changed.runningMinutes}, rating = ${changed.rating},
          poster_url = ${changed.posterUrl}, description = ${changed.description}
        WHERE id = :id`,
      args,
    },
  ])
}

export type MovieChange = Pick<MovieRecord, 'id'> & Given<Omit<MovieRecord, 'id'>>
