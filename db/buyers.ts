import { sql } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { buyers } from './schema.ts'

/** Forgets the buyers of showings that started at `before` or earlier, at most `limit`; answers how many. */
export async function forgetBuyers(
  db: Database,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const due = sql`SELECT booking_id FROM ${buyers} WHERE ${buyers.startsAt} <= ${before} ORDER BY ${buyers.startsAt} LIMIT ${limit}`
  const { rowsAffected } = await asking(db.delete(buyers).where(sql`${buyers.bookingId} IN (${due})`))
  return rowsAffected
}
