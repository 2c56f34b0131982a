import { sql } from 'drizzle-orm'
import { type Database, asking } from '../database.ts'
import { seatPlans } from '../schema/programme.ts'

export interface PlanRef {
  readonly screen: string
  readonly version: number
}

/** Seat plans as they were given; one that is missing is left out. */
export async function readPlans(
  db: Database,
  wanted: readonly PlanRef[],
): Promise<(PlanRef & { readonly source: string })[]> {
  const places = JSON.stringify(wanted.map(({ screen, version }) => [screen, version]))
  return asking(
    db
      .select({ screen: seatPlans.screenId, version: seatPlans.version, source: seatPlans.source })
      .from(seatPlans)
      .where(
        sql`(${seatPlans.screenId}, ${seatPlans.version}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${places}))`,
      ),
  )
}
