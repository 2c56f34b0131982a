import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Who runs this house: one row. Its time zone is a setting, as stored instants do not depend on it. */
export const venue = sqliteTable('venue', {
  id: integer().primaryKey(),
  name: text().notNull(),
  /** ISO 4217. All prices are in its minor units. */
  currency: text().notNull(),
  /** How long seats are held. */
  holdMs: integer('hold_ms').notNull(),
  /** What a screen needs between two showings. */
  turnaroundMs: integer('turnaround_ms').notNull(),
})

/** More tickets than any plan has seats. */
export const anyNumberOfTickets = 100_000

export const screens = sqliteTable('screens', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Of the plan that new showings get. */
  planVersion: integer('plan_version').notNull().default(1),
  /** Any future date and time can be booked; its showing comes to be with its first booking. */
  openSchedule: integer('open_schedule', { mode: 'boolean' }).notNull(),
  /** Sales close this long after a showing starts; before it where negative. */
  salesCloseAfterMs: integer('sales_close_after_ms').notNull(),
  /** Refuses picks that strand a single seat, where the row has an equally good one that does not. */
  avoidsSingles: integer('avoids_singles', { mode: 'boolean' }).notNull().default(false),
  /** Tickets of one showing that one phone may have. */
  phoneTicketsMax: integer('phone_tickets_max').notNull().default(anyNumberOfTickets),
})

/** A screen's seats, in each version that was ever in force: a showing keeps the one that it is sold on. */
export const seatPlans = sqliteTable(
  'seat_plans',
  {
    screenId: text('screen_id')
      .notNull()
      .references(() => screens.id),
    version: integer().notNull(),
    /** As it was given: the compact text, or JSON. */
    source: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.screenId, table.version] })],
)

export const movies = sqliteTable('movies', {
  id: text().primaryKey(),
  title: text().notNull(),
  runningMinutes: integer('running_minutes').notNull(),
  rating: text(),
  posterUrl: text('poster_url'),
  description: text().notNull(),
})

export const showings = sqliteTable(
  'showings',
  {
    id: text().primaryKey(),
    screenId: text('screen_id')
      .notNull()
      .references(() => screens.id),
    startsAt: integer('starts_at').notNull(),
    /**
     * Counts the desk's openings, and the changes of this row: a desk's batch writes only where this is still its own,
     * and so never by facts that staff have changed.
     */
    epoch: integer().notNull().default(0),
    /** Counts the desk's openings alone: a desk learns whether another one has opened the showing since. */
    openings: integer().notNull().default(0),
    planVersion: integer('plan_version').notNull().default(1),
    /** None where it came to be with a booking on an open schedule; so have the columns that follow. */
    movieId: text('movie_id').references(() => movies.id),
    /** When the screen is free again, but for the turnaround. */
    endsAt: integer('ends_at'),
    /** Minor units by category; none where the house asks no price. */
    prices: text({ mode: 'json' }).$type<Record<string, number>>(),
    salesOpenAt: integer('sales_open_at'),
    /** Instead of the screen's own closing. */
    salesCloseAt: integer('sales_close_at'),
    cancelledAt: integer('cancelled_at'),
  },
  (table) => [
    // addShowing: those that would overlap
    index('showings_by_screen').on(table.screenId, table.startsAt),
    // listShowings: in pages, by time
    index('showings_listed')
      .on(table.startsAt, table.id)
      .where(sql`movie_id IS NOT NULL`),
  ],
)

/** Seats that staff have taken off sale for one showing. */
export const blockedSeats = sqliteTable(
  'blocked_seats',
  {
    // No foreign key: what is written here is conditional on the epoch, and so on the showing's row.
    showingId: text('showing_id').notNull(),
    seat: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.showingId, table.seat] })],
)

export type MovieRecord = typeof movies.$inferSelect

export type ShowingRecord = typeof showings.$inferSelect
