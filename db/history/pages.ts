import type { Client, InArgs, Row } from '@libsql/client/http'
import { entryBytes } from './entry-bytes.ts'
import type { Seal } from './seals.ts'

/*
 * All of the history and of what it explains, page by page, by primary key or index, so that any number of rows goes through bounded
 * memory. Columns come as JSON within a blob: what was damaged need not be text any more.
 */

const pageRows = 4_000

const smallest = Number.MIN_SAFE_INTEGER

const bytesOf = (columns: readonly string[]): string =>
  `CAST(json_array(${columns.map((column) => `iif(typeof(${column}) = 'blob', 'blob ' || hex(${column}), ${column})`).join(', ')}) AS BLOB)`

const entryColumns = ['sequence', 'kind', 'booking_id', 'showing_id', 'seats', 'actor', 'before', 'after']
const bookingColumns = ['showing_id', 'starts_at', 'seats', 'prices', 'status', 'version', 'booked_at']

/** An entry as it is sealed. */
export interface EntryBytes {
  readonly sequence: number
  readonly bytes: ArrayBuffer
}

/** Up to `last`; `onEntry` is told of each. */
export function entriesBySequence(
  client: Client,
  last: number,
  onEntry: () => void,
): AsyncGenerator<EntryBytes> {
  return pages(client, {
    sql: `SELECT sequence, ${entryBytes} AS bytes FROM events WHERE sequence > ? AND sequence <= ${last} ORDER BY sequence`,
    first: [smallest],
    after: ({ sequence }) => [sequence],
    read: (row) => {
      onEntry()
      return { sequence: Number(row['sequence']), bytes: blobIn(row['bytes']) }
    },
  })
}

export function sealsBySequence(client: Client, last: number): AsyncGenerator<Seal> {
  return pages(client, {
    sql: `SELECT sequence, ${bytesOf(['key', 'mac'])} AS seal FROM event_seals
      WHERE sequence > ? AND sequence <= ${last} ORDER BY sequence`,
    first: [smallest],
    after: ({ sequence }) => [sequence],
    read: (row) => {
      const [key, mac] = arrayIn(row['seal'])
      return { sequence: Number(row['sequence']), key: String(key), mac: String(mac) }
    },
  })
}

/** An entry's columns as they are stored; whether they are what they should be is for who reads them. */
export interface RawEntry {
  readonly sequence: number
  readonly kind: unknown
  readonly booking: unknown
  readonly showing: unknown
  readonly seats: unknown
  readonly actor: unknown
  readonly before: unknown
  readonly after: unknown
}

/** The entries of bookings: those of one booking together, in the order of commit. */
export function entriesByBooking(client: Client): AsyncGenerator<RawEntry> {
  return pages(client, {
    sql: `SELECT CAST(booking_id AS BLOB) AS id, sequence, ${bytesOf(entryColumns)} AS entry FROM events
      WHERE (booking_id, sequence) > (?, ?) ORDER BY booking_id, sequence`,
    first: ['', Number.MAX_SAFE_INTEGER],
    after: ({ booking, sequence }) => [typeof booking === 'string' ? booking : '', sequence],
    read: (row) => rawEntry(row['entry']),
  })
}

/** The entries of everything else, after a sequence. */
export function entriesOfProgramme(client: Client, after: number): AsyncGenerator<RawEntry> {
  return pages(client, {
    sql: `SELECT ${bytesOf(entryColumns)} AS entry FROM events WHERE booking_id = '' AND sequence > ? ORDER BY sequence`,
    first: [after],
    after: ({ sequence }) => [sequence],
    read: (row) => rawEntry(row['entry']),
  })
}

export interface RawBooking {
  readonly id: string
  readonly showing: unknown
  readonly startsAt: unknown
  readonly seats: unknown
  readonly prices: unknown
  readonly status: unknown
  readonly version: unknown
  readonly bookedAt: unknown
  /** Of its buyer's row; none where there is none. */
  readonly buyerStartsAt: unknown
}

const selectBookings = `SELECT ${bytesOf(['bookings.id', ...bookingColumns.map((column) => `bookings.${column}`), 'buyers.starts_at'])} AS booking
  FROM bookings LEFT JOIN buyers ON booking_id = bookings.id`

export function bookingsById(client: Client): AsyncGenerator<RawBooking> {
  return pages(client, {
    sql: `${selectBookings} WHERE bookings.id > ? ORDER BY bookings.id`,
    first: [''],
    after: ({ id }) => [id],
    read: (row) => rawBooking(row['booking']),
  })
}

/** A scan of a ticket, as it is stored. */
export interface RawScan {
  readonly row: number
  readonly booking: unknown
  readonly showing: unknown
  readonly seat: unknown
  readonly device: unknown
  readonly scan: unknown
  readonly scannedAt: unknown
}

const scanColumns = ['rowid', 'booking_id', 'showing_id', 'seat', 'device', 'id', 'scanned_at']

/** Those of one booking together. */
export function scansByBooking(client: Client): AsyncGenerator<RawScan> {
  return pages(client, {
    sql: `SELECT ${bytesOf(scanColumns)} AS scan FROM scans
      WHERE (booking_id, rowid) > (?, ?) ORDER BY booking_id, rowid`,
    first: ['', smallest],
    after: ({ booking, row }) => [String(booking), row],
    read: (row) => rawScan(row['scan']),
  })
}

/** One booking with its entries and scans, in one snapshot: while the house sells, what is read one after the other need not agree. */
export async function readBookingEntries(
  client: Client,
  id: string,
): Promise<{
  booking: RawBooking | undefined
  entries: readonly RawEntry[]
  scans: readonly RawScan[]
}> {
  const [booking, entries, scans] = await client.batch(
    [
      { sql: `${selectBookings} WHERE bookings.id = ?`, args: [id] },
      {
        sql: `SELECT ${bytesOf(entryColumns)} AS entry FROM events WHERE booking_id = ? ORDER BY sequence`,
        args: [id],
      },
      {
        sql: `SELECT ${bytesOf(scanColumns)} AS scan FROM scans WHERE booking_id = ? ORDER BY rowid`,
        args: [id],
      },
    ],
    'read',
  )
  const [row] = booking?.rows ?? []
  return {
    booking: row === undefined ? undefined : rawBooking(row['booking']),
    entries: (entries?.rows ?? []).map((entry) => rawEntry(entry['entry'])),
    scans: (scans?.rows ?? []).map((scan) => rawScan(scan['scan'])),
  }
}

/** Buyers of bookings that there are not. */
export function buyersWithoutBooking(client: Client): AsyncGenerator<string> {
  return pages(client, {
    sql: `SELECT CAST(booking_id AS BLOB) AS id FROM buyers
      WHERE booking_id > ? AND NOT EXISTS (SELECT 1 FROM bookings WHERE id = booking_id) ORDER BY booking_id`,
    first: [''],
    after: (id) => [id],
    read: (row) => new TextDecoder().decode(blobIn(row['id'])),
  })
}

interface Paging<T> {
  readonly sql: string
  readonly first: InArgs
  /** Where the page after this one begins. */
  readonly after: (last: T) => InArgs
  readonly read: (row: Row) => T
}

async function* pages<T>(client: Client, { sql, first, after, read }: Paging<T>): AsyncGenerator<T> {
  let args = first
  for (;;) {
    const { rows } = await client.execute({ sql: `${sql} LIMIT ${pageRows}`, args })
    let last: T | undefined
    for (const row of rows) {
      last = read(row)
      yield last
    }
    if (last === undefined || rows.length < pageRows) return
    args = after(last)
  }
}

function rawEntry(value: unknown): RawEntry {
  const [sequence, kind, booking, showing, seats, actor, before, after] = arrayIn(value)
  return { sequence: Number(sequence), kind, booking, showing, seats, actor, before, after }
}

function rawBooking(value: unknown): RawBooking {
  const [id, showing, startsAt, seats, prices, status, version, bookedAt, buyerStartsAt] = arrayIn(value)
  return { id: String(id), showing, startsAt, seats, prices, status, version, bookedAt, buyerStartsAt }
}

function rawScan(value: unknown): RawScan {
  const [row, booking, showing, seat, device, scan, scannedAt] = arrayIn(value)
  return { row: Number(row), booking, showing, seat, device, scan, scannedAt }
}

const decoder = new TextDecoder()

function arrayIn(value: unknown): readonly unknown[] {
  const read: unknown = JSON.parse(decoder.decode(blobIn(value)))
  if (!Array.isArray(read)) throw new SyntaxError('the database answered no list')
  return read
}

function blobIn(value: unknown): ArrayBuffer {
  if (!(value instanceof ArrayBuffer)) throw new SyntaxError('the database answered no bytes')
  return value
}
