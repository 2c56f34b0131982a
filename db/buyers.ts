import { and, sql } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { type By, type Entry, insertEntries } from './history/entry.ts'
import { isNamed } from './named.ts'
import { buyers } from './schema/bookings.ts'
import { writing } from './writing.ts'

/** Forgets the buyers of showings that started at `before` or earlier, at most `limit`; answers how many. */
export async function forgetBuyers(
  db: Database,
  { before, limit, at, by }: { before: number; limit: number; at: number; by: By },
): Promise<number> {
  return erase(
    db,
    {
      sql: 'SELECT booking_id FROM buyers WHERE starts_at <= :before ORDER BY starts_at LIMIT :limit',
      args: { before, limit },
    },
    { id: `'ev_' || lower(hex(randomblob(16)))`, at, by },
  )
}

interface NamedBuyer {
  /** Of the booking. */
  readonly id: string
  readonly startsAt: number
  readonly phone: string
}

/** Buyers of a name, as it was given, by the start of their showing, from the one that follows `after`. */
export async function buyersNamed(
  db: Database,
  { name, after, limit }: { name: string; after: Pick<NamedBuyer, 'id' | 'startsAt'>; limit: number },
): Promise<NamedBuyer[]> {
  const { bookingId, startsAt } = buyers
  return asking(
    db
      .select({ id: bookingId, startsAt, phone: buyers.phone })
      .from(buyers)
      .where(and(isNamed(name), sql`(${startsAt}, ${bookingId}) > (${after.startsAt}, ${after.id})`))
      .orderBy(startsAt, bookingId)
      .limit(limit),
  )
}

/** Forgets who made these bookings; they stay, and so does what happened to them. Answers how many were known. */
export async function eraseBuyers(
  db: Database,
  ids: readonly string[],
  { event, at, by }: Entry,
): Promise<number> {
  return erase(
    db,
    { sql: 'SELECT value FROM json_each(:ids)', args: { ids: JSON.stringify(ids), event } },
    { id: `:event || '.' || buyers.booking_id`, at, by },
  )
}

async function erase(
  db: Database,
  { sql: whose, args }: { sql: string; args: Record<string, string | number> },
  { id, at, by }: { id: string; at: number; by: By },
): Promise<number> {
  const { event: _, ...ofWhose } = args
  const [, erased] = await writing(db, [
    {
      sql: `${insertEntries}
        SELECT ${id}, 'erased', buyers.booking_id, coalesce(showing_id, ''), coalesce(seats, '[]'), :at, :actor, :requestId,
          json_object('buyer', 'known'), json_object('buyer', 'erased')
        FROM buyers LEFT JOIN bookings ON bookings.id = buyers.booking_id WHERE buyers.booking_id IN (${whose})`,
      args: { ...args, at, ...by },
    },
    { sql: `DELETE FROM buyers WHERE booking_id IN (${whose})`, args: ofWhose },
  ])
  return erased?.rowsAffected ?? 0
}

/**
 * What is deleted from the database is in its write-ahead log still, until that is written over. Where somebody is in the way it is
 * asked again, `triesMax` times at most; a server that looks after its log by itself may refuse.
 */
export async function emptyLog(db: Database, triesMax: number): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    try {
      const { rows } = await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
      if (rows[0]?.[0] !== 1) return
    } catch {
      return
    }
  }
  console.error({ event: 'log not emptied', tries: triesMax })
}
