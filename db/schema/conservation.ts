import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
