import { asJsonOrNull } from '../as-json.ts'
import type { Database } from '../database.ts'
import type { Given } from '../given.ts'
import { type Entry, enterChange, entered } from '../history/entry.ts'
import type { StoredVenue } from '../venue.ts'
import { writing } from '../writing.ts'

const bookedThere = `bookings.showing_id = showings.id AND bookings.prices IS NOT NULL`

/**
 * Programmed showings alone have prices, and what was held or booked there keeps its own; the first that has ends the search. A booking
 * is found by its showing's start: among those that are listed, and by its buyer where it is cancelled.
 */
const hasPrices = `(
  EXISTS (SELECT 1 FROM showings WHERE movie_id IS NOT NULL AND prices IS NOT NULL)
  OR EXISTS (SELECT 1 FROM holds WHERE expires_at > :now AND prices IS NOT NULL)
  OR EXISTS (SELECT 1 FROM showings CROSS JOIN bookings
    WHERE showings.movie_id IS NOT NULL AND bookings.starts_at = showings.starts_at
      AND bookings.status <> 'cancelled' AND ${bookedThere})
  OR EXISTS (SELECT 1 FROM showings CROSS JOIN buyers CROSS JOIN bookings
    WHERE showings.movie_id IS NOT NULL AND buyers.starts_at = showings.starts_at
      AND bookings.id = buyers.booking_id AND ${bookedThere}))`

/** Its facts, as the history tells of them. */
export const venueColumns = {
  name: 'name',
  currency: 'currency',
  holdMs: 'hold_ms',
  turnaroundMs: 'turnaround_ms',
}
const changed = {
  name: `coalesce(:name ->> '$', name)`,
  currency: 'coalesce(:currency, currency)',
  holdMs: 'coalesce(:holdMs, hold_ms)',
  turnaroundMs: 'coalesce(:turnaroundMs, turnaround_ms)',
}
const isChangeable = `id = 1 AND (:currency IS NULL OR currency = :currency OR NOT ${hasPrices})`

/** Changes what is given, unless it would give another currency to prices that there are at `now`; answers whether it did. */
export async function changeVenue(
  db: Database,
  change: Given<StoredVenue> & { readonly now: number },
  entry: Entry,
): Promise<boolean> {
  const { name, currency = null, holdMs = null, turnaroundMs = null, now } = change
  const args = { name: asJsonOrNull(name), currency, holdMs, turnaroundMs, now }
  const [, updated] = await writing(db, [
    {
      sql: enterChange('venue.changed', {
        from: `venue WHERE ${isChangeable}`,
        before: venueColumns,
        after: changed,
      }),
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `UPDATE venue SET name = ${changed.name}, currency = ${changed.currency}, hold_ms = ${changed.holdMs},
          turnaround_ms = ${changed.turnaroundMs}
        WHERE ${isChangeable}`,
      args,
    },
  ])
  return updated?.rowsAffected === 1
}
