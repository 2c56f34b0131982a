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
    // findUpcomingByName, cancelByName
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

export type BookingRecord = typeof bookings.$inferSelect
export type ScreenRecord = typeof screens.$inferSelect

/** A booking as it was right after a change, without its buyer; or the ids that a name's cancellation took. */
export type RememberedAnswer = Omit<BookingRecord, 'name' | 'phone'> | { cancelled: string[] }
