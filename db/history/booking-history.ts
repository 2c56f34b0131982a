import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { type Database, asking } from '../database.ts'
import { events } from '../schema/history.ts'

export type HistoryRecord = typeof events.$inferSelect

/** The entries of one booking after a sequence, in the order of commit. */
export async function readHistory(
  db: Database,
  { id, after, limit }: { id: string; after: number; limit: number },
): Promise<HistoryRecord[]> {
  return asking(
    db
      .select()
      .from(events)
      .where(and(eq(events.bookingId, id), gt(events.sequence, after)))
      .orderBy(asc(events.sequence))
      .limit(limit),
  )
}

/** The entries of several bookings, in the order of commit. */
export async function readHistories(
  db: Database,
  ids: readonly string[],
  limit: number,
): Promise<HistoryRecord[]> {
  return asking(
    db
      .select()
      .from(events)
      .where(sql`${events.bookingId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
      .orderBy(asc(events.sequence))
      .limit(limit),
  )
}
