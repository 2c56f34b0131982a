import { type Client, createClient } from '@libsql/client/http'
import { drizzle } from 'drizzle-orm/libsql/http'
import { migrate } from 'drizzle-orm/libsql/migrator'

/** Brings a database to this version's schema. `npm start`, the tests and `npm run deploy` all come through here. */
export async function migrateDatabase({ url, authToken }: { url: string; authToken: string }): Promise<void> {
  const client = createClient({ url, authToken })
  try {
    await migrateClient(client)
  } finally {
    client.close()
  }
}

export async function migrateClient(client: Client): Promise<void> {
  await migrate(drizzle(client), { migrationsFolder: new URL('migrations', import.meta.url).pathname })
}
