import { type Client, createClient } from '@libsql/client/sqlite3'
import { migrateClient } from '../../db/migrate.ts'
import { seatPlan } from './plan.ts'

/** What a mutant does to the schema. */
const withoutKeys: readonly string[] = []

/** A real libSQL in this process, with the house's own schema and a screen of five seats. */
export async function openProvingDatabase(): Promise<Client> {
  const database = createClient({ url: ':memory:' })
  await migrateClient(database)
  for (const statement of withoutKeys) await database.execute(statement)
  await database.batch(
    [
      `INSERT INTO screens (id, name, open_schedule, sales_close_after_ms) VALUES ('small', 'Small', 1, 28800000)`,
      { sql: `INSERT INTO seat_plans (screen_id, version, source) VALUES ('small', 1, ?)`, args: [seatPlan] },
    ],
    'write',
  )
  return database
}

/** Nothing has happened yet; seats are held for so long. */
export async function empty(database: Client, holdMs: number): Promise<void> {
  const tables = [
    'tickets',
    'holds',
    'blocked_seats',
    'buyers',
    'bookings',
    'events',
    'idempotency_keys',
    'showings',
    'conservation_checks',
    'sqlite_sequence',
  ]
  await database.batch(
    [
      ...tables.map((table) => `DELETE FROM ${table}`),
      { sql: 'UPDATE venue SET hold_ms = ?', args: [holdMs] },
    ],
    'write',
  )
}
