import { type Database, sanitized } from './database.ts'

const due = `SELECT id FROM bookings WHERE status = 'booked' AND starts_at <= :startedBy
  ORDER BY starts_at, id LIMIT :limit`

const tell = `INSERT INTO events (id, kind, booking_id, showing_id, seats, at)
  SELECT 'ev_' || lower(hex(randomblob(16))), 'expired', id, showing_id, seats, :at
  FROM bookings WHERE id IN (${due})`

const mark = `UPDATE bookings SET status = 'expired', version = version + 1 WHERE id IN (${due})`

/** Marks the bookings of showings that started at `startedBy` or before, at most `limit`; answers how many. */
export async function expireDue(
  db: Database,
  { startedBy, at, limit }: { startedBy: number; at: number; limit: number },
): Promise<number> {
  try {
    const [, marked] = await db.$client.batch(
      [
        { sql: tell, args: { startedBy, limit, at } },
        { sql: mark, args: { startedBy, limit } },
      ],
      'write',
    )
    return marked?.rowsAffected ?? 0
  } catch (error) {
    throw sanitized(error)
  }
}
