import { eq } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { venue } from './schema/programme.ts'

export type StoredVenue = Omit<typeof venue.$inferSelect, 'id'>

/** The one row that a house has of itself. */
export async function findVenue(db: Database): Promise<StoredVenue | undefined> {
  const { name, currency, holdMs, turnaroundMs } = venue
  const [found] = await asking(
    db.select({ name, currency, holdMs, turnaroundMs }).from(venue).where(eq(venue.id, 1)),
  )
  return found
}
