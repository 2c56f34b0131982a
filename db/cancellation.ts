import { type InStatement, LibsqlBatchError } from '@libsql/client/http'
import * as z from 'zod'
import { asJson } from './as-json.ts'
import { type Database, sanitized } from './database.ts'
import type { AddressedKey } from './desk-changes.ts'
import type { BookingRecord } from './schema.ts'

export type CancelOutcome =
  | { readonly kind: 'committed'; readonly cancelled: readonly BookingRecord[] }
  /** The key exists already: of an earlier try, or of another request. */
  | { readonly kind: 'key exists' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unknown' }

interface Cancellation {
  readonly at: number
  /** Showings that started then or before are expired, and past cancelling. */
  readonly startsAfter: number
  readonly key: AddressedKey | undefined
}

export function cancelBooking(db: Database, id: string, cancellation: Cancellation): Promise<CancelOutcome> {
  return cancelWhere(db, `bookings.id = :subject`, {
    ...cancellation,
    subject: id,
    remember: rememberBooking,
    limit: 1,
  })
}

/** Cancels the bookings under a name, soonest first, at most `limit`. */
export function cancelByName(
  db: Database,
  name: string,
  { limit, ...cancellation }: Cancellation & { readonly limit: number },
): Promise<CancelOutcome> {
  return cancelWhere(db, `bookings.name = :subject ->> '$'`, {
    ...cancellation,
    subject: asJson(name),
    remember: rememberIds,
    limit,
  })
}

const rememberBooking = {
  bookingId: 'bookings.id',
  answer: `json_object('id', bookings.id, 'showingId', showing_id, 'startsAt', starts_at, 'seats', json(seats),
    'status', 'cancelled', 'version', version + 1, 'bookedAt', booked_at)`,
  where: '',
}
const rememberIds = {
  bookingId: 'NULL',
  answer: `json_object('cancelled', json_group_array(bookings.id))`,
  where: 'HAVING count(*) > 0',
}

interface CancelWhere extends Cancellation {
  readonly subject: string
  readonly remember: typeof rememberBooking
  readonly limit: number
}

/**
 * One transaction that chooses, tells, frees and marks. Each statement chooses anew, and all choose the same,
 * since the one that changes the choice comes last.
 */
async function cancelWhere(
  db: Database,
  subjectIs: string,
  { subject, startsAfter, at, key, remember, limit }: CancelWhere,
): Promise<CancelOutcome> {
  const chosen = `SELECT id FROM bookings WHERE ${subjectIs} AND status = 'booked' AND starts_at > :startsAfter
    ORDER BY starts_at, id LIMIT :limit`
  const choice = { subject, startsAfter, limit }
  const statements: InStatement[] = [
    {
      sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at)
        SELECT 'ev_' || lower(hex(randomblob(16))), 'cancelled', id, showing_id, seats, :at
        FROM bookings WHERE id IN (${chosen})`,
      args: { ...choice, at },
    },
    {
      sql: `DELETE FROM tickets WHERE (showing_id, seat, booking_id) IN (
        SELECT bookings.showing_id, seat.value, bookings.id
        FROM bookings CROSS JOIN json_each(bookings.seats) AS seat WHERE bookings.id IN (${chosen}))`,
      args: choice,
    },
  ]
  if (key !== undefined) {
    statements.push({
      sql: `INSERT INTO idempotency_keys (key, fingerprint, showing_id, booking_id, answer)
        SELECT :key ->> '$', :fingerprint, NULL, ${remember.bookingId}, ${remember.answer}
        FROM bookings WHERE id IN (${chosen}) ${remember.where}`,
      args: { ...choice, key: asJson(key.key), fingerprint: key.fingerprint },
    })
  }
  statements.push({
    sql: `UPDATE bookings SET status = 'cancelled', version = version + 1 WHERE id IN (${chosen})
      RETURNING id, showing_id, starts_at, name, phone, seats, status, version, booked_at`,
    args: choice,
  })
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
    status: z.literal('cancelled'),
    version: z.number(),
    booked_at: z.number(),
  })
  .transform(({ showing_id, starts_at, booked_at, seats, ...row }): BookingRecord => ({
    ...row,
    showingId: showing_id,
    startsAt: starts_at,
    bookedAt: booked_at,
    seats: z.array(z.string()).parse(JSON.parse(seats)),
  }))
