import { and, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm'
import { type Database, asking, sanitized } from './database.ts'
import { events } from './schema/history.ts'
import { type WebhookDeliveryRecord, webhookDeliveries } from './schema/webhooks.ts'
import { writing } from './writing.ts'

/** A delivery with what it delivers. */
export interface SeenDelivery extends WebhookDeliveryRecord {
  readonly eventId: string
  readonly kind: string
  readonly happenedAt: number
}

interface DeliveryFilter {
  readonly endpoint: string
  readonly state?: WebhookDeliveryRecord['state'] | undefined
  /** Where the last page ended. */
  readonly before?: number | undefined
  readonly limit: number
}

/** What an endpoint's sender has taken in hand, the latest event first. */
export async function listDeliveries(
  db: Database,
  { endpoint, state, before, limit }: DeliveryFilter,
): Promise<SeenDelivery[]> {
  const { endpointId, sequence } = webhookDeliveries
  // As text of the statement, so that the partial indexes serve it.
  const ofState = state && sql`${webhookDeliveries.state} = ${sql.raw(`'${state}'`)}`
  return asking(
    db
      .select({
        ...getTableColumns(webhookDeliveries),
        eventId: events.id,
        kind: events.kind,
        happenedAt: events.at,
      })
      .from(webhookDeliveries)
      .innerJoin(events, eq(events.sequence, sequence))
      .where(and(eq(endpointId, endpoint), ofState, before === undefined ? undefined : lt(sequence, before)))
      .orderBy(desc(sequence))
      .limit(limit),
  )
}

/** Of an endpoint: how many deliveries are pending and given up, and how many events nobody has looked at yet. */
export interface DeliveryCounts {
  readonly pending: number
  readonly givenUp: number
  readonly ahead: number
}

export async function countDeliveries(db: Database, endpoint: string): Promise<DeliveryCounts> {
  try {
    const { rows } = await db.$client.execute({
      sql: `SELECT
          (SELECT count(*) FROM webhook_deliveries WHERE endpoint_id = :endpoint AND state = 'pending') AS pending,
          (SELECT count(*) FROM webhook_deliveries WHERE endpoint_id = :endpoint AND state = 'given_up') AS givenUp,
          (SELECT max(sequence) FROM events) - cursor AS ahead
        FROM webhook_endpoints WHERE id = :endpoint`,
      args: { endpoint },
    })
    const [row] = rows
    const count = (column: keyof DeliveryCounts): number => Number(row?.[column] ?? 0)
    return { pending: count('pending'), givenUp: count('givenUp'), ahead: Math.max(count('ahead'), 0) }
  } catch (error) {
    throw sanitized(error)
  }
}

/** Where an event is in the order of all, and of which kind it is. */
export async function findEvent(
  db: Database,
  id: string,
): Promise<{ sequence: number; kind: string } | undefined> {
  const { sequence, kind } = events
  const [found] = await asking(db.select({ sequence, kind }).from(events).where(eq(events.id, id)))
  return found
}

/** Fences the sender, so that it reads anew what is to be done, and has the receiver tried at once. */
const callSender = `UPDATE webhook_endpoints SET epoch = epoch + 1, failures = 0, failing_since = NULL, retry_at = 0
  WHERE id = :endpoint`

interface Replay {
  readonly endpoint: string
  readonly at: number
}

/** Has one event delivered again. One that the cursor has not reached yet comes by itself. */
export async function replayEvent(
  db: Database,
  { endpoint, sequence, at }: Replay & { readonly sequence: number },
): Promise<void> {
  await writing(db, [
    {
      sql: `INSERT INTO webhook_deliveries (endpoint_id, sequence, state, attempts, next_at)
        SELECT id, :sequence, 'pending', 0, :at FROM webhook_endpoints WHERE id = :endpoint AND cursor >= :sequence
        ON CONFLICT (endpoint_id, sequence) DO UPDATE SET state = 'pending', attempts = 0, first_at = NULL,
          next_at = :at, problem = NULL, settled_at = NULL`,
      args: { endpoint, sequence, at },
    },
    { sql: callSender, args: { endpoint } },
  ])
}

/** Has an event, and all that came after it, delivered again. */
export async function replayFrom(
  db: Database,
  { endpoint, sequence }: { endpoint: string; sequence: number },
): Promise<void> {
  await writing(db, [
    {
      sql: 'UPDATE webhook_endpoints SET cursor = min(cursor, :sequence - 1) WHERE id = :endpoint',
      args: { endpoint, sequence },
    },
    { sql: callSender, args: { endpoint } },
  ])
}

/** Has those delivered that were given up, the oldest first, `limit` at most; answers how many. */
export async function replayGivenUp(
  db: Database,
  { endpoint, at, limit }: Replay & { readonly limit: number },
): Promise<number> {
  const [replayed] = await writing(db, [
    {
      sql: `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, first_at = NULL, next_at = :at, problem = NULL,
          settled_at = NULL
        WHERE endpoint_id = :endpoint AND sequence IN (SELECT sequence FROM webhook_deliveries
          WHERE endpoint_id = :endpoint AND state = 'given_up' ORDER BY sequence LIMIT :limit)`,
      args: { endpoint, at, limit },
    },
    { sql: callSender, args: { endpoint } },
  ])
  return replayed?.rowsAffected ?? 0
}

/** The endpoints that have something to send at `now`. */
export async function findDueEndpoints(db: Database, now: number): Promise<string[]> {
  try {
    const { rows } = await db.$client.execute({
      sql: `SELECT id FROM webhook_endpoints
        WHERE disabled_at IS NULL AND removed_at IS NULL AND retry_at <= :now
          AND ((SELECT max(sequence) FROM events) > cursor OR EXISTS (SELECT 1 FROM webhook_deliveries
            WHERE endpoint_id = webhook_endpoints.id AND state = 'pending' AND next_at <= :now))`,
      args: { now },
    })
    return rows.flatMap(({ id }) => (typeof id === 'string' ? id : []))
  } catch (error) {
    throw sanitized(error)
  }
}

/** Forgets what was settled by `before`, and what belongs to endpoints that are removed; answers how much, at most `limit` of each. */
export async function sweepDeliveries(
  db: Database,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const [old, orphaned] = await writing(db, [
    {
      sql: `DELETE FROM webhook_deliveries WHERE (endpoint_id, sequence) IN (
        SELECT endpoint_id, sequence FROM webhook_deliveries WHERE settled_at <= :before ORDER BY settled_at LIMIT :limit)`,
      args: { before, limit },
    },
    {
      sql: `DELETE FROM webhook_deliveries WHERE (endpoint_id, sequence) IN (
        SELECT endpoint_id, sequence FROM webhook_endpoints CROSS JOIN webhook_deliveries ON endpoint_id = id
        WHERE removed_at IS NOT NULL LIMIT :limit)`,
      args: { limit },
    },
    {
      sql: `DELETE FROM webhook_endpoints WHERE removed_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint_id = id)`,
      args: {},
    },
  ])
  return (old?.rowsAffected ?? 0) + (orphaned?.rowsAffected ?? 0)
}
