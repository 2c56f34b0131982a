import Database from 'better-sqlite3'
import type { StoredTicket } from '../contender.ts'

export function sqliteTickets(file: string): readonly StoredTicket[] {
  const database = new Database(file, { readonly: true })
  try {
    return database
      .prepare<[], StoredTicket>('SELECT showing, seat, booking_id AS booking FROM tickets')
      .all()
  } finally {
    database.close()
  }
}
