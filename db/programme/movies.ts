import { asc, eq, gt } from 'drizzle-orm'
import { asJson, asJsonOrNull } from '../as-json.ts'
import { type Database, asking } from '../database.ts'
import type { Given } from '../given.ts'
import { type MovieRecord, movies } from '../schema.ts'
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

/** Does nothing where its id is taken, or there are `moviesMax`. */
export async function addMovie(db: Database, movie: MovieRecord, moviesMax: number): Promise<void> {
  const { id, title, runningMinutes, rating, posterUrl, description } = movie
  await writing(db, [
    {
      sql: `INSERT INTO movies (id, title, running_minutes, rating, poster_url, description)
        SELECT :id, :title ->> '$', :runningMinutes, :rating ->> '$', :posterUrl ->> '$', :description ->> '$'
        WHERE (SELECT count(*) FROM movies) < :moviesMax
        ON CONFLICT (id) DO NOTHING`,
      args: {
        id,
        title: asJson(title),
        runningMinutes,
        rating: asJsonOrNull(rating),
        posterUrl: asJsonOrNull(posterUrl),
        description: asJson(description),
        moviesMax,
      },
    },
  ])
}

/** Changes what is given; showings keep the end that they have. */
export async function changeMovie(
  db: Database,
  { id, title, runningMinutes, rating, posterUrl, description }: MovieChange,
): Promise<void> {
  await writing(db, [
    {
      sql: `UPDATE movies SET title = coalesce(:title ->> '$', title),
          running_minutes = coalesce(:runningMinutes, running_minutes),
          rating = CASE WHEN :setsRating THEN :rating ->> '$' ELSE rating END,
          poster_url = CASE WHEN :setsPoster THEN :posterUrl ->> '$' ELSE poster_url END,
          description = coalesce(:description ->> '$', description)
        WHERE id = :id`,
      args: {
        id,
        title: asJsonOrNull(title),
        runningMinutes: runningMinutes ?? null,
        setsRating: rating !== undefined,
        rating: asJsonOrNull(rating),
        setsPoster: posterUrl !== undefined,
        posterUrl: asJsonOrNull(posterUrl),
        description: asJsonOrNull(description),
      },
    },
  ])
}

export type MovieChange = Pick<MovieRecord, 'id'> & Given<Omit<MovieRecord, 'id'>>
