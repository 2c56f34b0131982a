import type { InStatement } from '@libsql/client/http'
import * as z from 'zod'
import { type Database, sanitized } from './database.ts'
import { type CheckCursor, type Findings, mismatchKinds } from './schema/conservation.ts'

/*
 * Compares bookings with tickets, a chunk at a time. Every write is one transaction, and each chunk is read in one:
 * so what does not agree within it is wrong, and no booking on its way.
 * The walk of the bookings finds what they lack, the walk of the tickets what there is too much.
 */

/** Its time and four characters of its secret: enough to find a booking by, `id LIKE 'bk_ng9zmmjnc3p%'`, and far from enough to cancel it. */
const bookingIdShown = 'bk_'.length + 7 + 4

/** A booking's seats as a list, even where somebody wrote something else there: one bad row must not end the check. */
const seatList = `CASE WHEN json_valid(bookings.seats) AND json_type(bookings.seats) = 'array' THEN bookings.seats ELSE '[]' END`

const counted = `SELECT kind, substr(booking, 1, ${bookingIdShown}) AS booking, showing, seat, count(*) OVER () AS count`

const bookingsChunk = `SELECT id, showing_id, status, ${seatList} AS seats
  FROM bookings WHERE id > :after ORDER BY id LIMIT :limit`

const bookingsEnd = `SELECT count(*) AS rows, max(id) AS id
  FROM (SELECT id FROM bookings WHERE id > :after ORDER BY id LIMIT :limit)`

const bookingMismatches = `
  WITH live AS MATERIALIZED (SELECT * FROM (${bookingsChunk}) WHERE status <> 'cancelled')
  ${counted} FROM (
    SELECT 'seats unreadable' AS kind, id AS booking, showing_id AS showing, NULL AS seat FROM live
    WHERE (SELECT count(DISTINCT value) FROM json_each(seats)) < max(json_array_length(seats), 1)
    UNION ALL
    SELECT 'ticket missing', live.id, live.showing_id, CAST(seat.value AS TEXT)
    FROM live CROSS JOIN json_each(live.seats) AS seat
    WHERE NOT EXISTS (SELECT 1 FROM tickets WHERE tickets.showing_id = live.showing_id
      AND tickets.seat = seat.value AND tickets.booking_id = live.id)
  ) LIMIT :firstMax`

const ticketsChunk = `SELECT showing_id, seat, booking_id FROM tickets
  WHERE (showing_id, seat) > (:showing, :seat) ORDER BY showing_id, seat LIMIT :limit`

const ticketsEnd = `SELECT count(*) OVER () AS rows, showing_id, seat FROM (${ticketsChunk})
  ORDER BY showing_id DESC, seat DESC LIMIT 1`

const ticketMismatches = `
  ${counted} FROM (
    SELECT CASE
        WHEN bookings.id IS NULL THEN 'booking missing'
        WHEN bookings.status = 'cancelled' THEN 'booking cancelled'
        WHEN bookings.showing_id <> ticket.showing_id THEN 'booking elsewhere'
        WHEN NOT EXISTS (SELECT 1 FROM json_each(${seatList}) WHERE value = ticket.seat) THEN 'seat not booked'
      END AS kind, ticket.booking_id AS booking, ticket.showing_id AS showing, ticket.seat
    FROM (${ticketsChunk}) AS ticket LEFT JOIN bookings ON bookings.id = ticket.booking_id
  ) WHERE kind IS NOT NULL LIMIT :firstMax`

export interface CheckedChunk {
  readonly rows: number
  /** Where to go on; undefined where the walk is at its end. */
  readonly next: CheckCursor | undefined
  readonly found: Findings
}

interface ChunkLimits {
  readonly limit: number
  /** How many mismatches are named; all are counted. */
  readonly firstMax: number
}

/** Checks the rows that follow the cursor, in one snapshot. */
export async function checkChunk(
  db: Database,
  cursor: CheckCursor,
  { limit, firstMax }: ChunkLimits,
): Promise<CheckedChunk> {
  switch (cursor.walk) {
    case 'bookings': {
      const args = { after: cursor.after, limit }
      const [ends, found] = await snapshot(db, [
        { sql: bookingsEnd, args },
        { sql: bookingMismatches, args: { ...args, firstMax } },
      ])
      const { rows, id } = endOfBookings.parse(ends?.[0])
      const next = rows < limit || id === null ? undefined : { walk: cursor.walk, after: id }
      return { rows, next, found: findingsOf(found) }
    }
    case 'tickets': {
      const args = { ...cursor.after, limit }
      const [ends, found] = await snapshot(db, [
        { sql: ticketsEnd, args },
        { sql: ticketMismatches, args: { ...args, firstMax } },
      ])
      const end = endOfTickets.parse(ends?.[0])
      const rows = end?.rows ?? 0
      const isOver = end === undefined || rows < limit
      const next = isOver
        ? undefined
        : { walk: cursor.walk, after: { showing: end.showing_id, seat: end.seat } }
      return { rows, next, found: findingsOf(found) }
    }
  }
}

const endOfBookings = z.object({ rows: z.number(), id: z.string().nullable() })
const endOfTickets = z.object({ rows: z.number(), showing_id: z.string(), seat: z.string() }).optional()

const foundRows = z.array(
  z.object({
    kind: z.enum(mismatchKinds),
    booking: z.string(),
    showing: z.string(),
    seat: z.string().nullable(),
    count: z.number(),
  }),
)

async function snapshot(db: Database, statements: InStatement[]): Promise<unknown[][]> {
  try {
    const results = await db.$client.batch(statements, 'read')
    return results.map(({ rows }) => rows)
  } catch (error) {
    throw sanitized(error)
  }
}

function findingsOf(rows: unknown): Findings {
  const found = foundRows.parse(rows)
  return {
    count: found[0]?.count ?? 0,
    first: found.map(({ kind, booking, showing, seat }) => ({ kind, booking, showing, seat })),
  }
}
