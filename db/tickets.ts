import { and, asc, eq, sql } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { type Database, asking } from './database.ts'
import { type ScanRecord, bookings, scans, tickets } from './schema.ts'

/** A ticket with what is known of its booking, and who was first to let its bearer in. */
export interface StoredTicket {
  readonly bookingId: string
  readonly version: number
  readonly status: 'booked' | 'expired' | 'cancelled'
  readonly admittedAt: number | null
}

/** Seats are words that somebody chose: as JSON, none of them can be what the embedded server refuses. */
export async function findTicket(
  db: Database,
  { showing, seat }: { showing: string; seat: string },
): Promise<StoredTicket | undefined> {
  const [found] = await asking(
    db
      .select({
        bookingId: tickets.bookingId,
        version: bookings.version,
        status: bookings.status,
        admittedAt: sql<number | null>`(SELECT min(scanned_at) FROM scans
          WHERE scans.showing_id = ${tickets.showingId} AND scans.seat = ${tickets.seat})`,
      })
      .from(tickets)
      .innerJoin(bookings, eq(bookings.id, tickets.bookingId))
      .where(and(eq(tickets.showingId, showing), sql`${tickets.seat} = ${asJson(seat)} ->> '$'`)),
  )
  return found
}

/** Each scan of a booking's tickets. */
export async function readScansOfBooking(db: Database, bookingId: string): Promise<ScanRecord[]> {
  return asking(db.select().from(scans).where(eq(scans.bookingId, bookingId)).orderBy(asc(scans.scannedAt)))
}
