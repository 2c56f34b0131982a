import * as z from 'zod'
import { type Database, sanitized } from './database.ts'

/** Who sits where, without saying who. */
export interface StoredOccupancy {
  /** The seat plan of the showing, as it was given. */
  readonly plan: string
  readonly sold: readonly string[]
  readonly held: readonly string[]
  /** Beside those that the plan blocks. */
  readonly blocked: readonly string[]
}

const statements = {
  plan: `SELECT source FROM screens CROSS JOIN seat_plans ON seat_plans.screen_id = screens.id
    AND seat_plans.version = coalesce((SELECT plan_version FROM showings WHERE id = :showing),
      CASE WHEN open_schedule THEN plan_version END)
    WHERE screens.id = :screen`,
  sold: `SELECT json_group_array(seat) FROM tickets WHERE showing_id = :showing`,
  blocked: `SELECT json_group_array(seat) FROM blocked_seats WHERE showing_id = :showing`,
  held: `SELECT json_group_array(seat.value) FROM holds CROSS JOIN json_each(holds.seats) AS seat
    WHERE showing_id = :showing AND expires_at > :now`,
}

const labels = z.array(z.string())

/** As one snapshot. Undefined where there is no such showing, and its screen has no open schedule. */
export async function readOccupancy(
  db: Database,
  { id: showing, screen }: { id: string; screen: string },
  now: number,
): Promise<StoredOccupancy | undefined> {
  try {
    const [plan, sold, held, blocked] = await db.$client.batch(
      [
        { sql: statements.plan, args: { showing, screen } },
        { sql: statements.sold, args: { showing } },
        { sql: statements.held, args: { showing, now } },
        { sql: statements.blocked, args: { showing } },
      ],
      'read',
    )
    const source = plan?.rows[0]?.['source']
    if (typeof source !== 'string') return undefined
    return {
      plan: source,
      sold: labelsIn(sold?.rows[0]?.[0]),
      held: labelsIn(held?.rows[0]?.[0]),
      blocked: labelsIn(blocked?.rows[0]?.[0]),
    }
  } catch (error) {
    throw sanitized(error)
  }
}

function labelsIn(json: unknown): string[] {
  return labels.parse(typeof json === 'string' ? JSON.parse(json) : json)
}
