import { asJsonOrNull } from '../as-json.ts'
import type { Database } from '../database.ts'
import type { Given } from '../given.ts'
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

/** Changes what is given, unless it would give another currency to prices that there are at `now`; answers whether it did. */
export async function changeVenue(
  db: Database,
  change: Given<StoredVenue> & { readonly now: number },
): Promise<boolean> {
  const { name, currency = null, holdMs = null, turnaroundMs = null, now } = change
  const [changed] = await writing(db, [
    {
      sql: `UPDATE venue SET name = coalesce(:name ->> '$', name), currency = coalesce(:currency, currency),
          hold_ms = coalesce(:holdMs, hold_ms), turnaround_ms = coalesce(:turnaroundMs, turnaround_ms)
        WHERE id = 1 AND (:currency IS NULL OR currency = :currency OR NOT ${hasPrices})`,
      args: { name: asJsonOrNull(name), currency, holdMs, turnaroundMs, now },
    },
  ])
  return changed?.rowsAffected === 1
}
