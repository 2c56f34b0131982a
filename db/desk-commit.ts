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
  // One who was erased stays so.
  `UPDATE buyers SET starts_at = change.value ->> 'startsAt'
   FROM ${movesFrom} WHERE buyers.booking_id = bookings.id AND ${moveable}`,
  `UPDATE bookings SET showing_id = :showing, starts_at = change.value ->> 'startsAt',
     seats = change.value -> 'seats', prices = change.value ->> 'prices', version = bookings.version + 1
   FROM json_each(:moves) AS change WHERE bookings.id = change.value ->> 'id' AND ${moveable}
   RETURNING bookings.id`,
]

const bookStatements = [
  `INSERT INTO bookings (id, showing_id, starts_at, seats, prices, status, version, booked_at)
   SELECT change.value ->> 'id', :showing, change.value ->> 'startsAt', change.value -> 'seats', change.value ->> 'prices',
     'booked', 1, change.value ->> 'at'
   FROM ${booksFrom} WHERE ${ownEpoch}`,
  `INSERT INTO buyers (booking_id, starts_at, name, phone)
   SELECT change.value ->> 'id', change.value ->> 'startsAt', change.value ->> 'name', change.value ->> 'phone'
   FROM ${booksFrom} WHERE ${ownEpoch}`,
  `${insertTickets} FROM ${booksFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE ${ownEpoch}`,
  `${eventOf('booked')} FROM ${booksFrom} WHERE ${ownEpoch}`,
  `${insertKeys} FROM ${booksFrom} WHERE ${ownEpoch} AND ${withKey}`,
]

/** One that ran out may still lie there under the same id, where a key asks for it again. */
const insertHolds = `INSERT OR REPLACE INTO holds (id, showing_id, seats, prices, caller, fingerprint, expires_at)
  SELECT hold.value ->> 'id', :showing, hold.value -> 'seats', hold.value ->> 'prices', hold.value ->> 'caller',
    hold.value ->> 'fingerprint', hold.value ->> 'expiresAt'
  FROM json_each(:holds) AS hold WHERE ${ownEpoch}`
const endHolds = `DELETE FROM holds WHERE id IN (SELECT value FROM json_each(:ended)) AND ${ownEpoch}`

const blockSeats = `INSERT OR IGNORE INTO blocked_seats (showing_id, seat)
  SELECT :showing, value FROM json_each(:blocked) WHERE ${ownEpoch}`
const unblockSeats = `DELETE FROM blocked_seats
  WHERE showing_id = :showing AND seat IN (SELECT value FROM json_each(:unblocked)) AND ${ownEpoch}`

/**
 * What comes and goes leaves nothing that a second delivery of its group would clash with: that finds another epoch, and
 * brings no hold back that is over meanwhile.
 */
const takeEpoch = `UPDATE showings SET epoch = epoch + 1 WHERE id = :showing AND epoch = :epoch`

/** Under an id that a second delivery of its group has too. */
const tellSoldOut = `${insertEvents}
  SELECT :event, 'sold_out', '', :showing, '[]', :at
  WHERE ${ownEpoch} AND (SELECT count(*) FROM tickets WHERE showing_id = :showing) = :full
  ON CONFLICT (id) DO NOTHING`

export interface Group {
  readonly showing: string
  readonly epoch: number
  readonly changes: readonly Change[]
  /** How many tickets there will be, where these sell the last free seat. */
  readonly full?: number | undefined
}

/** Commits all of a group or nothing of it; a move whose booking changed meanwhile does nothing by itself. */
export async function commitGroup(client: Client, group: Group): Promise<CommitOutcome> {
  const { showing, epoch, changes } = group
  const books = changes.filter((change) => change.kind === 'book')
  const moves = changes.filter((change) => change.kind === 'move')
  const passing = [...holdPart(group), ...blockPart(group)]
  const takesEpoch = passing.length > 0
  const parts = [
    [{ sql: readEpoch, args: { showing } }],
    movePart(group, moves),
    bookPart(group, books),
    soldOutPart(group),
    passing,
    takesEpoch ? [{ sql: takeEpoch, args: { showing, epoch } }] : [],
  ]
  let results: ResultSet[]
  try {
    results = await client.batch(parts.flat(), 'write')
  } catch (error) {
    return outcomeOf(error)
  }
  const [ofEpoch, ofMoves = [], ofBooks = []] = parts.map(({ length }) => results.splice(0, length))
  const isFenced = Number(ofEpoch?.[0]?.rows[0]?.['epoch']) !== epoch
  const [, movedTickets, movedEvents, movedKeys, , updated] = ofMoves
  const [inserted, buyers, tickets, events, keys] = ofBooks
  const moved = new Set(updated?.rows.map((row) => row['id']))
  assertMade('moves', isFenced ? [] : moves.filter((move) => moved.has(move.booking.id)), {
    bookings: updated?.rows.length,
    tickets: movedTickets?.rowsAffected,
    events: movedEvents?.rowsAffected,
    keys: movedKeys?.rowsAffected,
  })
  assertMade('bookings', isFenced ? [] : books, {
    bookings: inserted?.rowsAffected,
    buyers: buyers?.rowsAffected,
    tickets: tickets?.rowsAffected,
    events: events?.rowsAffected,
    keys: keys?.rowsAffected ?? 0,
  })
  if (isFenced) return { kind: 'not committed', why: 'fenced' }
  return {
    kind: 'committed',
    stale: new Set(moves.map(({ booking }) => booking.id).filter((id) => !moved.has(id))),
    epoch: takesEpoch ? epoch + 1 : epoch,
  }
}

function movePart({ showing, epoch }: Group, moves: readonly MoveChange[]): InStatement[] {
  if (moves.length === 0) return []
  const args = { showing, epoch, moves: JSON.stringify(moves.map(moveArgument)) }
  return moveStatements.map((sql) => ({ sql, args }))
}

function bookPart({ showing, epoch }: Group, books: readonly BookChange[]): InStatement[] {
  if (books.length === 0) return []
  const args = { showing, epoch, books: JSON.stringify(books.map(bookArgument)) }
  // The keys' statement is the last, and most groups have no need of it.
  const needed = books.some(({ key }) => key) ? bookStatements : bookStatements.slice(0, -1)
  return needed.map((sql) => ({ sql, args }))
}

function soldOutPart({ showing, epoch, changes, full }: Group): InStatement[] {
  const last = changes.at(-1)
  if (full === undefined || last === undefined) return []
  const args = { showing, epoch, full, event: `${last.eventId}.full`, at: last.at }
  return [{ sql: tellSoldOut, args }]
}

function holdPart({ showing, epoch, changes }: Group): InStatement[] {
  const placed = changes.flatMap((change) => (change.kind === 'hold' ? change.hold : []))
  const ended = changes.flatMap(endedHold)
  return [
    ...(placed.length > 0
      ? [{ sql: insertHolds, args: { showing, epoch, holds: JSON.stringify(placed) } }]
      : []),
    ...(ended.length > 0 ? [{ sql: endHolds, args: { showing, epoch, ended: JSON.stringify(ended) } }] : []),
  ]
}

/** No seat is in two changes of a group: to block it is to claim it. */
function blockPart({ showing, epoch, changes }: Group): InStatement[] {
  const seatsOf = (kind: 'block' | 'unblock'): string[] =>
    changes.flatMap((change) => (change.kind === kind ? change.seats : []))
  const [blocked, unblocked] = [seatsOf('block'), seatsOf('unblock')]
  return [
    ...(blocked.length > 0
      ? [{ sql: blockSeats, args: { showing, epoch, blocked: JSON.stringify(blocked) } }]
      : []),
    ...(unblocked.length > 0
      ? [{ sql: unblockSeats, args: { showing, epoch, unblocked: JSON.stringify(unblocked) } }]
      : []),
  ]
}

/** The hold that is over with a change: given back, or turned into tickets. */
function endedHold(change: Change): string | [] {
  if (change.kind === 'release') return change.holdId
  return change.kind === 'book' ? (change.hold ?? []) : []
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

function bookArgument(change: BookChange): object {
  return { ...argumentOf(change), name: change.booking.name, phone: change.booking.phone }
}

function moveArgument(change: MoveChange): object {
  return { ...argumentOf(change), version: change.from.version }
}

function argumentOf({ eventId, at, key, booking }: BookChange | MoveChange): object {
  const remembered = key === undefined ? {} : { ...key, answer: withoutBuyer(booking) }
  return {
    id: booking.id,
    startsAt: booking.startsAt,
    seats: booking.seats,
    prices: booking.prices,
    event: eventId,
    at,
    ...remembered,
  }
}
