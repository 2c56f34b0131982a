import { type SQL, and, eq, or, sql } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { withBuyers } from './bookings.ts'
import { type Database, asking } from './database.ts'
import { inAnyPeriod } from './periods.ts'
import { type BookingRecord, bookings, buyers } from './schema/bookings.ts'

/** After every text that begins so. */
const last = '\u{10ffff}'

/** Bookings, cancelled ones too, whose id begins so. In no order, as in the two that follow: the first that an index tells. */
export function searchById(db: Database, start: string, limit: number): Promise<BookingRecord[]> {
  return search(db, beginsWith(sql`${bookings.id}`, start), limit)
}

/** Whose phone has digits that begin so. */
export function searchByPhone(db: Database, digits: string, limit: number): Promise<BookingRecord[]> {
  return searchBuyers(db, [beginsWith(sql`${buyers.phoneDigits}`, digits)], limit)
}

/** Whose name begins with one of these, whichever way its ASCII letters are written. */
export function searchByName(
  db: Database,
  starts: readonly string[],
  limit: number,
): Promise<BookingRecord[]> {
  const wanted = starts.map((start) => beginsWith(sql`name COLLATE NOCASE`, start))
  return searchBuyers(db, wanted, limit)
}

function searchBuyers(db: Database, wanted: readonly SQL[], limit: number): Promise<BookingRecord[]> {
  const isWanted = or(...wanted.map((one) => and(sql.raw(inAnyPeriod), one)))
  // Said again, as the rest does not tell SQLite that a booking without a buyer is none of these.
  return search(db, and(eq(buyers.bookingId, bookings.id), isWanted), limit)
}

function search(db: Database, found: SQL | undefined, limit: number): Promise<BookingRecord[]> {
  return asking(withBuyers(db).where(found).limit(limit))
}

function beginsWith(what: SQL, start: string): SQL {
  return sql`(${what} >= ${asJson(start)} ->> '$' AND ${what} < ${asJson(`${start}${last}`)} ->> '$')`
}
