import path from 'node:path'
import Database from 'better-sqlite3'

/** What an evening leaves in the database: of ids and instants, which are never the same, nothing. */
export function leftBehind(dataDirectory: string): object {
  const database = new Database(path.join(dataDirectory, 'marquee.db'), { timeout: 5_000, readonly: true })
  const rows = (query: string): unknown[] => database.prepare(query).raw().all()
  try {
    return {
      bookings: rows(
        `SELECT name, phone, strftime('%H:%M', starts_at / 1000, 'unixepoch'), seats, status
         FROM bookings NATURAL JOIN (SELECT booking_id AS id, name, phone FROM buyers) ORDER BY name`,
      ),
      tickets: rows(
        `SELECT substr(showing_id, -5, 4), seat, name
         FROM tickets JOIN buyers USING (booking_id) ORDER BY showing_id, seat`,
      ),
      holds: rows('SELECT id FROM holds'),
      eventsOf: rows(
        `SELECT name, group_concat(kind, ' ') FROM (
           SELECT name, kind FROM events JOIN buyers USING (booking_id) ORDER BY sequence
         ) GROUP BY name ORDER BY name`,
      ),
    }
  } finally {
    database.close()
  }
}
