import type { Client, InArgs } from '@libsql/client/http'
import * as z from 'zod'
import type { Admission, Blocked, Committed, Held, StoredBooking, Tables } from './history.ts'

const pageRowsMax = 10_000

const seatList = z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json)))

const eventRow = z
  .object({
    sequence: z.number(),
    id: z.string(),
    kind: z.enum(['booked', 'moved', 'cancelled', 'expired']),
    booking_id: z.string(),
    showing_id: z.string(),
    seats: seatList,
    at: z.number(),
  })
  .transform(({ booking_id: booking, showing_id: showing, ...rest }) => ({ ...rest, booking, showing }))

const admissionRow = z.object({
  sequence: z.number(),
  booking: z.string(),
  showing: z.string(),
  seat: z.string(),
  device: z.string(),
  scan: z.string(),
})

const holdRow = z
  .object({ id: z.string(), showing_id: z.string(), seats: seatList, expires_at: z.number() })
  .transform(({ showing_id: showing, expires_at: expiresAt, ...rest }) => ({ ...rest, showing, expiresAt }))

const blockedRow = z
  .object({ showing_id: z.string(), seat: z.string() })
  .transform(({ showing_id: showing, seat }) => ({ showing, seat }))

const ticketRow = z
  .object({ showing_id: z.string(), seat: z.string(), booking_id: z.string() })
  .transform(({ showing_id: showing, seat, booking_id: booking }) => ({ showing, seat, booking }))

const bookingRow = z
  .object({
    id: z.string(),
    showing_id: z.string(),
    seats: seatList,
    status: z.string(),
    name: z.string(),
    phone: z.string(),
    version: z.number(),
  })
  .transform(({ showing_id: showing, ...rest }) => ({ ...rest, showing }))

const keyRow = z
  .object({ key: z.string(), booking_id: z.string().nullable() })
  .transform(({ key, booking_id: booking }) => ({ key, booking }))

/** An event as the database has it; when it was committed, only who watches can say. */
export type StoredEvent = Omit<Committed, 'after' | 'by'>

export type StoredAdmission = Omit<Admission, 'after' | 'by'>

export type StoredHold = Omit<Held, 'placed' | 'ended'>

export type StoredBlock = Omit<Blocked, 'placed' | 'ended'>

/** All holds that are there, run out or not, in one reading. */
export async function readHolds(client: Client): Promise<StoredHold[]> {
  const { rows } = await client.execute('SELECT id, showing_id, seats, expires_at FROM holds ORDER BY id')
  return z.array(holdRow).parse(rows)
}

/** All seats that staff have off sale. */
export async function readBlocked(client: Client): Promise<StoredBlock[]> {
  const { rows } = await client.execute(
    'SELECT showing_id, seat FROM blocked_seats ORDER BY showing_id, seat',
  )
  return z.array(blockedRow).parse(rows)
}

/** All events after a sequence, in the order of commit. */
export function readEvents(client: Client, afterSequence: number): Promise<StoredEvent[]> {
  return pages(client, eventRow, {
    sql: `SELECT sequence, id, kind, booking_id, showing_id, seats, at
      FROM events WHERE sequence > ? AND kind IN ('booked', 'moved', 'cancelled', 'expired') ORDER BY sequence`,
    first: [afterSequence],
    after: ({ sequence }) => [sequence],
  })
}

/** All admissions after a sequence, in the order of commit. */
export function readAdmissions(client: Client, afterSequence: number): Promise<StoredAdmission[]> {
  return pages(client, admissionRow, {
    sql: `SELECT sequence, booking_id AS booking, showing_id AS showing, after ->> 'seat' AS seat, after ->> 'device' AS device,
        after ->> 'scan' AS scan
      FROM events WHERE sequence > ? AND kind = 'admitted' ORDER BY sequence`,
    first: [afterSequence],
    after: ({ sequence }) => [sequence],
  })
}

/** The tables page by page, so of one instant only where everything has come to rest. */
export async function readTables(client: Client): Promise<Tables> {
  const tickets = await pages(client, ticketRow, {
    sql: `SELECT showing_id, seat, booking_id
      FROM tickets WHERE (showing_id, seat) > (?, ?) ORDER BY showing_id, seat`,
    first: ['', ''],
    after: ({ showing, seat }) => [showing, seat],
  })
  const bookings: StoredBooking[] = await pages(client, bookingRow, {
    sql: `SELECT id, showing_id, seats, status, name, phone, version
      FROM bookings LEFT JOIN buyers ON booking_id = id WHERE id > ? ORDER BY id`,
    first: [''],
    after: ({ id }) => [id],
  })
  const keys = await pages(client, keyRow, {
    sql: `SELECT key, booking_id FROM idempotency_keys WHERE key > ? ORDER BY key`,
    first: [''],
    after: ({ key }) => [key],
  })
  return { tickets, bookings, keys }
}

interface Paging<T> {
  /** Rows beyond its parameters, in their order; the limit is put behind it. */
  readonly sql: string
  readonly first: InArgs
  readonly after: (last: T) => InArgs
}

async function pages<T>(client: Client, row: z.ZodType<T>, { sql, first, after }: Paging<T>): Promise<T[]> {
  const all: T[] = []
  let args = first
  for (;;) {
    const { rows } = await client.execute({ sql: `${sql} LIMIT ${pageRowsMax}`, args })
    const page = z.array(row).parse(rows)
    for (const one of page) all.push(one)
    const last = page.at(-1)
    if (last === undefined || page.length < pageRowsMax) return all
    args = after(last)
  }
}
