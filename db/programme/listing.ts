import { and, asc, eq, getTableColumns, gte, lt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type Database, asking, sanitized } from '../database.ts'
import { type MovieRecord, type ShowingRecord, movies, screens, showings } from '../schema/programme.ts'

/** A showing with what is told beside it. */
export interface ListedShowing {
  readonly showing: ShowingRecord
  readonly movie: MovieRecord
  /** Of its screen. */
  readonly salesCloseAfterMs: number
}

const listed = {
  showing: getTableColumns(showings),
  movie: getTableColumns(movies),
  salesCloseAfterMs: screens.salesCloseAfterMs,
}

/** Undefined where there is none, or it has no movie: an open schedule's. */
export async function findListed(db: Database, id: string): Promise<ListedShowing | undefined> {
  const [found] = await asking(
    db
      .select(listed)
      .from(showings)
      .innerJoin(movies, eq(movies.id, showings.movieId))
      .innerJoin(screens, eq(screens.id, showings.screenId))
      .where(eq(showings.id, id)),
  )
  return found
}

export async function findShowingRecord(db: Database, id: string): Promise<ShowingRecord | undefined> {
  const [showing] = await asking(db.select().from(showings).where(eq(showings.id, id)))
  return showing
}

export interface ProgrammeFilter {
  readonly screen?: string | undefined
  readonly movie?: string | undefined
  /** Start, inclusive, in epoch milliseconds. */
  readonly from: number
  /** Start, exclusive. */
  readonly before?: number | undefined
  readonly after?: { readonly startsAt: number; readonly id: string } | undefined
  readonly limit: number
}

/** Showings with a movie, by start, cancelled ones included. */
export async function listProgramme(
  db: Database,
  { screen, movie, from, before, after, limit }: ProgrammeFilter,
): Promise<ListedShowing[]> {
  return asking(
    db
      .select(listed)
      .from(showings)
      .innerJoin(movies, eq(movies.id, showings.movieId))
      .innerJoin(screens, eq(screens.id, showings.screenId))
      .where(
        and(
          // The partial index serves only where its own condition stands in the query.
          sql`${showings.movieId} IS NOT NULL`,
          gte(showings.startsAt, from),
          before === undefined ? undefined : lt(showings.startsAt, before),
          screen === undefined ? undefined : eq(showings.screenId, screen),
          movie === undefined ? undefined : eq(showings.movieId, movie),
          after === undefined
            ? undefined
            : sql`(${showings.startsAt}, ${showings.id}) > (${after.startsAt}, ${after.id})`,
        ),
      )
      .orderBy(asc(showings.startsAt), asc(showings.id))
      .limit(limit),
  )
}

export interface SeatsInUse {
  readonly sold: number
  readonly held: number
  /** Beside those that the plan blocks. */
  readonly blocked: readonly string[]
}

const perShowing = {
  sold: `SELECT showing_id, count(*) AS seats FROM json_each(:ids) AS wanted
    CROSS JOIN tickets ON showing_id = wanted.value GROUP BY showing_id`,
  held: `SELECT showing_id, sum(json_array_length(seats)) AS seats FROM json_each(:ids) AS wanted
    CROSS JOIN holds ON showing_id = wanted.value WHERE expires_at > :now GROUP BY showing_id`,
  blocked: `SELECT showing_id, json_group_array(seat) AS seats FROM json_each(:ids) AS wanted
    CROSS JOIN blocked_seats ON showing_id = wanted.value GROUP BY showing_id`,
}

const countRow = z
  .object({ showing_id: z.string(), seats: z.number() })
  .transform(({ showing_id: id, seats }) => [id, seats] as const)
const labelsRow = z
  .object({ showing_id: z.string(), seats: z.string() })
  .transform(({ showing_id: id, seats }) => [id, labels.parse(JSON.parse(seats))] as const)
const labels = z.array(z.string())

/** Which seats of each showing are in use, in one snapshot: three queries, however many showings. */
export async function readSeatsInUse(
  db: Database,
  showingIds: readonly string[],
  now: number,
): Promise<(id: string) => SeatsInUse> {
  const ids = JSON.stringify(showingIds)
  try {
    const [ofSold, ofHeld, ofBlocked] = await db.$client.batch(
      [
        { sql: perShowing.sold, args: { ids } },
        { sql: perShowing.held, args: { ids, now } },
        { sql: perShowing.blocked, args: { ids } },
      ],
      'read',
    )
    const sold = new Map(z.array(countRow).parse(ofSold?.rows))
    const held = new Map(z.array(countRow).parse(ofHeld?.rows))
    const blocked = new Map(z.array(labelsRow).parse(ofBlocked?.rows))
    return (id) => ({ sold: sold.get(id) ?? 0, held: held.get(id) ?? 0, blocked: blocked.get(id) ?? [] })
  } catch (error) {
    throw sanitized(error)
  }
}
