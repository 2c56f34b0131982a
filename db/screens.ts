import { and, eq } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { screens, seatPlans, showings } from './schema/programme.ts'

export interface StoredScreen {
  readonly id: string
  readonly name: string
  /** The plan that new showings get, as it was given, and its version. */
  readonly plan: string
  readonly planVersion: number
  readonly openSchedule: boolean
  readonly salesCloseAfterMs: number
  readonly avoidsSingles: boolean
  readonly phoneTicketsMax: number
}

export async function findScreen(db: Database, id: string): Promise<StoredScreen | undefined> {
  const [screen] = await asking(
    db
      .select({
        id: screens.id,
        name: screens.name,
        plan: seatPlans.source,
        planVersion: screens.planVersion,
        openSchedule: screens.openSchedule,
        salesCloseAfterMs: screens.salesCloseAfterMs,
        avoidsSingles: screens.avoidsSingles,
        phoneTicketsMax: screens.phoneTicketsMax,
      })
      .from(screens)
      .innerJoin(
        seatPlans,
        and(eq(seatPlans.screenId, screens.id), eq(seatPlans.version, screens.planVersion)),
      )
      .where(eq(screens.id, id)),
  )
  return screen
}

export async function isOnProgramme(db: Database, showingId: string): Promise<boolean> {
  const found = await asking(db.select({ id: showings.id }).from(showings).where(eq(showings.id, showingId)))
  return found.length > 0
}
