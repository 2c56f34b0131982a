import path from 'node:path'
import type { Contender } from '../contender.ts'
import { startFastify } from './fastify-server.ts'
import { sqliteTickets } from './sqlite-tickets.ts'

export const fastifySqlite = contender({
  name: 'fastify-sqlite',
  what: 'Fastify and better-sqlite3, a transaction for each booking',
  store: 'sqlite-transaction',
})

export const fastifySqliteGroup = contender({
  name: 'fastify-sqlite-group',
  what: 'Fastify and better-sqlite3, the bookings of the moment in one transaction',
  store: 'sqlite-group',
})

function contender({ name, what, store }: { name: string; what: string; store: string }): Contender {
  return {
    name,
    what,
    face: 'peer',
    stores: true,
    missing: async () => undefined,
    start: async ({ seats, directory }) => {
      const file = path.join(directory, 'bookings.db')
      const { port, pid, stop } = await startFastify({ STORE: store, DATABASE_FILE: file }, seats)
      return { port, pids: [pid], tickets: async () => sqliteTickets(file), stop }
    },
  }
}
