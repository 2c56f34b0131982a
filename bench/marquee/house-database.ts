import Database from 'better-sqlite3'
import type { StoredTicket } from '../contender.ts'
import { showingIdAt, timeAt } from '../load/house.ts'

const freshSeats = 20
/** Every showing that the load asks for starts before. */
const daysAheadMax = 1_000
const minutesPerDay = 24 * 60
const busyMsMax = 5_000

/** Gives the house's one screen so many seats, where it is not as a fresh house has it. */
export function furnish(file: string, seats: number): void {
  if (seats === freshSeats) return
  const database = new Database(file, { timeout: busyMsMax })
  try {
    database
      .prepare<[string]>(`UPDATE seat_plans SET source = ? WHERE screen_id = 'main'`)
      .run(`S: 1-${seats}`)
  } finally {
    database.close()
  }
}

/** All tickets of showings that are to come, bar those years ahead that a grown house was made with. */
export function houseTickets(file: string): readonly StoredTicket[] {
  const database = new Database(file, { readonly: true, timeout: busyMsMax })
  try {
    return (
      database
        .prepare<[string, string], StoredTicket>(
          `SELECT tickets.showing_id AS showing, seat, bookings.id AS booking
         FROM tickets JOIN bookings ON bookings.id = booking_id
         WHERE tickets.showing_id BETWEEN ? AND ? AND status = 'booked'`,
        )
        // A round may have begun yesterday.
        .all(showingIdAt(timeAt(-minutesPerDay)), showingIdAt(timeAt(daysAheadMax * minutesPerDay)))
    )
  } finally {
    database.close()
  }
}
