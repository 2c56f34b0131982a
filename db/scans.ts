import { eq } from 'drizzle-orm'
import * as z from 'zod'
import { type Database, asking } from './database.ts'
import { type By, insertEntries } from './history/entry.ts'
import { type ScanRecord, scans } from './schema/bookings.ts'
import { writing } from './writing.ts'

/** A scan of a ticket as it was read; where its booking has changed since, it does nothing. */
export interface NewScan extends ScanRecord {
  /** Of the ticket. */
  readonly version: number
  readonly eventId: string
}

interface Recording {
  readonly at: number
  readonly by: By
  /** Only where nobody was let in on the ticket before. */
  readonly once: boolean
}

/** A condition of whatever moves or cancels: with a ticket that let somebody in, a booking stays as it is. */
export const nobodyIsIn = `NOT EXISTS (SELECT 1 FROM scans WHERE scans.booking_id = bookings.id)`

const from = `json_each(:scans) AS scan
  CROSS JOIN tickets ON tickets.showing_id = scan.value ->> 'showingId' AND tickets.seat = scan.value ->> 'seat'
  CROSS JOIN bookings ON bookings.id = tickets.booking_id`

/** What expired stays what it was: see `ticketVersion`. */
const isSame = `bookings.id = scan.value ->> 'bookingId' AND bookings.status <> 'cancelled'
  AND bookings.version - (bookings.status = 'expired') = scan.value ->> 'version'`

const isFirst = `NOT EXISTS (SELECT 1 FROM scans
  WHERE scans.showing_id = tickets.showing_id AND scans.seat = tickets.seat)`
const known = `LEFT JOIN scans AS known ON known.showing_id = tickets.showing_id AND known.seat = tickets.seat
  AND known.device = scan.value ->> 'device' AND known.id = scan.value ->> 'id'`
const isNews = `(known.id IS NULL OR scan.value ->> 'scannedAt' < known.scanned_at)`

/**
 * Adds scans to the set, with an entry of each that is new to it. A scan that is known under another time, as one is that
 * was asked at once and queued as well, keeps the earlier one, with an entry too where that is the new one: so the set does not
 * depend on the order in which it came to be.
 *
 * Answers all scans of the bookings concerned, as they are then: by them one sees what was added.
 */
export async function recordScans(
  db: Database,
  made: readonly NewScan[],
  { at, by, once }: Recording,
): Promise<ScanRecord[]> {
  if (made.length === 0) return []
  const args = { scans: JSON.stringify(made) }
  const where = once ? `${isSame} AND ${isFirst}` : isSame
  const results = await writing(db, [
    {
      sql: `${insertEntries}
        SELECT scan.value ->> 'eventId', iif(known.id IS NULL, 'admitted', 'redated'), bookings.id, bookings.showing_id,
          json_array(tickets.seat), :at, :actor, :requestId,
          iif(known.id IS NULL, NULL, json_object('scannedAt', known.scanned_at)), json_object('seat', tickets.seat, 'device', scan.value ->> 'device', 'scan', scan.value ->> 'id',
            'scannedAt', scan.value ->> 'scannedAt')
        FROM ${from} ${known} WHERE ${where} AND ${isNews}`,
      args: { ...args, at, ...by },
    },
    {
      sql: `INSERT INTO scans (showing_id, seat, device, id, booking_id, scanned_at)
        SELECT tickets.showing_id, tickets.seat, scan.value ->> 'device', scan.value ->> 'id', bookings.id, scan.value ->> 'scannedAt'
        FROM ${from} WHERE ${where}
        ON CONFLICT DO UPDATE SET scanned_at = min(scanned_at, excluded.scanned_at)`,
      args,
    },
    {
      sql: `SELECT showing_id, seat, device, id, booking_id, scanned_at FROM scans
        WHERE booking_id IN (SELECT value ->> 'bookingId' FROM json_each(:scans))`,
      args,
    },
  ])
  return z.array(returnedScan).parse(results.at(-1)?.rows)
}

/** Each scan of a booking's tickets. */
export async function readScansOfBooking(db: Database, bookingId: string): Promise<ScanRecord[]> {
  return asking(db.select().from(scans).where(eq(scans.bookingId, bookingId)))
}

export async function readScansOfShowing(db: Database, showingId: string): Promise<ScanRecord[]> {
  return asking(db.select().from(scans).where(eq(scans.showingId, showingId)))
}

const returnedScan = z
  .object({
    showing_id: z.string(),
    seat: z.string(),
    device: z.string(),
    id: z.string(),
    booking_id: z.string(),
    scanned_at: z.number(),
  })
  .transform(({ showing_id, booking_id, scanned_at, seat, device, id }): ScanRecord => {
    return { showingId: showing_id, bookingId: booking_id, scannedAt: scanned_at, seat, device, id }
  })
