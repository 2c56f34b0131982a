import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { bookingApp } from './app.ts'
import { emptyApp } from './empty-app.ts'
import { postgresFunctionStore, postgresTransactionStore } from './postgres-store.ts'
import { sqliteGroupStore } from './sqlite-group.ts'
import { sqliteTransactionStore } from './sqlite-transaction.ts'

const sqlite = { DATABASE_FILE: z.string() }
const postgres = { DATABASE_URL: z.string() }
const house = { PORT: z.coerce.number(), SEATS: z.coerce.number() }
const wanted = z.discriminatedUnion('STORE', [
  z.object({ ...house, STORE: z.literal('sqlite-transaction'), ...sqlite }),
  z.object({ ...house, STORE: z.literal('sqlite-group'), ...sqlite }),
  z.object({ ...house, STORE: z.literal('postgres-transaction'), ...postgres }),
  z.object({ ...house, STORE: z.literal('postgres-function'), ...postgres }),
  z.object({ ...house, STORE: z.literal('none') }),
])

const settings = wanted.parse(process.env)
const app = await appFor(settings)
process.once('SIGTERM', () => {
  void app.close()
})
const address = await app.listen({ port: settings.PORT, host: '127.0.0.1' })
console.log(JSON.stringify({ event: 'listen', port: Number(new URL(address).port) }))

async function appFor(one: z.output<typeof wanted>): Promise<FastifyInstance> {
  switch (one.STORE) {
    case 'sqlite-transaction':
      return bookingApp(sqliteTransactionStore(one.DATABASE_FILE), one.SEATS)
    case 'sqlite-group':
      return bookingApp(sqliteGroupStore(one.DATABASE_FILE), one.SEATS)
    case 'postgres-transaction':
      return bookingApp(await postgresTransactionStore(one.DATABASE_URL), one.SEATS)
    case 'postgres-function':
      return bookingApp(await postgresFunctionStore(one.DATABASE_URL), one.SEATS)
    case 'none':
      return emptyApp()
  }
}
