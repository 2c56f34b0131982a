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

/** Seats kept for one buyer for some minutes. One that has run out is none, whether or not it has been swept away. */
export const holds = sqliteTable(
  'holds',
  {
    id: text().primaryKey(),
    // No foreign key: what is written here is conditional on the epoch, and so on the showing's row.
    showingId: text('showing_id').notNull(),
    seats: text({ mode: 'json' }).$type<string[]>().notNull(),
    /** The quote: minor units, in the order of the seats. */
    prices: text({ mode: 'json' }).$type<number[]>(),
    /** HMAC of the caller's address: who holds much is told to wait. */
    caller: text().notNull(),
    /** HMAC of the request, where it came with an idempotency key, from which the id was made then. */
    fingerprint: text(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    // openShowing
    index('holds_by_showing').on(table.showingId),
    // sweepHolds
    index('holds_by_end').on(table.expiresAt),
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

export const bookings = sqliteTable(
  'bookings',
  {
    id: text().primaryKey(),
    // No foreign key: what is written here is conditional on the epoch, and so on the showing's row.
    showingId: text('showing_id').notNull(),
    startsAt: integer('starts_at').notNull(),
    seats: text({ mode: 'json' }).$type<string[]>().notNull(),
    /** Minor units, in the order of the seats; none where the house asked no price. */
    prices: text({ mode: 'json' }).$type<number[]>(),
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
    // listBookings: in pages, by time
    index('bookings_listed')
      .on(table.startsAt, table.id)
      .where(sql`status <> 'cancelled'`),
  ],
)

const digitsOfPhone = [' ', '+', '-', '(', ')', '.', '/'].reduce(
  (digits, sign) => `replace(${digits}, '${sign}', '')`,
  'phone',
)

/** Names and phones, here and nowhere else: what is deleted here is forgotten, and bookings and their history stay. */
export const buyers = sqliteTable(
  'buyers',
  {
    // No foreign key, as they are written in one batch.
    bookingId: text('booking_id').primaryKey(),
    /** Of the showing that the booking is for now. */
    startsAt: integer('starts_at').notNull(),
    name: text().notNull(),
    phone: text().notNull(),
    /** Without what people write between them. */
    phoneDigits: text('phone_digits').generatedAlwaysAs(sql.raw(digitsOfPhone), { mode: 'virtual' }),
  },
  (table) => [
    // searchByName, findBookedByName, expireDue of a name: whichever way its ASCII letters are written
    index('buyers_by_name').on(sql`name COLLATE NOCASE`, table.startsAt),
    // searchByPhone
    index('buyers_by_phone').on(table.phoneDigits),
    // forgetBuyers
    index('buyers_by_start').on(table.startsAt),
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

/**
 * Tickets that were seen at a door: a set that only grows, of which each seat's admission is read. The earliest scan let
 * somebody in. A booking that has any neither moves nor cancels.
 */
export const scans = sqliteTable(
  'scans',
  {
    showingId: text('showing_id').notNull(),
    seat: text().notNull(),
    device: text().notNull(),
    /** Made by the device. */
    id: text().notNull(),
    bookingId: text('booking_id').notNull(),
    scannedAt: integer('scanned_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.showingId, table.seat, table.device, table.id] }),
    // commitGroup, cancel, readScansOfBooking: whether a booking has an admitted ticket
    index('scans_by_booking').on(table.bookingId),
  ],
)

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

/** The effect that a key had: committed with it, answered again to a retry. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    key: text().primaryKey(),
    fingerprint: text().notNull(),
    /** The showing that the request was addressed to; none for a cancellation by name. */
    showingId: text('showing_id'),
    /** Whose name and phone belong to the answer; these are kept with the buyers alone. */
    bookingId: text('booking_id'),
    answer: text({ mode: 'json' }).$type<RememberedAnswer>().notNull(),
  },
  // openDesk: the keys of one showing
  (table) => [index('idempotency_keys_by_showing').on(table.showingId)],
)

/** What staff show. The key itself is kept nowhere: who reads this table can show none. */
export const staffKeys = sqliteTable('staff_keys', {
  /** How the key begins. */
  id: text().primaryKey(),
  role: text({ enum: ['door', 'sales', 'manager'] }).notNull(),
  name: text().notNull(),
  /** SHA-256 of the whole key, as hexadecimal digits: of 160 random bits there is nothing to guess. */
  hash: text().notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
})

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

/** A booking and its buyer; name and phone are empty where they were erased. */
export type BookingRecord = typeof bookings.$inferSelect & { name: string; phone: string }
export type MovieRecord = typeof movies.$inferSelect
export type ShowingRecord = typeof showings.$inferSelect
export type StaffKeyRecord = typeof staffKeys.$inferSelect
export type ScanRecord = typeof scans.$inferSelect
export type HoldRecord = typeof holds.$inferSelect
export type WebhookEndpointRecord = typeof webhookEndpoints.$inferSelect
export type WebhookDeliveryRecord = typeof webhookDeliveries.$inferSelect

/** A booking as it was right after a change, without its buyer; or the ids that a name's cancellation took. */
export type RememberedAnswer = Omit<BookingRecord, 'name' | 'phone'> | { cancelled: string[] }
