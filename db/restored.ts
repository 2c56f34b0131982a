import type { Client } from '@libsql/client/http'
import * as z from 'zod'
import { type By, enter, entered, jsonObject } from './history/entry.ts'
import type { EndedEndpoint } from './webhook-endpoints.ts'

/** What the database that is replaced knows, and its backup cannot. */
export interface Replaced {
  /** Of all showings, the highest. */
  readonly epoch: number
  readonly lastSequence: number
}

/** More often than a sender can have begun since the backup: the database that is replaced need not know webhooks. */
const farBeyond = 1_000_000

const replacedRow = z.object({ epoch: z.number(), lastSequence: z.number() })

export async function readReplaced(client: Client): Promise<Replaced> {
  const { rows } = await client.execute(`SELECT (SELECT coalesce(max(epoch), 0) FROM showings) AS epoch,
    (SELECT coalesce(max(sequence), 0) FROM events) AS lastSequence`)
  return replacedRow.parse(rows[0])
}

/** Bookings whose buyers were erased, or forgotten, after the one that comes first by `after`. */
export async function readErased(
  client: Client,
  { after, limit }: { after: number; limit: number },
): Promise<readonly { sequence: number; booking: string }[]> {
  const { rows } = await client.execute({
    sql: `SELECT sequence, booking_id AS booking FROM events WHERE kind = 'erased' AND sequence > ? ORDER BY sequence LIMIT ?`,
    args: [after, limit],
  })
  return z.array(z.object({ sequence: z.number(), booking: z.string() })).parse(rows)
}

/** By id. */
interface Page {
  readonly after: string
  readonly limit: number
}

const revokedRows = z.array(z.object({ id: z.string(), at: z.number() }))

/** Keys that are revoked by what is told of them last, and when; also those that are forgotten by now. */
export async function readRevokedKeys(
  client: Client,
  { after, limit }: Page,
): Promise<readonly { id: string; at: number }[]> {
  const { rows } = await client.execute({
    sql: `SELECT after ->> 'id' AS id, after ->> 'revokedAt' AS at FROM (${lastOfEach(['key.created', 'key.revoked'])})
      WHERE after ->> 'revokedAt' IS NOT NULL AND after ->> 'id' > ? ORDER BY after ->> 'id' LIMIT ?`,
    args: [after, limit],
  })
  return revokedRows.parse(rows)
}

const endedRows = z.array(z.object({ id: z.string(), at: z.number(), disabledWhy: z.string().nullable() }))

/** Webhooks that are removed or switched off by what is told of them last, and when; also those that are swept away by now. */
export async function readEndedEndpoints(
  client: Client,
  { after, limit }: Page,
): Promise<readonly EndedEndpoint[]> {
  const { rows } = await client.execute({
    sql: `SELECT after ->> 'id' AS id, coalesce(after ->> 'removedAt', at) AS at,
        iif(after ->> 'removedAt' IS NULL, after ->> 'disabledWhy', NULL) AS disabledWhy
      FROM (${lastOfEach(['webhook.added', 'webhook.changed', 'webhook.removed'])})
      WHERE coalesce(after ->> 'removedAt', after ->> 'disabledWhy') IS NOT NULL AND after ->> 'id' > ?
      ORDER BY after ->> 'id' LIMIT ?`,
    args: [after, limit],
  })
  return endedRows.parse(rows)
}

/** Of each subject the last entry. */
function lastOfEach(kinds: readonly string[]): string {
  return `SELECT at, after FROM events WHERE sequence IN (SELECT max(sequence) FROM events
    WHERE booking_id = '' AND kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}) AND json_valid(after) GROUP BY after ->> 'id')`
}

/**
 * Makes a database that is older than what its callers saw fit to be sold on: no desk, no watcher and no sender knows its epochs, no hold
 * is kept, and no entry gets a number that another had. Enters that this was done.
 */
export async function beginAnew(
  client: Client,
  { epoch, lastSequence }: Replaced,
  { event, at, by }: { event: string; at: number; by: By },
): Promise<void> {
  const facts = jsonObject({ lastSequence: '(SELECT max(sequence) FROM events)' })
  await client.batch(
    [
      { sql: 'UPDATE showings SET epoch = epoch + :raise', args: { raise: epoch + 1 } },
      { sql: 'UPDATE webhook_endpoints SET epoch = epoch + :raise', args: { raise: farBeyond } },
      'DELETE FROM holds',
      {
        sql: `UPDATE sqlite_sequence SET seq = max(seq, :lastSequence) WHERE name = 'events'`,
        args: { lastSequence },
      },
      {
        sql: enter(`'restored'`, {
          before: jsonObject({ lastSequence: ':lastSequence' }),
          after: facts,
        }),
        args: { lastSequence, ...entered({ event, at, by }) },
      },
    ],
    'write',
  )
}
