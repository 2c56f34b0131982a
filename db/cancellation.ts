import { type InStatement, LibsqlBatchError } from '@libsql/client/http'
import * as z from 'zod'
import { asJson } from './as-json.ts'
import { type Database, sanitized } from './database.ts'
import type { AddressedKey } from './desk-changes.ts'
import { type By, bookingJson, insertEntries } from './history/entry.ts'
import { nobodyIsIn } from './scans.ts'
import type { BookingRecord } from './schema/bookings.ts'

export type CancelOutcome =
  | { readonly kind: 'committed'; readonly cancelled: readonly BookingRecord[] }
  /** The key exists already: of an earlier try, or of another request. */
  | { readonly kind: 'key exists' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unknown' }

interface Cancellation {
  /** Its events' ids begin so: by them it knows what it did, also where it was delivered twice. */
  readonly id: string
  readonly at: number
  readonly by: By
  /** Showings that started then or before are expired, and past cancelling. */
  readonly startsAfter: number
  readonly key: AddressedKey | undefined
  /** A word of a closed list, for the history. */
  readonly reason?: string | undefined
}

export function cancelBooking(db: Database, id: string, cancellation: Cancellation): Promise<CancelOutcome> {
  return cancel(db, [id], cancellation, rememberBooking)
}

/**
 * Cancels several at once. They are named by their ids: a name could mean others when the request is delivered
 * a second time, or late.
 */
export function cancelBookings(
  db: Database,
  ids: readonly string[],
  cancellation: Cancellation,
): Promise<CancelOutcome> {
  return cancel(db, ids, cancellation, rememberIds)
}

const asCancelled = bookingJson({ status: `'cancelled'`, version: 'bookings.version + 1' })

const rememberBooking = {
  bookingId: 'bookings.id',
  answer: asCancelled,
  where: '',
}
const rememberIds = {
  bookingId: 'NULL',
  answer: `json_object('cancelled', json_group_array(bookings.id))`,
  where: 'HAVING count(*) > 0',
}

/** Events that a cancellation made. */
const own = `id > :id || '.' AND id < :id || '/'`

/** What it cancels: on a second delivery nothing, as that is cancelled already. */
const chosen = `bookings.status = 'booked' AND bookings.id IN (SELECT booking_id FROM events WHERE ${own})`

/**
 * One transaction that chooses and tells, frees and marks. What it did is read from its events:
 * so the reply to a second delivery tells of the first.
 */
async function cancel(
  db: Database,
  ids: readonly string[],
  { id, startsAfter, at, by, key, reason }: Cancellation,
  remember: typeof rememberBooking,
): Promise<CancelOutcome> {
  const statements: InStatement[] = [
    {
      sql: `${insertEntries}
        SELECT :id || '.' || bookings.id, 'cancelled', bookings.id, showing_id, seats, :at, :actor, :requestId,
          ${bookingJson()}, ${reason === undefined ? asCancelled : `json_insert(${asCancelled}, '$.reason', :reason)`}
        FROM json_each(:ids) AS wanted CROSS JOIN bookings ON bookings.id = wanted.value
        WHERE status = 'booked' AND starts_at > :startsAfter AND ${nobodyIsIn}`,
      args: {
        id,
        ids: JSON.stringify(ids),
        startsAfter,
        at,
        ...by,
        ...(reason === undefined ? {} : { reason }),
      },
    },
    {
      sql: `DELETE FROM tickets WHERE (showing_id, seat, booking_id) IN (
        SELECT bookings.showing_id, seat.value, bookings.id
        FROM bookings CROSS JOIN json_each(bookings.seats) AS seat WHERE ${chosen})`,
      args: { id },
    },
  ]
  if (key !== undefined) {
    statements.push({
      sql: `INSERT INTO idempotency_keys (key, fingerprint, showing_id, booking_id, answer)
        SELECT :key ->> '$', :fingerprint, NULL, ${remember.bookingId}, ${remember.answer}
        FROM bookings WHERE ${chosen} ${remember.where}`,
      args: { id, key: asJson(key.key), fingerprint: key.fingerprint },
    })
  }
  statements.push(
    { sql: `UPDATE bookings SET status = 'cancelled', version = version + 1 WHERE ${chosen}`, args: { id } },
    {
      sql: `SELECT id, showing_id, bookings.starts_at, coalesce(name, '') AS name, coalesce(phone, '') AS phone, seats, prices,
          status, version, booked_at
        FROM bookings LEFT JOIN buyers ON booking_id = id WHERE id IN (SELECT booking_id FROM events WHERE ${own})`,
      args: { id },
    },
  )
  try {
    const results = await db.$client.batch(statements, 'write')
    return { kind: 'committed', cancelled: z.array(returnedBooking).parse(results.at(-1)?.rows) }
  } catch (error) {
    return outcomeOf(error)
  }
}

function outcomeOf(error: unknown): CancelOutcome {
  const { code } = sanitized(error)
  if (code.startsWith('SQLITE_BUSY')) return { kind: 'busy' }
  if (!(error instanceof LibsqlBatchError)) return { kind: 'unknown' }
  if (code.startsWith('SQLITE_CONSTRAINT')) return { kind: 'key exists' }
  throw sanitized(error)
}

const returnedBooking = z
  .object({
    id: z.string(),
    showing_id: z.string(),
    starts_at: z.number(),
    name: z.string(),
    phone: z.string(),
    seats: z.string(),
    prices: z.string().nullable(),
    status: z.literal('cancelled'),
    version: z.number(),
    booked_at: z.number(),
  })
  .transform(({ showing_id, starts_at, booked_at, seats, prices, ...row }): BookingRecord => ({
    ...row,
    showingId: showing_id,
    startsAt: starts_at,
    bookedAt: booked_at,
    seats: z.array(z.string()).parse(JSON.parse(seats)),
    prices: prices === null ? null : z.array(z.number()).parse(JSON.parse(prices)),
  }))
