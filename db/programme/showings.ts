import type { ResultSet } from '@libsql/client/http'
import * as z from 'zod'
import type { Database } from '../database.ts'
import { type Entry, enter, entered, jsonObject } from '../history/entry.ts'
import type { ShowingRecord } from '../schema/programme.ts'
import { writing } from '../writing.ts'

/** Whom a showing cannot be beside: it took the screen first. */
export interface Overlapped {
  readonly id: string
  readonly startsAt: number
  readonly endsAt: number
}

export type ProgrammeOutcome =
  | { readonly kind: 'done' }
  /** The row is there already, or is not as it was read. */
  | { readonly kind: 'changed meanwhile' }
  | { readonly kind: 'overlaps'; readonly other: Overlapped }
  | { readonly kind: 'in use'; readonly sold: number; readonly held: number }

/**
 * Showings of the screen that stand in the way, the turnaround before and after counted in. How long one of an open schedule runs
 * nobody knows: it counts from its start. None runs longer than `longestMs`, so that the search has an end.
 */
const others = `
  FROM showings AS other CROSS JOIN venue
  WHERE venue.id = 1 AND other.screen_id = :screen AND other.id <> :id AND other.cancelled_at IS NULL
    AND other.starts_at > :startsAt - :longestMs - turnaround_ms AND other.starts_at < :endsAt + turnaround_ms
    AND coalesce(other.ends_at, other.starts_at) + turnaround_ms > :startsAt`

const firstOther = `SELECT other.id, other.starts_at AS startsAt, coalesce(other.ends_at, other.starts_at) AS endsAt ${others}
  ORDER BY other.starts_at LIMIT 1`

interface Place {
  readonly id: string
  readonly screen: string
  readonly startsAt: number
  readonly endsAt: number
  readonly longestMs: number
}

function placeOf({ id, screenId, startsAt, endsAt }: ShowingRecord, longestMs: number): Place {
  return { id, screen: screenId, startsAt, endsAt: endsAt ?? startsAt, longestMs }
}

/** Its facts, as the history tells of them. */
export const showingColumns = {
  id: 'showings.id',
  screenId: 'screen_id',
  startsAt: 'starts_at',
  planVersion: 'plan_version',
  movieId: 'movie_id',
  endsAt: 'ends_at',
  prices: 'json(prices)',
  salesOpenAt: 'sales_open_at',
  salesCloseAt: 'sales_close_at',
  cancelledAt: 'cancelled_at',
}
const given = {
  planVersion: ':planVersion',
  movieId: ':movie',
  endsAt: ':endsAt',
  prices: 'json(:prices)',
  salesOpenAt: ':salesOpenAt',
  salesCloseAt: ':salesCloseAt',
}
const added = {
  ...showingColumns,
  id: ':id',
  screenId: ':screen',
  startsAt: ':startsAt',
  ...given,
  cancelledAt: 'NULL',
}
const isNew = `NOT EXISTS (SELECT 1 ${others}) AND NOT EXISTS (SELECT 1 FROM showings WHERE id = :id)`

/** Adds a showing where its screen is free: this transaction decides, whoever else adds one at the same moment. */
export async function addShowing(
  db: Database,
  showing: ShowingRecord,
  { longestMs, entry }: { longestMs: number; entry: Entry },
): Promise<ProgrammeOutcome> {
  const place = placeOf(showing, longestMs)
  const args = { ...place, ...factsOf(showing) }
  const [, inserted, found] = await writing(db, [
    {
      sql: `${enter(`'showing.added'`, { showing: ':id', after: jsonObject(added) })} WHERE ${isNew}`,
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `INSERT INTO showings (id, screen_id, starts_at, plan_version, movie_id, ends_at, prices, sales_open_at, sales_close_at)
        SELECT :id, :screen, :startsAt, :planVersion, :movie, :endsAt, :prices, :salesOpenAt, :salesCloseAt
        WHERE ${isNew}`,
      args,
    },
    { sql: firstOther, args: { ...place } },
  ])
  return inserted?.rowsAffected === 1 ? { kind: 'done' } : (overlapIn(found) ?? { kind: 'changed meanwhile' })
}

export interface Rewriting {
  readonly showing: ShowingRecord
  readonly longestMs: number
  readonly now: number
  /** Whether it has to find its screen free. */
  readonly takesPlace: boolean
  /** Whether it must have no seats sold or held. */
  readonly needsUnused: boolean
  readonly entry: Entry
}

/** By what happens to whether it is cancelled. */
const kindOfChange = `CASE WHEN cancelled_at IS NULL AND :cancelledAt IS NOT NULL THEN 'showing.cancelled'
  WHEN cancelled_at IS NOT NULL AND :cancelledAt IS NULL THEN 'showing.reopened' ELSE 'showing.changed' END`

/**
 * Makes the row so, where it is still under the epoch that it was read under: what was decided of it, and what its desk sells by,
 * was true until this moment. The epoch is raised with it.
 */
export async function rewriteShowing(
  db: Database,
  { showing, longestMs, now, takesPlace, needsUnused, entry }: Rewriting,
): Promise<ProgrammeOutcome> {
  const place = placeOf(showing, longestMs)
  const { id, epoch, cancelledAt } = showing
  const args = { ...place, ...factsOf(showing), epoch, cancelledAt, takesPlace, needsUnused, now }
  const [, updated, found, use] = await writing(db, [
    {
      sql: `${enter(kindOfChange, {
        showing: ':id',
        before: jsonObject(showingColumns),
        after: jsonObject({ ...showingColumns, ...given, cancelledAt: ':cancelledAt' }),
      })} FROM showings WHERE ${isRewritable}`,
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `UPDATE showings SET epoch = epoch + 1, plan_version = :planVersion, movie_id = :movie, ends_at = :endsAt, prices = :prices,
          sales_open_at = :salesOpenAt, sales_close_at = :salesCloseAt, cancelled_at = :cancelledAt
        WHERE ${isRewritable}`,
      args,
    },
    { sql: firstOther, args: { ...place } },
    { sql: `SELECT ${soldSeats} AS sold, ${heldSeats} AS held`, args: { id, now } },
  ])
  if (updated?.rowsAffected === 1) return { kind: 'done' }
  const overlap = takesPlace ? overlapIn(found) : undefined
  if (overlap !== undefined) return overlap
  const { sold, held } = useRow.parse(use?.rows[0])
  return needsUnused && sold + held > 0 ? { kind: 'in use', sold, held } : { kind: 'changed meanwhile' }
}

const soldSeats = `(SELECT count(*) FROM tickets WHERE showing_id = :id)`
const heldSeats = `(SELECT coalesce(sum(json_array_length(seats)), 0) FROM holds WHERE showing_id = :id AND expires_at > :now)`
const isRewritable = `id = :id AND epoch = :epoch AND NOT (:takesPlace AND EXISTS (SELECT 1 ${others}))
  AND NOT (:needsUnused AND (${soldSeats} + ${heldSeats} > 0))`
const useRow = z.object({ sold: z.number(), held: z.number() })

function factsOf({ planVersion, movieId, prices, salesOpenAt, salesCloseAt }: ShowingRecord) {
  return {
    planVersion,
    movie: movieId,
    prices: prices === null ? null : JSON.stringify(prices),
    salesOpenAt,
    salesCloseAt,
  }
}

const overlapped = z.object({ id: z.string(), startsAt: z.number(), endsAt: z.number() })

function overlapIn(found: ResultSet | undefined): ProgrammeOutcome | undefined {
  const [row] = found?.rows ?? []
  return row === undefined ? undefined : { kind: 'overlaps', other: overlapped.parse(row) }
}
