import { and, sql } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { type Database, asking } from './database.ts'
import { type By, type Entry, insertEntries } from './history/entry.ts'
import { buyers } from './schema.ts'
import { writing } from './writing.ts'

/** Whoever is known by this name and this phone, as both were given. */
export interface Person {
  readonly name: string
  readonly phone: string
}

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

/** The bookings of one person, at most `limit`, by their start. */
export async function bookingsOf(db: Database, person: Person, limit: number): Promise<string[]> {
  const found = await asking(
    db
      .select({ id: buyers.bookingId })
      .from(buyers)
      .where(
        and(
          sql`${buyers.name} = ${asJson(person.name)} ->> '$'`,
          sql`${buyers.phone} = ${asJson(person.phone)} ->> '$'`,
        ),
      )
      .orderBy(buyers.startsAt)
      .limit(limit),
  )
  return found.map(({ id }) => id)
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
