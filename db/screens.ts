import { eq, sql } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { type ScreenRecord, screens, showings, tickets } from './schema.ts'

export async function findScreen(db: Database, id: string): Promise<ScreenRecord | undefined> {
  const [screen] = await asking(db.select().from(screens).where(eq(screens.id, id)))
  return screen
}

export async function isOnProgramme(db: Database, showingId: string): Promise<boolean> {
  const found = await asking(db.select({ id: showings.id }).from(showings).where(eq(showings.id, showingId)))
  return found.length > 0
}

export async function soldSeats(db: Database, showingId: string): Promise<string[]> {
  const sold = await asking(
    db.select({ seat: tickets.seat }).from(tickets).where(eq(tickets.showingId, showingId)),
  )
  return sold.map(({ seat }) => seat)
}

export async function countSold(db: Database, showingId: string): Promise<number> {
  const [row] = await asking(
    db
      .select({ count: sql<number>`count(*)` })
      .from(tickets)
      .where(eq(tickets.showingId, showingId)),
  )
  return row?.count ?? 0
}
