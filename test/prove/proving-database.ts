import { type Client, createClient } from '@libsql/client/sqlite3'
import { migrateClient } from '../../db/migrate.ts'

/** What a mutant does to the schema. */
const withoutKeys: readonly string[] = []

/** A real libSQL in this process, with the house's own schema and a screen of five seats. */
export async function openProvingDatabase(): Promise<Client> {
  const database = createClient({ url: ':memory:' })
  await migrateClient(database)
  for (const statement of withoutKeys) await database.execute(statement)
  await database.execute(
    `INSERT INTO screens (id, name, seats, open_schedule, sales_close_after_ms)
     VALUES ('small', 'Small', '["1","2","3","4","5"]', 1, 28800000)`,
  )
  return database
}

export async function empty(database: Client): Promise<void> {
  const tables = [
    'tickets',
    'bookings',
    'events',
    'idempotency_keys',
    'showings',
    'conservation_checks',
    'sqlite_sequence',
  ]
  await database.batch(
    tables.map((table) => `DELETE FROM ${table}`),
    'write',
  )
}
