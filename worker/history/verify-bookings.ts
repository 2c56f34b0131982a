import type { Client } from '@libsql/client/http'
import {
  type RawEntry,
  type RawScan,
  bookingsById,
  buyersWithoutBooking,
  entriesByBooking,
  readBookingEntries,
  scansByBooking,
} from '../../db/history/pages.ts'
import { Cursor } from './cursor.ts'
import { type Finding, bookingShown } from './finding.ts'
import { retell } from './retell.ts'

/** Recomputes each booking from its entries. `onBooking` is told of each. */
export async function* verifyBookings(client: Client, onBooking: () => void): AsyncGenerator<Finding> {
  const booking = new Cursor(bookingsById(client))
  const entry = new Cursor(entriesByBooking(client))
  const scan = new Cursor(scansByBooking(client))
  await Promise.all([booking.next(), entry.next(), scan.next()])
  for (;;) {
    const id = firstOf(booking.now?.id, entry.now?.booking, scan.now?.booking)
    if (id === undefined) break
    const entries: RawEntry[] = []
    for (; entry.now !== undefined && String(entry.now.booking) === id; await entry.next()) {
      entries.push(entry.now)
    }
    const scans: RawScan[] = []
    for (; scan.now !== undefined && String(scan.now.booking) === id; await scan.next()) {
      scans.push(scan.now)
    }
    const row = booking.now?.id === id ? booking.now : undefined
    if (row !== undefined) await booking.next()
    onBooking()
    const found = retell(id, { entries, booking: row, scans })
    if (found.length > 0) yield* await lookAgain(client, id, found)
  }
  for await (const id of buyersWithoutBooking(client)) yield* await lookAtBuyer(client, id)
}

/** By the order of SQLite, which is that of the bytes: ids are ASCII, and whatever else is there compares by code units near enough. */
function firstOf(...ids: readonly unknown[]): string | undefined {
  return ids
    .filter((id) => id !== undefined)
    .map(String)
    .sort()[0]
}

/** It may have changed between the reading of its entries and of its row. What a damaged id names is not found again. */
async function lookAgain(client: Client, id: string, found: readonly Finding[]): Promise<readonly Finding[]> {
  const stored = await readBookingEntries(client, id)
  const { booking, entries, scans } = stored
  const isFound = booking !== undefined || entries.length > 0 || scans.length > 0
  return isFound ? retell(id, stored) : found
}

async function lookAtBuyer(client: Client, id: string): Promise<Finding[]> {
  const { booking } = await readBookingEntries(client, id)
  return booking === undefined
    ? [{ kind: 'buyer changed outside', subject: bookingShown(id), detail: 'there is no such booking' }]
    : []
}
