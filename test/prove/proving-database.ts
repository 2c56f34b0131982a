import { type Client, createClient } from '@libsql/client/sqlite3'
import { migrateClient } from '../../db/migrate.ts'

/** What a mutant does to the schema. */
const withoutKeys: readonly string[] = []

const entry = `INSERT INTO events (id, kind, booking_id, showing_id, seats, at, actor, after)`
const smallsEntries = [
  `${entry} SELECT 'ev_small', 'screen.added', '', '', '[]', 0, 'a test', json_object('id', id, 'name', name,
    'planVersion', plan_version, 'openSchedule', open_schedule, 'salesCloseAfterMs', sales_close_after_ms,
    'avoidsSingles', avoids_singles) FROM screens WHERE id = 'small'`,
  `${entry} SELECT 'ev_small.plan', 'plan.added', '', '', '[]', 0, 'a test', json_object('screen', screen_id,
    'version', version, 'source', source) FROM seat_plans WHERE screen_id = 'small'`,
]

/** A real libSQL in this process, with the house's own schema and a screen of five seats. */
export async function openProvingDatabase(): Promise<Client> {
  const database = createClient({ url: ':memory:' })
  await migrateClient(database)
  for (const statement of withoutKeys) await database.execute(statement)
  await database.batch(
    [
      `INSERT INTO screens (id, name, open_schedule, sales_close_after_ms) VALUES ('small', 'Small', 1, 28800000)`,
      `INSERT INTO seat_plans (screen_id, version, source) VALUES ('small', 1, ': 1-5')`,
      ...smallsEntries,
      // Between two runs the history is emptied.
      'DROP TRIGGER events_are_not_taken_away',
    ],
    'write',
  )
  return database
}

export async function empty(database: Client): Promise<void> {
  const tables = [
    'tickets',
    'holds',
    'blocked_seats',
    'buyers',
    'bookings',
    'idempotency_keys',
    'showings',
    'conservation_checks',
    'event_seals',
    'sqlite_sequence',
  ]
  await database.batch(
    [
      ...tables.map((table) => `DELETE FROM ${table}`),
      `DELETE FROM events WHERE kind NOT IN ('venue.changed', 'screen.added', 'plan.added')`,
    ],
    'write',
  )
}
