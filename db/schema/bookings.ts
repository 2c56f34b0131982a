import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
    // openShowings
    index('holds_by_showing').on(table.showingId),
    // sweepHolds
    index('holds_by_end').on(table.expiresAt),
  ],
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
    /** The twelve days in which it was booked: the first two letters of its id's time. */
    period: text().generatedAlwaysAs(sql`substr(booking_id, 1, 5)`, { mode: 'virtual' }),
  },
  (table) => [
    // searchByName, findBookedByName, expireDue of a name: whichever way its ASCII letters are written
    index('buyers_by_name').on(table.period, sql`name COLLATE NOCASE`, table.startsAt),
    // searchByPhone
    index('buyers_by_phone').on(table.period, table.phoneDigits),
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
    // commitGroups, cancel, readScansOfBooking: whether a booking has an admitted ticket
    index('scans_by_booking').on(table.bookingId),
  ],
)

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

/** A booking and its buyer; name and phone are empty where they were erased. */
export type BookingRecord = typeof bookings.$inferSelect & { name: string; phone: string }

export type ScanRecord = typeof scans.$inferSelect

export type HoldRecord = typeof holds.$inferSelect

/** A booking as it was right after a change, without its buyer; or the ids that a name's cancellation took. */
export type RememberedAnswer = Omit<BookingRecord, 'name' | 'phone'> | { cancelled: string[] }
