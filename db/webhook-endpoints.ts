import { and, asc, eq, isNull } from 'drizzle-orm'
import { asJson, asJsonOrNull } from './as-json.ts'
import { type Database, asking } from './database.ts'
import type { Given } from './given.ts'
import { type Entry, enter, enterChange, entered, insertEntries, jsonObject } from './history/entry.ts'
import { type WebhookEndpointRecord, webhookEndpoints } from './schema/webhooks.ts'
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

/** What staff decide of it, as the history tells; how its sender gets on is no part of that. */
export const endpointColumns = {
  id: 'id',
  url: 'url',
  types: 'json(types)',
  disabledWhy: 'disabled_why',
  removedAt: 'removed_at',
}

const added = {
  id: ':id',
  url: `:url ->> '$'`,
  types: 'json(:types)',
  disabledWhy: 'NULL',
  removedAt: 'NULL',
}
const isNew = `(SELECT count(*) FROM webhook_endpoints WHERE removed_at IS NULL) < :max
  AND NOT EXISTS (SELECT 1 FROM webhook_endpoints WHERE id = :id)`

/** Does nothing where its id is taken, or there are `max`. What happens from then on is delivered. */
export async function addEndpoint(
  db: Database,
  endpoint: NewEndpoint,
  { max, entry }: { max: number; entry: Entry },
): Promise<void> {
  const { id, url, description, types, fingerprint, createdAt } = endpoint
  const args = { id, url: asJson(url), types: JSON.stringify(types), max }
  await writing(db, [
    {
      sql: `${enter(`'webhook.added'`, { after: jsonObject(added) })} WHERE ${isNew}`,
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `INSERT INTO webhook_endpoints (id, url, description, types, fingerprint, created_at, cursor)
        SELECT :id, :url ->> '$', :description ->> '$', :types, :fingerprint, :createdAt,
          coalesce((SELECT max(sequence) FROM events), 0)
        WHERE ${isNew}`,
      args: { ...args, description: asJson(description), fingerprint, createdAt },
    },
  ])
}

export type EndpointChange = Pick<WebhookEndpointRecord, 'id'> &
  Given<Pick<WebhookEndpointRecord, 'url' | 'description' | 'types'> & { enabled: boolean }>

const changed = {
  ...endpointColumns,
  url: `coalesce(:url ->> '$', url)`,
  types: 'json(coalesce(:types, types))',
  disabledWhy: `CASE WHEN :switches THEN CASE WHEN :enabled THEN NULL ELSE coalesce(disabled_why, 'by staff') END
    ELSE disabled_why END`,
}

/** Changes what is given. One that is switched on goes on where it ended, and is tried at once. */
export async function changeEndpoint(db: Database, change: EndpointChange, entry: Entry): Promise<void> {
  const { id, url, description, types, enabled } = change
  const args = {
    id,
    url: asJsonOrNull(url),
    types: types === undefined ? null : JSON.stringify(types),
    switches: enabled !== undefined,
    enabled: enabled ?? false,
  }
  await writing(db, [
    {
      sql: enterChange('webhook.changed', {
        from: 'webhook_endpoints WHERE id = :id AND removed_at IS NULL',
        before: endpointColumns,
        after: changed,
      }),
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `UPDATE webhook_endpoints SET url = ${changed.url}, description = coalesce(:description ->> '$', description),
          types = ${changed.types}, disabled_why = ${changed.disabledWhy},
          disabled_at = CASE WHEN :switches THEN CASE WHEN :enabled THEN NULL ELSE coalesce(disabled_at, :at) END
            ELSE disabled_at END,
          epoch = epoch + 1, failures = 0, failing_since = NULL, retry_at = 0
        WHERE id = :id AND removed_at IS NULL`,
      args: { ...args, description: asJsonOrNull(description), at: entry.at },
    },
  ])
}

/** Its deliveries are swept away later, and it with them. */
export async function removeEndpoint(db: Database, id: string, entry: Entry): Promise<void> {
  await writing(db, [
    {
      sql: enterChange('webhook.removed', {
        from: 'webhook_endpoints WHERE id = :id AND removed_at IS NULL',
        before: endpointColumns,
        after: { ...endpointColumns, removedAt: ':at' },
      }),
      args: { id, ...entered(entry) },
    },
    {
      sql: `UPDATE webhook_endpoints SET removed_at = :at, epoch = epoch + 1 WHERE id = :id AND removed_at IS NULL`,
      args: { id, at: entry.at },
    },
  ])
}

/** One that was removed, or switched off where there is a reason, and when. */
export interface EndedEndpoint {
  readonly id: string
  readonly at: number
  readonly disabledWhy: string | null
}

const listed = `(SELECT value ->> 'id' AS listed_id, value ->> 'at' AS since, value ->> 'disabledWhy' AS why FROM json_each(:ended))
  WHERE id = listed_id AND removed_at IS NULL AND (why IS NULL OR disabled_at IS NULL)`
const endedColumns = {
  ...endpointColumns,
  disabledWhy: 'coalesce(why, disabled_why)',
  removedAt: 'iif(why IS NULL, since, NULL)',
}

/** Removes or switches off those that are there and were not, as of their moments; answers how many. */
export async function endEndpoints(
  db: Database,
  endpoints: readonly EndedEndpoint[],
  entry: Entry,
): Promise<number> {
  const ended = JSON.stringify(endpoints)
  const [, done] = await writing(db, [
    {
      sql: `${insertEntries}
        SELECT :event || '.' || id, iif(why IS NULL, 'webhook.removed', 'webhook.changed'), '', '', '[]', :at, :actor, :requestId,
          ${jsonObject(endpointColumns)}, ${jsonObject(endedColumns)} FROM webhook_endpoints, ${listed}`,
      args: { ended, ...entered(entry) },
    },
    {
      sql: `UPDATE webhook_endpoints SET disabled_why = ${endedColumns.disabledWhy}, removed_at = ${endedColumns.removedAt},
          disabled_at = iif(why IS NULL, disabled_at, since) FROM ${listed}`,
      args: { ended },
    },
  ])
  return done?.rowsAffected ?? 0
}
