import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Client, createClient } from '@libsql/client/sqlite3'
import { drizzle } from 'drizzle-orm/libsql/sqlite3'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { expect, it } from 'vitest'
import { migrateClient } from '../../db/migrate.ts'
import { verify } from '../../worker/history/verify.ts'

const migrations = path.resolve(import.meta.dirname, '../../db/migrations')

/** Brings a database to the schema of the version before the history. */
async function migrateBefore(client: Client, tag: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-migrations-'))
  await cp(migrations, folder, { recursive: true })
  const file = path.join(folder, 'meta/_journal.json')
  const journal: { entries: { tag: string }[] } = JSON.parse(await readFile(file, 'utf8'))
  const index = journal.entries.findIndex((entry) => entry.tag === tag)
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, index) }))
  await migrate(drizzle(client), { migrationsFolder: folder })
  await rm(folder, { recursive: true })
}

/** What the version before the history writes for a booking, for its move and for its expiry. */
async function sellAsBefore(client: Client, name: string): Promise<void> {
  const args = { id: `bk_${name}`, showing: `main-${name}`, event: `ev_${name}` }
  await client.batch(
    [
      {
        sql: `INSERT INTO showings (id, screen_id, starts_at, epoch, plan_version) VALUES (:showing, 'main', 1, 1, 1)`,
        args: { showing: args.showing },
      },
      {
        sql: `INSERT INTO bookings (id, showing_id, starts_at, seats, status, version, booked_at) VALUES (:id, :showing, 1, '["A1"]', 'booked', 1, 0)`,
        args: { id: args.id, showing: args.showing },
      },
      {
        sql: `INSERT INTO buyers (booking_id, starts_at, name, phone) VALUES (:id, 1, 'Mira', '12345')`,
        args: { id: args.id },
      },
      {
        sql: `INSERT INTO tickets VALUES (:showing, 'A1', :id)`,
        args: { id: args.id, showing: args.showing },
      },
      {
        sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at) VALUES (:event, 'booked', :id, :showing, '["A1"]', 0)`,
        args,
      },
      {
        sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at) VALUES (:event || '.x', 'expired', :id, :showing, '["A1"]', 0)`,
        args,
      },
      {
        sql: `UPDATE bookings SET status = 'expired', version = version + 1 WHERE id = :id`,
        args: { id: args.id },
      },
    ],
    'write',
  )
}

it('a version that does not know the history yet goes on selling on its schema', async () => {
  const client = createClient({ url: ':memory:' })
  await migrateBefore(client, '0005_history')
  await sellAsBefore(client, 'before')
  await migrateClient(client)
  await sellAsBefore(client, 'after')
  const { first, bookings } = await verify(client, { sealers: new Map() })
  expect({ first, bookings }).toEqual({ first: [], bookings: 2 })
  client.close()
})
