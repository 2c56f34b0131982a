import * as z from 'zod'
import { type Database, isTooMuch, sanitized } from './database.ts'
import { inHalves } from './in-halves.ts'

/** Who sits where, without saying who. */
export interface StoredOccupancy {
  /** The seat plan of the showing, as it was given. */
  readonly plan: string
  readonly sold: readonly string[]
  readonly held: readonly string[]
  /** Beside those that the plan blocks. */
  readonly blocked: readonly string[]
}

const of = `wanted.value ->> 'id'`
const occupancies = `SELECT
  (SELECT source FROM screens CROSS JOIN seat_plans ON seat_plans.screen_id = screens.id
    AND seat_plans.version = coalesce((SELECT plan_version FROM showings WHERE id = ${of}),
      CASE WHEN open_schedule THEN plan_version END)
    WHERE screens.id = wanted.value ->> 'screen') AS plan,
  (SELECT json_group_array(seat) FROM tickets WHERE showing_id = ${of}) AS sold,
  (SELECT json_group_array(seat) FROM blocked_seats WHERE showing_id = ${of}) AS blocked,
  (SELECT json_group_array(seat.value) FROM holds CROSS JOIN json_each(holds.seats) AS seat
    WHERE showing_id = ${of} AND expires_at > :now) AS held
  FROM json_each(:showings) AS wanted ORDER BY wanted.key`

const labels = z.array(z.string())

/**
 * As one snapshot, or more where that is too much, in their order. Undefined where there is no such showing, and its screen has no
 * open schedule. Each throws where it cannot be read.
 */
export async function readOccupancies(
  db: Database,
  showings: readonly { readonly id: string; readonly screen: string }[],
  now: number,
): Promise<readonly (() => StoredOccupancy | undefined)[]> {
  try {
    const args = { showings: JSON.stringify(showings.map(({ id, screen }) => ({ id, screen }))), now }
    const { rows } = await db.$client.execute({ sql: occupancies, args })
    return rows.map(({ plan, sold, held, blocked }) => () => {
      if (typeof plan !== 'string') return undefined
      return { plan, sold: labelsIn(sold), held: labelsIn(held), blocked: labelsIn(blocked) }
    })
  } catch (error) {
    if (showings.length > 1 && isTooMuch(error)) {
      return inHalves(showings, (half) => readOccupancies(db, half, now))
    }
    return showings.map(() => () => {
      throw sanitized(error)
    })
  }
}

function labelsIn(json: unknown): string[] {
  return labels.parse(typeof json === 'string' ? JSON.parse(json) : json)
}
