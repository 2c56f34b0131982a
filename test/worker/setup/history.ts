import * as z from 'zod'
import { sealHistory } from '../../../worker/cron/seal-history.ts'
import { type Sealer, webSealer } from '../../../worker/history/sealer.ts'
import { type Verified, type VerifyOptions, verify } from '../../../worker/history/verify.ts'
import { client, db, freshName, freshTime } from './box-office.ts'

export const sealer: Sealer = await webSealer('a key for the history of the tests')

/** The whole history of this file's database, with what it explains. */
export function verifyAll(options: Partial<VerifyOptions> = {}): Promise<Verified> {
  return verify(db.$client, { sealers: new Map([[sealer.key, sealer]]), ...options })
}

export function sealAll(): Promise<number> {
  return sealHistory(db, sealer)
}

/** A write from outside, also where triggers stand in the way: whoever can write can drop them. */
export async function writeOutside(
  sql: string,
  ...args: (string | number | ArrayBuffer | null)[]
): Promise<void> {
  await db.$client.batch(
    [
      'DROP TRIGGER IF EXISTS events_are_not_changed',
      'DROP TRIGGER IF EXISTS events_are_not_taken_away',
      { sql, args },
    ],
    'write',
  )
}

export async function bookSome(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let booked = 0; booked < count; booked += 1) {
    const booking = await client.booking.create.mutate({
      showing: freshTime(),
      seats: ['A1', 'B2'],
      name: freshName(),
      phone: '12345',
    })
    ids.push(booking.id)
  }
  return ids
}

const json = z.string().transform((text): unknown => JSON.parse(text))
const storedEntry = z.object({
  sequence: z.number(),
  kind: z.string(),
  booking: z.string(),
  showing: z.string(),
  seats: json,
  actor: z.string(),
  requestId: z.string(),
  before: json.nullable(),
  after: json.nullable(),
})
export type StoredEntry = z.output<typeof storedEntry>

/** Those that were entered after a sequence. */
export async function entriesAfter(sequence: number): Promise<StoredEntry[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT sequence, kind, booking_id AS booking, showing_id AS showing, seats, actor, request_id AS requestId, before, after
      FROM events WHERE sequence > ? ORDER BY sequence`,
    args: [sequence],
  })
  return z.array(storedEntry).parse(rows)
}

export async function lastSequence(): Promise<number> {
  const { rows } = await db.$client.execute('SELECT coalesce(max(sequence), 0) AS last FROM events')
  return Number(rows[0]?.['last'])
}
