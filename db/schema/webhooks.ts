import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Where events are delivered to. Its secret is made of its id and a secret of the deployment, and kept nowhere. */
export const webhookEndpoints = sqliteTable('webhook_endpoints', {
  id: text().primaryKey(),
  url: text().notNull(),
  description: text().notNull(),
  /** The types that are delivered; all where empty. */
  types: text({ mode: 'json' }).$type<string[]>().notNull(),
  /** HMAC of the request, where it came with an idempotency key, from which the id was made then. */
  fingerprint: text(),
  createdAt: integer('created_at').notNull(),
  /** Counts the sender's starts, and what staff change here: a sender writes only where this is still its own. */
  epoch: integer().notNull().default(0),
  /** Events up to this sequence have been taken in hand: each has a row among the deliveries, or is of no type that is wanted. */
  cursor: integer().notNull(),
  /** Deliveries that failed in a row, and since when. */
  failures: integer().notNull().default(0),
  failingSince: integer('failing_since'),
  /** Nothing is sent before that. */
  retryAt: integer('retry_at').notNull().default(0),
  disabledAt: integer('disabled_at'),
  disabledWhy: text('disabled_why', { enum: ['by staff', 'gone', 'failing'] }),
  /** Its deliveries are being swept away, and it goes with the last of them. */
  removedAt: integer('removed_at'),
})

/** What became of an event at an endpoint. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    // No foreign key: they are swept away after their endpoint is removed.
    endpointId: text('endpoint_id').notNull(),
    /** The event's. */
    sequence: integer().notNull(),
    state: text({ enum: ['pending', 'delivered', 'given_up'] }).notNull(),
    attempts: integer().notNull(),
    /** Of the first attempt. */
    firstAt: integer('first_at'),
    /** Where it is pending: when it is due. */
    nextAt: integer('next_at').notNull(),
    /** Why the last attempt failed. */
    problem: text(),
    /** When it was delivered or given up. */
    settledAt: integer('settled_at'),
  },
  (table) => [
    primaryKey({ columns: [table.endpointId, table.sequence] }),
    // openSender, findDueEndpoints
    index('webhook_deliveries_pending')
      .on(table.endpointId, table.nextAt)
      .where(sql`state = 'pending'`),
    // listDeliveries, replayGivenUp
    index('webhook_deliveries_given_up')
      .on(table.endpointId, table.sequence)
      .where(sql`state = 'given_up'`),
    // sweepDeliveries
    index('webhook_deliveries_settled').on(table.settledAt),
  ],
)

export type WebhookEndpointRecord = typeof webhookEndpoints.$inferSelect

export type WebhookDeliveryRecord = typeof webhookDeliveries.$inferSelect
