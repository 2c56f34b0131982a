import { type Database, sanitized } from './database.ts'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

/** The migrator notes each migration by the instant at which it was made. */
const lastMigration = Math.max(...journal.entries.map(({ when }) => when))

/** Whether the database was brought to this version's schema, or to a later one. Throws where it was never set up. */
export async function hasThisSchema(db: Database): Promise<boolean> {
  try {
    const { rows } = await db.$client.execute({
      sql: 'SELECT 1 FROM __drizzle_migrations WHERE created_at = :lastMigration',
      args: { lastMigration },
    })
    return rows.length > 0
  } catch (error) {
    throw sanitized(error)
  }
}
