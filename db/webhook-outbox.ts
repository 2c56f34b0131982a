import * as z from 'zod'
import { type Database, sanitized } from './database.ts'
import { type Entry, enterChange, entered } from './history/entry.ts'
import type { WebhookDeliveryRecord, WebhookEndpointRecord } from './schema/webhooks.ts'
import { endpointColumns } from './webhook-endpoints.ts'

/*
 * What a sender asks. The events are the outbox; of each endpoint the database keeps how far it has come, and a row for each
 * event that it took in hand.
 */

/** An event as it was committed. */
export interface OutboxEvent {
  readonly sequence: number
  readonly id: string
  readonly kind: string
  /** Empty where it happened to a showing. */
  readonly bookingId: string
  readonly showingId: string
  readonly seats: readonly string[]
  readonly at: number
}

/** How an endpoint's receiver has been doing. */
export type ReceiverHealth = Pick<WebhookEndpointRecord, 'failures' | 'failingSince' | 'retryAt'>

export interface PendingDelivery
  extends OutboxEvent, Pick<WebhookDeliveryRecord, 'attempts' | 'firstAt' | 'nextAt' | 'problem'> {}

/** What a sender knows when it starts; one that started before can keep nothing any more. */
export interface OpenedSender extends ReceiverHealth {
  readonly url: string
  readonly types: readonly string[]
  readonly epoch: number
  readonly cursor: number
  /** By sequence, the oldest first. */
  readonly pending: readonly PendingDelivery[]
  /** There may be more of them than were read, and those come before what lies in the outbox. */
  readonly hasMore: boolean
}

const eventColumns = `events.sequence, events.id, kind, booking_id AS bookingId, showing_id AS showingId, seats, at`

const statements = {
  open: `UPDATE webhook_endpoints SET epoch = epoch + 1
    WHERE id = :id AND disabled_at IS NULL AND removed_at IS NULL
    RETURNING url, types, epoch, cursor, failures, failing_since AS failingSince, retry_at AS retryAt`,
  epoch: `SELECT epoch FROM webhook_endpoints WHERE id = :id`,
  // What lies behind the cursor is taken anew, by who moved it there.
  pending: `SELECT ${eventColumns}, attempts, first_at AS firstAt, next_at AS nextAt, problem
    FROM webhook_deliveries CROSS JOIN events ON events.sequence = webhook_deliveries.sequence
    WHERE endpoint_id = :id AND state = 'pending'
      AND webhook_deliveries.sequence <= (SELECT cursor FROM webhook_endpoints WHERE id = :id)
    ORDER BY webhook_deliveries.sequence LIMIT :limit`,
  outbox: `SELECT ${eventColumns} FROM events WHERE sequence > :after ORDER BY sequence LIMIT :limit`,
  keepEndpoint: `UPDATE webhook_endpoints SET cursor = :cursor, failures = :failures, failing_since = :failingSince,
      retry_at = :retryAt, disabled_why = :disabledWhy, disabled_at = CASE WHEN :disabledWhy IS NULL THEN NULL ELSE :at END
    WHERE id = :id AND epoch = :epoch AND disabled_at IS NULL AND removed_at IS NULL`,
  enterDisabled: enterChange('webhook.changed', {
    from: `webhook_endpoints WHERE id = :id AND epoch = :epoch AND disabled_at IS NULL AND removed_at IS NULL`,
    before: endpointColumns,
    after: { ...endpointColumns, disabledWhy: ':disabledWhy' },
  }),
  keepDeliveries: `INSERT INTO webhook_deliveries
      (endpoint_id, sequence, state, attempts, first_at, next_at, problem, settled_at)
    SELECT :id, row.value ->> 'sequence', row.value ->> 'state', row.value ->> 'attempts', row.value ->> 'firstAt',
      row.value ->> 'nextAt', row.value ->> 'problem', row.value ->> 'settledAt'
    FROM json_each(:rows) AS row WHERE (SELECT epoch FROM webhook_endpoints WHERE id = :id) = :epoch
    ON CONFLICT (endpoint_id, sequence) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
      first_at = excluded.first_at, next_at = excluded.next_at, problem = excluded.problem,
      settled_at = excluded.settled_at`,
}

const eventRow = z.object({
  sequence: z.number(),
  id: z.string(),
  kind: z.string(),
  bookingId: z.string(),
  showingId: z.string(),
  seats: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  at: z.number(),
})
const pendingRow = eventRow.extend({
  attempts: z.number(),
  firstAt: z.number().nullable(),
  nextAt: z.number(),
  problem: z.string().nullable(),
})
const endpointRow = z.object({
  url: z.string(),
  types: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  epoch: z.number(),
  cursor: z.number(),
  failures: z.number(),
  failingSince: z.number().nullable(),
  retryAt: z.number(),
})

/** Raises the endpoint's epoch and reads what is to be done; undefined where it is switched off or removed. */
export async function openSender(
  db: Database,
  { id, limit }: { id: string; limit: number },
): Promise<OpenedSender | undefined> {
  try {
    const [opened, pending] = await db.$client.batch(
      [
        { sql: statements.open, args: { id } },
        { sql: statements.pending, args: { id, limit } },
      ],
      'write',
    )
    const row = opened?.rows[0]
    if (row === undefined) return undefined
    const read = z.array(pendingRow).parse(pending?.rows)
    return { ...endpointRow.parse(row), pending: read, hasMore: read.length === limit }
  } catch (error) {
    throw sanitized(error)
  }
}

/** Undefined where there is no such endpoint. */
export async function readSenderEpoch(db: Database, id: string): Promise<number | undefined> {
  try {
    const { rows } = await db.$client.execute({ sql: statements.epoch, args: { id } })
    return z.object({ epoch: z.number() }).optional().parse(rows[0])?.epoch
  } catch (error) {
    throw sanitized(error)
  }
}

/** The events that follow `after`, in the order in which they were committed. */
export async function readOutbox(
  db: Database,
  { after, limit }: { after: number; limit: number },
): Promise<OutboxEvent[]> {
  try {
    const { rows } = await db.$client.execute({ sql: statements.outbox, args: { after, limit } })
    return z.array(eventRow).parse(rows)
  } catch (error) {
    throw sanitized(error)
  }
}

export type KeptDelivery = Omit<WebhookDeliveryRecord, 'endpointId'>

export interface SenderProgress extends ReceiverHealth {
  readonly cursor: number
  readonly deliveries: readonly KeptDelivery[]
  /** Why nothing more is to be sent. */
  readonly disabledWhy: 'gone' | 'failing' | null
}

/** Keeps what a sender has done; false, and nothing is kept, where it is not its endpoint's sender any more. */
export async function keepProgress(
  db: Database,
  { id, epoch, entry }: { id: string; epoch: number; entry: Entry },
  { deliveries, ...progress }: SenderProgress,
): Promise<boolean> {
  const rows = JSON.stringify(deliveries)
  try {
    const kept = { sql: statements.keepEndpoint, args: { id, epoch, at: entry.at, ...progress } }
    const keptDeliveries = { sql: statements.keepDeliveries, args: { id, epoch, rows } }
    const { disabledWhy } = progress
    const disabled = { sql: statements.enterDisabled, args: { id, epoch, disabledWhy, ...entered(entry) } }
    const results = await db.$client.batch(
      disabledWhy === null ? [kept, keptDeliveries] : [disabled, kept, keptDeliveries],
      'write',
    )
    return results.at(-2)?.rowsAffected === 1
  } catch (error) {
    throw sanitized(error)
  }
}
