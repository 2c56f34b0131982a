import { and, inArray, sql } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { type Database, asking } from './database.ts'
import { buyers } from './schema.ts'

/** Whoever is known by this name and this phone, as both were given. */
export interface Person {
  readonly name: string
  readonly phone: string
}

/** Forgets the buyers of showings that started at `before` or earlier, at most `limit`; answers how many. */
export async function forgetBuyers(
  db: Database,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const due = sql`SELECT booking_id FROM ${buyers} WHERE ${buyers.startsAt} <= ${before} ORDER BY ${buyers.startsAt} LIMIT ${limit}`
  const { rowsAffected } = await asking(db.delete(buyers).where(sql`${buyers.bookingId} IN (${due})`))
  return rowsAffected
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
export async function eraseBuyers(db: Database, bookings: readonly string[]): Promise<number> {
  const { rowsAffected } = await asking(db.delete(buyers).where(inArray(buyers.bookingId, [...bookings])))
  return rowsAffected
}
