import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const eventKinds = [
  // of a booking
  'booked',
  'moved',
  'cancelled',
  'expired',
  'erased',
  'admitted',
  // a scan that is known was earlier
  'redated',
  // of the programme
  'venue.changed',
  'screen.added',
  'screen.changed',
  'plan.added',
  'movie.added',
  'movie.changed',
  'showing.added',
  'showing.changed',
  'showing.cancelled',
  'showing.reopened',
  'seats.blocked',
  'seats.unblocked',
  'sold_out',
  // of whom is told
  'webhook.added',
  'webhook.changed',
  'webhook.removed',
  // of who may change it
  'key.created',
  'key.revoked',
  // of the whole house
  'restored',
] as const

/**
 * The history: what happened, in the order in which it was committed, each entry with the change that it tells of.
 * Names ids only, never people. Triggers refuse that an entry is changed or taken away.
 */
export const events = sqliteTable(
  'events',
  {
    sequence: integer().primaryKey({ autoIncrement: true }),
    /** Made before the change is sent, so that one can ask later whether it was committed. */
    id: text().notNull().unique(),
    kind: text({ enum: eventKinds }).notNull(),
    /** Empty where it concerns no booking; so is the showing where it concerns none. */
    bookingId: text('booking_id').notNull(),
    showingId: text('showing_id').notNull(),
    seats: text({ mode: 'json' }).$type<string[]>().notNull(),
    at: integer().notNull(),
    /** `buyer`, `cron`, `sender` (of a webhook), `staff:` and the id of a key; `unknown` where a version wrote it that did not know. */
    actor: text().notNull().default('unknown'),
    requestId: text('request_id').notNull().default(''),
    /** What it changed, without the buyer; none where there was nothing, or the version did not know. */
    before: text({ mode: 'json' }).$type<Facts>(),
    after: text({ mode: 'json' }).$type<Facts>(),
  },
  // readHistory, readBookingEntries: by booking, and within it by sequence
  (table) => [index('events_by_booking').on(table.bookingId)],
)

/** The seal of each entry: a chain by HMAC over the seal before it and the entry, under a key that the database does not have. */
export const eventSeals = sqliteTable('event_seals', {
  sequence: integer().primaryKey(),
  /** Names the key, without telling it. */
  key: text().notNull(),
  mac: text().notNull(),
})

/** What a booking, or a row of the programme, was made of at a moment. */
export type Facts = Readonly<Record<string, unknown>>
