import Database from 'better-sqlite3'
import type { StoredTicket } from '../contender.ts'

export function sqliteTickets(file: string): readonly StoredTicket[] {
  const database = new Database(file, { readonly: true })
  try {
    return database
      .prepare<[], StoredTicket>(
        `SELECT tickets.showing, seat, bookings.id AS booking FROM tickets JOIN bookings ON bookings.id = booking_id
         WHERE status = 'booked'`,
      )
      .all()
  } finally {
    database.close()
  }
}
