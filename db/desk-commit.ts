import {
  type Client,
  type InStatement,
  LibsqlBatchError,
  LibsqlError,
  type ResultSet,
} from '@libsql/client/http'
import { assertMade } from './assert-made.ts'
import { isOverload } from './database.ts'
import {
  type BookChange,
  type Change,
  type CommitOutcome,
  type MoveChange,
  withoutBuyer,
} from './desk-changes.ts'

/*
 * A group of changes as one transaction, with a fixed number of statements however many changes it carries.
 * libSQL goes on after a statement that touched no row, so each one is conditional by itself:
 * on the desk's epoch, and for a move on the booking's version and status as well.
 */

const ownEpoch = `(SELECT epoch FROM showings WHERE id = :showing) = :epoch`

const booksFrom = `json_each(:books) AS change`
const movesFrom = `json_each(:moves) AS change CROSS JOIN bookings ON bookings.id = change.value ->> 'id'`
const moveable = `bookings.version = change.value ->> 'version' AND bookings.status = 'booked' AND ${ownEpoch}`

const insertTickets = `INSERT INTO tickets (showing_id, seat, booking_id)
  SELECT :showing, seat.value, change.value ->> 'id'`
const insertEvents = `INSERT INTO events (id, kind, booking_id, showing_id, seats, at)`
const insertKeys = `INSERT INTO idempotency_keys (key, fingerprint, showing_id, booking_id, answer)
  SELECT change.value ->> 'key', change.value ->> 'fingerprint', :showing, change.value ->> 'id', change.value -> 'answer'`
const withKey = `change.value ->> 'key' IS NOT NULL`
const eventOf = (kind: 'booked' | 'moved'): string => `${insertEvents}
  SELECT change.value ->> 'event', '${kind}', change.value ->> 'id', :showing, change.value -> 'seats', change.value ->> 'at'`

const readEpoch = `SELECT epoch FROM showings WHERE id = :showing`

const moveStatements = [
  `DELETE FROM tickets WHERE (showing_id, seat, booking_id) IN (
     SELECT bookings.showing_id, seat.value, bookings.id
     FROM ${movesFrom} CROSS JOIN json_each(bookings.seats) AS seat WHERE ${moveable})`,
  `${insertTickets} FROM ${movesFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE ${moveable}`,
  `${eventOf('moved')} FROM ${movesFrom} WHERE ${moveable}`,
  `${insertKeys} FROM ${movesFrom} WHERE ${moveable} AND ${withKey}`,
  `UPDATE bookings SET showing_id = :showing, starts_at = change.value ->> 'startsAt',
     seats = change.value -> 'seats', version = bookings.version + 1
   FROM json_each(:moves) AS change WHERE bookings.id = change.value ->> 'id' AND ${moveable}
   RETURNING bookings.id`,
]

const bookStatements = [
  `INSERT INTO bookings (id, showing_id, starts_at, name, phone, seats, status, version, booked_at)
   SELECT change.value ->> 'id', :showing, change.value ->> 'startsAt', change.value ->> 'name', change.value ->> 'phone',
     change.value -> 'seats', 'booked', 1, change.value ->> 'at'
   FROM ${booksFrom} WHERE ${ownEpoch}`,
  `${insertTickets} FROM ${booksFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE ${ownEpoch}`,
  `${eventOf('booked')} FROM ${booksFrom} WHERE ${ownEpoch}`,
  `${insertKeys} FROM ${booksFrom} WHERE ${ownEpoch} AND ${withKey}`,
]

export interface Group {
  readonly showing: string
  readonly epoch: number
  readonly changes: readonly Change[]
}

/** Commits all of a group or nothing of it; a move whose booking changed meanwhile does nothing by itself. */
export async function commitGroup(
  client: Client,
  { showing, epoch, changes }: Group,
): Promise<CommitOutcome> {
  const books = changes.filter((change) => change.kind === 'book')
  const moves = changes.filter((change) => change.kind === 'move')
  const statements: InStatement[] = [{ sql: readEpoch, args: { showing } }]
  if (moves.length > 0) {
    const args = { showing, epoch, moves: JSON.stringify(moves.map(moveArgument)) }
    statements.push(...moveStatements.map((sql) => ({ sql, args })))
  }
  // The keys' statement is the last, and most groups have no need of it.
  const bookSql = books.some(({ key }) => key) ? bookStatements : bookStatements.slice(0, -1)
  if (books.length > 0) {
    const args = { showing, epoch, books: JSON.stringify(books.map(bookArgument)) }
    statements.push(...bookSql.map((sql) => ({ sql, args })))
  }
  let results: ResultSet[]
  try {
    results = await client.batch(statements, 'write')
  } catch (error) {
    return outcomeOf(error)
  }
  const isFenced = Number(results[0]?.rows[0]?.['epoch']) !== epoch
  const [, movedTickets, movedEvents, movedKeys, updated] = moves.length > 0 ? results.slice(1) : []
  const [inserted, tickets, events, keys] = books.length > 0 ? results.slice(-bookSql.length) : []
  const moved = new Set(updated?.rows.map((row) => row['id']))
  assertMade('moves', isFenced ? [] : moves.filter((move) => moved.has(bookingIdOf(move))), {
    bookings: updated?.rows.length,
    tickets: movedTickets?.rowsAffected,
    events: movedEvents?.rowsAffected,
    keys: movedKeys?.rowsAffected,
  })
  assertMade('bookings', isFenced ? [] : books, {
    bookings: inserted?.rowsAffected,
    tickets: tickets?.rowsAffected,
    events: events?.rowsAffected,
    keys: keys?.rowsAffected ?? 0,
  })
  if (isFenced) return { kind: 'not committed', why: 'fenced' }
  return { kind: 'committed', stale: new Set(moves.map(bookingIdOf).filter((id) => !moved.has(id))) }
}

/**
 * Only a statement that failed before COMMIT is known not to have committed.
 * Everything else, an error of COMMIT itself and a proxy's 502 included, leaves the outcome open.
 */
function outcomeOf(error: unknown): CommitOutcome {
  if (!(error instanceof LibsqlError)) return { kind: 'unknown' }
  if (error.code.startsWith('SQLITE_BUSY')) return { kind: 'not committed', why: 'busy' }
  if (!(error instanceof LibsqlBatchError) || isOverload(error.code)) return { kind: 'unknown' }
  return error.code.startsWith('SQLITE_') ? { kind: 'not committed', why: 'clash' } : { kind: 'unknown' }
}

function bookingIdOf(change: Change): string {
  return change.booking.id
}

function bookArgument(change: BookChange): object {
  return { ...argumentOf(change), name: change.booking.name, phone: change.booking.phone }
}

function moveArgument(change: MoveChange): object {
  return { ...argumentOf(change), version: change.from.version }
}

function argumentOf({ eventId, at, key, booking }: Change): object {
  const remembered = key === undefined ? {} : { ...key, answer: withoutBuyer(booking) }
  return {
    id: booking.id,
    startsAt: booking.startsAt,
    seats: booking.seats,
    event: eventId,
    at,
    ...remembered,
  }
}
