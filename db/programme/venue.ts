import { asJsonOrNull } from '../as-json.ts'
import type { Database } from '../database.ts'
import type { Given } from '../given.ts'
import type { StoredVenue } from '../venue.ts'
import { writing } from '../writing.ts'

/** Programmed showings alone have prices; the first that has ends the search. */
const hasPrices = `EXISTS (SELECT 1 FROM showings WHERE movie_id IS NOT NULL AND prices IS NOT NULL)`

/** Changes what is given, unless it would give another currency to prices that there are; answers whether it did. */
export async function changeVenue(db: Database, change: Given<StoredVenue>): Promise<boolean> {
  const { name, currency = null, holdMs = null, turnaroundMs = null } = change
  const [changed] = await writing(db, [
    {
      sql: `UPDATE venue SET name = coalesce(:name ->> '$', name), currency = coalesce(:currency, currency),
          hold_ms = coalesce(:holdMs, hold_ms), turnaround_ms = coalesce(:turnaroundMs, turnaround_ms)
        WHERE id = 1 AND (:currency IS NULL OR currency = :currency OR NOT ${hasPrices})`,
      args: { name: asJsonOrNull(name), currency, holdMs, turnaroundMs },
    },
  ])
  return changed?.rowsAffected === 1
}
