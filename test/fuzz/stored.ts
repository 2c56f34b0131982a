import { createClient } from '@libsql/client/http'
import * as z from 'zod'
import { lookIntoDataDirectory } from '../../local/data-directory.ts'
import { sealersFrom } from '../../local/history/audit-keys.ts'
import { startLibsqlServer } from '../../local/libsql-server/server.ts'
import type { Finding } from '../../worker/history/finding.ts'
import { verify } from '../../worker/history/verify.ts'

const list = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)))

const booking = z.object({
  id: z.string(),
  showing_id: z.string(),
  /** None once erased. */
  name: z.string().nullable(),
  phone: z.string().nullable(),
  seats: list,
  status: z.enum(['booked', 'expired', 'cancelled']),
  starts_at: z.number(),
})
const event = z.object({
  kind: z.enum(['booked', 'moved', 'cancelled', 'expired', 'erased', 'admitted', 'redated']),
  booking_id: z.string(),
  showing_id: z.string(),
  seats: list,
  at: z.number(),
})
const ticket = z.object({ showing_id: z.string(), seat: z.string(), booking_id: z.string() })

const showing = z.object({
  id: z.string(),
  screen_id: z.string(),
  starts_at: z.number(),
  ends_at: z.number(),
  cancelled_at: z.number().nullable(),
})

/** For a whole table at once. */
const responseBytesMax = 1 << 30

export type StoredBooking = z.output<typeof booking>
export type StoredEvent = z.output<typeof event>

export interface Stored {
  readonly bookings: readonly StoredBooking[]
  /** In the order of their commits. */
  readonly events: readonly StoredEvent[]
  readonly tickets: readonly z.output<typeof ticket>[]
  readonly keys: readonly string[]
  readonly screens: readonly string[]
  readonly movies: readonly string[]
  /** What does not agree with the history. */
  readonly history: readonly Finding[]
  /** Those with a movie, by screen and start. */
  readonly showings: readonly z.output<typeof showing>[]
}

/** All that a house left in its database, once it has stopped. */
export async function readStored(directory: string): Promise<Stored> {
  const { databaseFile: file, auditKey } = await lookIntoDataDirectory(directory)
  const authToken = 'the fuzz alone'
  const server = await startLibsqlServer({ file, authToken, limits: { responseBytesMax } })
  const client = createClient({ url: server.url, authToken })
  try {
    const read = async <S extends z.ZodType>(schema: S, sql: string): Promise<z.output<S>[]> =>
      (await client.execute(sql)).rows.map((row) => schema.parse(row))
    const { first: history } = await verify(client, { sealers: sealersFrom({}, auditKey) })
    return {
      history,
      bookings: await read(
        booking,
        'SELECT id, showing_id, name, phone, seats, status, bookings.starts_at FROM bookings LEFT JOIN buyers ON booking_id = id',
      ),
      events: await read(
        event,
        "SELECT kind, booking_id, showing_id, seats, at FROM events WHERE booking_id <> '' ORDER BY sequence",
      ),
      tickets: await read(ticket, 'SELECT showing_id, seat, booking_id FROM tickets'),
      keys: (await read(z.object({ key: z.string() }), 'SELECT key FROM idempotency_keys')).map(
        ({ key }) => key,
      ),
      screens: (await read(z.object({ id: z.string() }), 'SELECT id FROM screens')).map(({ id }) => id),
      movies: (await read(z.object({ id: z.string() }), 'SELECT id FROM movies')).map(({ id }) => id),
      showings: await read(
        showing,
        `SELECT id, screen_id, starts_at, ends_at, cancelled_at FROM showings
          WHERE movie_id IS NOT NULL ORDER BY screen_id, starts_at`,
      ),
    }
  } finally {
    client.close()
    await server.close()
  }
}
