import { type Client, createClient } from '@libsql/client/sqlite3'
import { migrateClient } from '../../db/migrate.ts'
import { type Plan, seatPlan } from './plan.ts'

/** What a mutant does to the schema. */
const withoutKeys: readonly string[] = []

const enter = (kind: string, facts: string, table: string): string =>
  `INSERT INTO events (id, kind, booking_id, showing_id, seats, at, actor, after)
    SELECT 'ev_${table}' || row_number() OVER (), '${kind}', '', '', '[]', 0, 'a test', json_object(${facts}) FROM ${table}`

/** What the house is before anything happens. */
const begin = [
  enter(
    'venue.changed',
    `'name', name, 'currency', currency, 'holdMs', hold_ms, 'turnaroundMs', turnaround_ms`,
    'venue',
  ),
  enter(
    'screen.added',
    `'id', id, 'name', name, 'planVersion', plan_version, 'openSchedule', open_schedule,
      'salesCloseAfterMs', sales_close_after_ms, 'avoidsSingles', avoids_singles, 'phoneTicketsMax', phone_tickets_max`,
    'screens',
  ),
  enter('plan.added', `'screen', screen_id, 'version', version, 'source', source`, 'seat_plans'),
]

/** A real libSQL in this process, with the house's own schema and a screen of five seats. */
export async function openProvingDatabase(): Promise<Client> {
  const database = createClient({ url: ':memory:' })
  await migrateClient(database)
  for (const statement of withoutKeys) await database.execute(statement)
  await database.batch(
    [
      `INSERT INTO screens (id, name, open_schedule, sales_close_after_ms) VALUES ('small', 'Small', 1, 28800000)`,
      { sql: `INSERT INTO seat_plans (screen_id, version, source) VALUES ('small', 1, ?)`, args: [seatPlan] },
      // Between two runs the history is emptied.
      'DROP TRIGGER events_are_not_taken_away',
    ],
    'write',
  )
  return database
}

/** Nothing has happened yet, and the house is as planned. */
export async function empty(
  database: Client,
  { holdMs, phoneTicketsMax }: Pick<Plan, 'holdMs' | 'phoneTicketsMax'>,
): Promise<void> {
  const tables = [
    'tickets',
    'holds',
    'blocked_seats',
    'scans',
    'buyers',
    'bookings',
    'events',
    'idempotency_keys',
    'showings',
    'conservation_checks',
    'event_seals',
    'sqlite_sequence',
  ]
  await database.batch(
    [
      ...tables.map((table) => `DELETE FROM ${table}`),
      { sql: 'UPDATE venue SET hold_ms = ?', args: [holdMs] },
      { sql: 'UPDATE screens SET phone_tickets_max = ?', args: [phoneTicketsMax] },
      ...begin,
    ],
    'write',
  )
}
