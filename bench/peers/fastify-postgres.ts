import { Client } from 'pg'
import type { Contender, StoredTicket } from '../contender.ts'
import { startFastify } from './fastify-server.ts'
import { missingPostgres, startPostgres } from './postgres-cluster.ts'

export const fastifyPostgres = contender({
  name: 'fastify-postgres',
  what: 'Fastify and PostgreSQL, a transaction of four statements for each booking',
  store: 'postgres-transaction',
})

export const fastifyPostgresFunction = contender({
  name: 'fastify-postgres-function',
  what: 'Fastify and PostgreSQL, a function of the database for each booking',
  store: 'postgres-function',
})

function contender({ name, what, store }: { name: string; what: string; store: string }): Contender {
  return {
    name,
    what,
    face: 'peer',
    stores: true,
    missing: missingPostgres,
    start: async ({ seats, directory }) => {
      const postgres = await startPostgres(directory)
      try {
        const { port, pid, stop } = await startFastify({ STORE: store, DATABASE_URL: postgres.url }, seats)
        return {
          port,
          pids: [pid, postgres.pid],
          tickets: () => postgresTickets(postgres.url),
          stop: async () => {
            await stop()
            await postgres.stop()
          },
        }
      } catch (error) {
        await postgres.stop()
        throw error
      }
    },
  }
}

async function postgresTickets(url: string): Promise<readonly StoredTicket[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<StoredTicket>(
      `SELECT tickets.showing, seat, bookings.id AS booking FROM tickets JOIN bookings ON bookings.id = booking_id
       WHERE status = 'booked'`,
    )
    return rows
  } finally {
    await client.end()
  }
}
