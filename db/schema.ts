import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A room and its seats. Another screen, of whatever size, is another row. */
export const screens = sqliteTable('screens', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Seat labels in the order of the plan. */
  seats: text({ mode: 'json' }).$type<string[]>().notNull(),
  /** Any future date and time can be booked; its showing comes to be with its first booking. */
  openSchedule: integer('open_schedule', { mode: 'boolean' }).notNull(),
  /** Sales close this long after a showing starts; before it where negative. */
  salesCloseAfterMs: integer('sales_close_after_ms').notNull(),
})

export const showings = sqliteTable('showings', {
  id: text().primaryKey(),
  screenId: text('screen_id')
    .notNull()
    .references(() => screens.id),
  startsAt: integer('starts_at').notNull(),
  /** Counts the desk's openings: a batch writes only where this is still its own. */
  epoch: integer().notNull().default(0),
})

export const bookings = sqliteTable(
  'bookings',
  {
    id: text().primaryKey(),
    // No foreign key: what is written here is conditional on the epoch, and so on the showing's row.
    showingId: text('showing_id').notNull(),
    startsAt: integer('starts_at').notNull(),
    name: text().notNull(),
    phone: text().notNull(),
    seats: text({ mode: 'json' }).$type<string[]>().notNull(),
    status: text({ enum: ['booked', 'expired', 'cancelled'] }).notNull(),
    /** Counts the booking's changes: a change decided on an older one does nothing. */
    version: integer().notNull(),
    bookedAt: integer('booked_at').notNull(),
  },
  (table) => [
    // expireDue: the bookings that are due, oldest first
    index('bookings_due')
      .on(table.startsAt)
      .where(sql`status = 'booked'`),
    // findBookedByName, expireDue of a name
    index('bookings_by_name')
      .on(table.name, table.startsAt)
      .where(sql`status = 'booked'`),
    // listBookings: in pages, by time
    index('bookings_listed')
      .on(table.startsAt, table.id)
      .where(sql`status <> 'cancelled'`),
  ],
)

/** A seat is sold once because its ticket can exist once. */
export const tickets = sqliteTable(
  'tickets',
  {
    showingId: text('showing_id').notNull(),
    seat: text().notNull(),
    // No foreign key: to delete a booking would then scan all tickets. They come and go with it in one batch.
    bookingId: text('booking_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.showingId, table.seat] })],
)

/** What happened, in the order in which it was committed. Names ids only, never people. */
export const events = sqliteTable('events', {
  sequence: integer().primaryKey({ autoIncrement: true }),
  /** Made before the change is sent, so that one can ask later whether it was committed. */
  id: text().notNull().unique(),
  kind: text({ enum: ['booked', 'moved', 'cancelled', 'expired'] }).notNull(),
  bookingId: text('booking_id').notNull(),
  showingId: text('showing_id').notNull(),
  seats: text({ mode: 'json' }).$type<string[]>().notNull(),
  at: integer().notNull(),
})

/** The effect that a key had: committed with it, answered again to a retry. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    key: text().primaryKey(),
    fingerprint: text().notNull(),
    /** The showing that the request was addressed to; none for a cancellation by name. */
    showingId: text('showing_id'),
    /** Whose name and phone belong to the answer; these are kept with the booking alone. */
    bookingId: text('booking_id'),
    answer: text({ mode: 'json' }).$type<RememberedAnswer>().notNull(),
  },
  // openDesk: the keys of one showing
  (table) => [index('idempotency_keys_by_showing').on(table.showingId)],
)

/** How far the comparison of bookings and tickets has come and what it found: one row. */
export const conservationChecks = sqliteTable('conservation_checks', {
  id: integer().primaryKey(),
  /** Counts the runs: of two at once, one keeps what it found. */
  runs: integer().notNull(),
  ranAt: integer('ran_at').notNull(),
  cursor: text({ mode: 'json' }).$type<CheckCursor>().notNull(),
  /** Of the pass under way. */
  found: text({ mode: 'json' }).$type<Findings>().notNull(),
  /** Of the last pass that was completed, and when that was. */
  foundLast: text('found_last', { mode: 'json' }).$type<Findings>(),
  completedAt: integer('completed_at'),
})

/** Where a pass goes on: it walks all bookings, then all tickets, each by primary key. */
export type CheckCursor =
  | { readonly walk: 'bookings'; readonly after: string }
  | { readonly walk: 'tickets'; readonly after: { readonly showing: string; readonly seat: string } }

/** Mismatches between bookings and tickets: how many, and the first of them. */
export interface Findings {
  readonly count: number
  readonly first: readonly Mismatch[]
}

export const mismatchKinds = [
  // of a booking that is not cancelled
  'seats unreadable',
  'ticket missing',
  // of a ticket
  'booking missing',
  'booking cancelled',
  'booking elsewhere',
  'seat not booked',
] as const

/** Names no people, and of a booking's id, which is its secret, only how it begins. */
export interface Mismatch {
  readonly kind: (typeof mismatchKinds)[number]
  readonly booking: string
  readonly showing: string
  /** None where it is the booking's list of seats that cannot be read. */
  readonly seat: string | null
}

export type BookingRecord = typeof bookings.$inferSelect
export type ScreenRecord = typeof screens.$inferSelect

/** A booking as it was right after a change, without its buyer; or the ids that a name's cancellation took. */
export type RememberedAnswer = Omit<BookingRecord, 'name' | 'phone'> | { cancelled: string[] }
