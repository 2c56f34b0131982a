import { eq, sql } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { bookings, tickets } from './schema/bookings.ts'
import { showings } from './schema/programme.ts'

/** A ticket with what is known of its booking and its showing. */
export interface StoredTicket {
  readonly showingId: string
  readonly seat: string
  readonly bookingId: string
  /** All that the booking has. */
  readonly seats: readonly string[]
  readonly version: number
  readonly status: 'booked' | 'expired' | 'cancelled'
  readonly showingCancelledAt: number | null
}

interface Seat {
  readonly showing: string
  readonly seat: string
}

function withBookings(db: Database) {
  return db
    .select({
      showingId: tickets.showingId,
      seat: tickets.seat,
      bookingId: tickets.bookingId,
      seats: bookings.seats,
      version: bookings.version,
      status: bookings.status,
      showingCancelledAt: showings.cancelledAt,
    })
    .from(tickets)
    .innerJoin(bookings, eq(bookings.id, tickets.bookingId))
    .innerJoin(showings, eq(showings.id, tickets.showingId))
    .$dynamic()
}

/** The tickets of these seats, as far as they are sold, in no order. Each is named by its showing and its label. */
export async function findTickets(db: Database, seats: readonly Seat[]): Promise<StoredTicket[]> {
  const wanted = JSON.stringify(seats)
  return asking(
    withBookings(db).where(
      sql`(${tickets.showingId}, ${tickets.seat}) IN (SELECT value ->> 'showing', value ->> 'seat' FROM json_each(${wanted}))`,
    ),
  )
}

export async function findTicket(db: Database, seat: Seat): Promise<StoredTicket | undefined> {
  const [found] = await findTickets(db, [seat])
  return found
}

export async function readTicketsOfShowing(db: Database, showing: string): Promise<StoredTicket[]> {
  return asking(withBookings(db).where(eq(tickets.showingId, showing)))
}
