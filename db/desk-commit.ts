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
  type BlockChange,
  type BookChange,
  type Change,
  type CommitOutcome,
  type MoveChange,
  withoutBuyer,
} from './desk-changes.ts'
import { inHalves } from './in-halves.ts'
import { bookingJson, insertEntries } from './history/entry.ts'
import { nobodyIsIn } from './scans.ts'

/*
 * A group of changes as one transaction, with a fixed number of statements however many changes it carries.
 * libSQL goes on after a statement that touched no row, so each one is conditional by itself:
 * on the desk's epoch, and for a move on the booking's version and status, and that nobody was let in with it, as well.
 */

const ownEpoch = `(SELECT epoch FROM showings WHERE id = :showing) = :epoch`

const booksFrom = `json_each(:books) AS change`
/** What is entered of them: an argument of its own, as SQLite reads each anew for every statement that has it. */
const entriesFrom = `json_each(:entries) AS change`
const movesFrom = `json_each(:moves) AS change CROSS JOIN bookings ON bookings.id = change.value ->> 'id'`
const moveable = `bookings.version = change.value ->> 'version' AND bookings.status = 'booked'
  AND ${nobodyIsIn} AND ${ownEpoch}`

const insertTickets = `INSERT INTO tickets (showing_id, seat, booking_id)
  SELECT :showing, seat.value, change.value ->> 'id'`
const insertKeys = `INSERT INTO idempotency_keys (key, fingerprint, showing_id, booking_id, answer)
  SELECT change.value ->> 'key', change.value ->> 'fingerprint', :showing, change.value ->> 'id', change.value -> 'after'`
const withKey = `change.value ->> 'key' IS NOT NULL`
const eventOf = (kind: 'booked' | 'moved', before: string): string => `${insertEntries}
  SELECT change.value ->> 'event', '${kind}', change.value ->> 'id', :showing, change.value -> '$.after.seats', change.value ->> 'at',
    change.value ->> 'actor', change.value ->> 'requestId', ${before}, change.value -> 'after'`

const readEpoch = `SELECT epoch FROM showings WHERE id = :showing`

const moveStatements = [
  `DELETE FROM tickets WHERE (showing_id, seat, booking_id) IN (
     SELECT bookings.showing_id, seat.value, bookings.id
     FROM ${movesFrom} CROSS JOIN json_each(bookings.seats) AS seat WHERE ${moveable})`,
  `${insertTickets} FROM ${movesFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE ${moveable}`,
  `${eventOf('moved', bookingJson())} FROM ${movesFrom} WHERE ${moveable}`,
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
]
const bookEntryStatements = [
  `${eventOf('booked', 'NULL')} FROM ${entriesFrom} WHERE ${ownEpoch}`,
  `${insertKeys} FROM ${entriesFrom} WHERE ${ownEpoch} AND ${withKey}`,
]

/** One that ran out may still lie there under the same id, where a key asks for it again. */
const insertHolds = `INSERT OR REPLACE INTO holds (id, showing_id, seats, prices, caller, fingerprint, expires_at)
  SELECT hold.value ->> 'id', :showing, hold.value -> 'seats', hold.value ->> 'prices', hold.value ->> 'caller',
    hold.value ->> 'fingerprint', hold.value ->> 'expiresAt'
  FROM json_each(:holds) AS hold WHERE ${ownEpoch}`
const endHolds = `DELETE FROM holds WHERE id IN (SELECT value FROM json_each(:ended)) AND ${ownEpoch}`

/** Seats of a change that it takes off sale, or puts back; those that are so already are no part of its entry. */
const changedSeats = {
  block: `SELECT one.value FROM json_each(change.value, '$.seats') AS one
    WHERE NOT EXISTS (SELECT 1 FROM blocked_seats WHERE showing_id = :showing AND seat = one.value)`,
  unblock: `SELECT one.value FROM json_each(change.value, '$.seats') AS one
    WHERE EXISTS (SELECT 1 FROM blocked_seats WHERE showing_id = :showing AND seat = one.value)`,
}
const blockEvents = (kind: 'block' | 'unblock'): string => `${insertEntries}
  SELECT change.value ->> 'event', 'seats.${kind}ed', '', :showing, (SELECT json_group_array(value) FROM (${changedSeats[kind]})),
    change.value ->> 'at', change.value ->> 'actor', change.value ->> 'requestId', NULL, NULL
  FROM json_each(:changes) AS change WHERE EXISTS (${changedSeats[kind]}) AND ${ownEpoch}`
const blockSeats = `INSERT OR IGNORE INTO blocked_seats (showing_id, seat)
  SELECT :showing, seat.value FROM json_each(:changes) AS change CROSS JOIN json_each(change.value, '$.seats') AS seat
  WHERE ${ownEpoch}`
const unblockSeats = `DELETE FROM blocked_seats
  WHERE showing_id = :showing AND ${ownEpoch} AND seat IN (SELECT seat.value
    FROM json_each(:changes) AS change CROSS JOIN json_each(change.value, '$.seats') AS seat)`

/**
 * What comes and goes leaves nothing that a second delivery of its group would clash with: that finds another epoch, and
 * brings no hold back that is over meanwhile.
 */
const takeEpoch = `UPDATE showings SET epoch = epoch + 1 WHERE id = :showing AND epoch = :epoch`

/** Under an id that a second delivery of its group has too. An insert that met it would use up a number of the history. */
const tellSoldOut = `${insertEntries}
  SELECT :event, 'sold_out', '', :showing, '[]', :at, :actor, :requestId, NULL, NULL
  WHERE ${ownEpoch} AND (SELECT count(*) FROM tickets WHERE showing_id = :showing) = :full
    AND NOT EXISTS (SELECT 1 FROM events WHERE id = :event)`

export interface Group {
  readonly showing: string
  readonly epoch: number
  readonly changes: readonly Change[]
  /** How many tickets there will be, where these sell the last free seat. */
  readonly full?: number | undefined
}

/**
 * Commits all of a group or nothing of it; a move whose booking changed meanwhile does nothing by itself. Groups of several
 * showings go as one transaction, and in halves where one of them clashes. Each outcome throws where it makes no sense.
 */
export async function commitGroups(
  client: Client,
  groups: readonly Group[],
): Promise<readonly (() => CommitOutcome)[]> {
  const parts = groups.map(partsOf)
  let results: ResultSet[]
  try {
    results = await client.batch(parts.flat(2), 'write')
  } catch (error) {
    const outcome = outcomeOf(error)
    const isAnothers = outcome.kind === 'not committed' && outcome.why === 'clash' && groups.length > 1
    if (!isAnothers) return groups.map(() => () => outcome)
    return inHalves(groups, (half) => commitGroups(client, half))
  }
  return groups.map((group, index) => {
    const ofParts = parts[index]?.map(({ length }) => results.splice(0, length)) ?? []
    return () => committed(group, ofParts)
  })
}

function partsOf(group: Group): InStatement[][] {
  const { showing, epoch } = group
  const passing = passingPart(group)
  return [
    [{ sql: readEpoch, args: { showing } }],
    movePart(group, movesOf(group)),
    bookPart(group, booksOf(group)),
    soldOutPart(group),
    passing,
    passing.length > 0 ? [{ sql: takeEpoch, args: { showing, epoch } }] : [],
  ]
}

/** What became of a group whose transaction was committed, by what its statements did. */
function committed(
  group: Group,
  [ofEpoch, ofMoves = [], ofBooks = [], , , ofTaking = []]: readonly ResultSet[][],
): CommitOutcome {
  const { epoch } = group
  const [books, moves] = [booksOf(group), movesOf(group)]
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
    epoch: ofTaking.length > 0 ? epoch + 1 : epoch,
  }
}

function booksOf({ changes }: Group): BookChange[] {
  return changes.filter((change) => change.kind === 'book')
}

function movesOf({ changes }: Group): MoveChange[] {
  return changes.filter((change) => change.kind === 'move')
}

/** What leaves nothing of its own behind. */
function passingPart(group: Group): InStatement[] {
  return [...holdPart(group), ...blockPart(group)]
}

function movePart({ showing, epoch }: Group, moves: readonly MoveChange[]): InStatement[] {
  if (moves.length === 0) return []
  const args = { showing, epoch, moves: JSON.stringify(moves.map(moveArgument)) }
  return moveStatements.map((sql) => ({ sql, args }))
}

function bookPart({ showing, epoch }: Group, books: readonly BookChange[]): InStatement[] {
  if (books.length === 0) return []
  const args = { showing, epoch, books: JSON.stringify(books.map(bookArgument)) }
  const ofEntries = { showing, epoch, entries: JSON.stringify(books.map(entryArgument)) }
  // The keys' statement is the last, and most groups have no need of it.
  const needed = books.some(({ key }) => key) ? bookEntryStatements : bookEntryStatements.slice(0, -1)
  return [...bookStatements.map((sql) => ({ sql, args })), ...needed.map((sql) => ({ sql, args: ofEntries }))]
}

function soldOutPart({ showing, epoch, changes, full }: Group): InStatement[] {
  const last = changes.at(-1)
  if (full === undefined || last === undefined) return []
  const args = { showing, epoch, full, event: `${last.eventId}.full`, at: last.at, ...last.by }
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
  return (['block', 'unblock'] as const).flatMap((kind) => {
    const ofKind = changes.flatMap((change) => (change.kind === kind ? blockArgument(change) : []))
    if (ofKind.length === 0) return []
    const args = { showing, epoch, changes: JSON.stringify(ofKind) }
    const carryOut = kind === 'block' ? blockSeats : unblockSeats
    return [blockEvents(kind), carryOut].map((sql) => ({ sql, args }))
  })
}

function blockArgument({ eventId, at, by, seats }: BlockChange): object {
  return { event: eventId, at, ...by, seats }
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

function bookArgument({ at, booking }: BookChange): object {
  const { id, startsAt, seats, prices, name, phone } = booking
  return { id, startsAt, seats, prices, at, name, phone }
}

function moveArgument(change: MoveChange): object {
  const { startsAt, seats, prices } = change.booking
  return { ...entryArgument(change), version: change.from.version, startsAt, seats, prices }
}

function entryArgument({ eventId, at, by, key, booking }: BookChange | MoveChange): object {
  return { id: booking.id, event: eventId, at, ...by, ...key, after: withoutBuyer(booking) }
}
