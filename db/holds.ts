import { eq, sql } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { type HoldRecord, holds } from './schema/bookings.ts'

export async function findHold(db: Database, id: string): Promise<HoldRecord | undefined> {
  const [hold] = await asking(db.select().from(holds).where(eq(holds.id, id)))
  return hold
}

/** Removes holds that ran out at `before` or earlier, at most `limit`; answers how many. To nobody they were holds any more. */
export async function sweepHolds(
  db: Database,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const over = sql`SELECT id FROM ${holds} WHERE ${holds.expiresAt} <= ${before} ORDER BY ${holds.expiresAt} LIMIT ${limit}`
  const { rowsAffected } = await asking(db.delete(holds).where(sql`${holds.id} IN (${over})`))
  return rowsAffected
}
