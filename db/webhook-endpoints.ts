import { and, asc, eq, isNull } from 'drizzle-orm'
import { asJson, asJsonOrNull } from './as-json.ts'
import { type Database, asking } from './database.ts'
import type { Given } from './given.ts'
import { type WebhookEndpointRecord, webhookEndpoints } from './schema.ts'
import { writing } from './writing.ts'

export async function findEndpoint(db: Database, id: string): Promise<WebhookEndpointRecord | undefined> {
  const isIt = and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.removedAt))
  const [endpoint] = await asking(db.select().from(webhookEndpoints).where(isIt))
  return endpoint
}

/** All there are, the oldest first. */
export async function listEndpoints(db: Database): Promise<WebhookEndpointRecord[]> {
  return asking(
    db
      .select()
      .from(webhookEndpoints)
      .where(isNull(webhookEndpoints.removedAt))
      .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id)),
  )
}

/** The ids of those that are not switched off. */
export async function listOpenEndpoints(db: Database): Promise<string[]> {
  const isOpen = and(isNull(webhookEndpoints.disabledAt), isNull(webhookEndpoints.removedAt))
  const found = await asking(db.select({ id: webhookEndpoints.id }).from(webhookEndpoints).where(isOpen))
  return found.map(({ id }) => id)
}

type NewEndpoint = Pick<
  WebhookEndpointRecord,
  'id' | 'url' | 'description' | 'types' | 'fingerprint' | 'createdAt'
>

/** Does nothing where its id is taken, or there are `max`. What happens from then on is delivered. */
export async function addEndpoint(db: Database, endpoint: NewEndpoint, max: number): Promise<void> {
  const { id, url, description, types, fingerprint, createdAt } = endpoint
  await writing(db, [
    {
      sql: `INSERT INTO webhook_endpoints (id, url, description, types, fingerprint, created_at, cursor)
        SELECT :id, :url ->> '$', :description ->> '$', :types, :fingerprint, :createdAt,
          coalesce((SELECT max(sequence) FROM events), 0)
        WHERE (SELECT count(*) FROM webhook_endpoints WHERE removed_at IS NULL) < :max
        ON CONFLICT (id) DO NOTHING`,
      args: {
        id,
        url: asJson(url),
        description: asJson(description),
        types: JSON.stringify(types),
        fingerprint,
        createdAt,
        max,
      },
    },
  ])
}

export type EndpointChange = Pick<WebhookEndpointRecord, 'id'> &
  Given<Pick<WebhookEndpointRecord, 'url' | 'description' | 'types'> & { enabled: boolean }> & {
    readonly at: number
  }

/** Changes what is given. One that is switched on goes on where it ended, and is tried at once. */
export async function changeEndpoint(db: Database, change: EndpointChange): Promise<void> {
  const { id, url, description, types, enabled, at } = change
  await writing(db, [
    {
      sql: `UPDATE webhook_endpoints SET url = coalesce(:url ->> '$', url),
          description = coalesce(:description ->> '$', description), types = coalesce(:types, types),
          disabled_at = CASE WHEN :switches THEN CASE WHEN :enabled THEN NULL ELSE coalesce(disabled_at, :at) END
            ELSE disabled_at END,
          disabled_why = CASE WHEN :switches THEN CASE WHEN :enabled THEN NULL ELSE coalesce(disabled_why, 'by staff') END
            ELSE disabled_why END,
          epoch = epoch + 1, failures = 0, failing_since = NULL, retry_at = 0
        WHERE id = :id AND removed_at IS NULL`,
      args: {
        id,
        url: asJsonOrNull(url),
        description: asJsonOrNull(description),
        types: types === undefined ? null : JSON.stringify(types),
        switches: enabled !== undefined,
        enabled: enabled ?? false,
        at,
      },
    },
  ])
}

/** Its deliveries are swept away later, and it with them. */
export async function removeEndpoint(db: Database, { id, at }: { id: string; at: number }): Promise<void> {
  await writing(db, [
    {
      sql: `UPDATE webhook_endpoints SET removed_at = :at, epoch = epoch + 1 WHERE id = :id AND removed_at IS NULL`,
      args: { id, at },
    },
  ])
}
