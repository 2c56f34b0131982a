import { createClient } from '@libsql/client/http'
import { drizzle } from 'drizzle-orm/libsql/http'
import { migrate } from 'drizzle-orm/libsql/migrator'

/** Brings a database to this version's schema. `npm start`, the tests and `npm run deploy` all come through here. */
export async function migrateDatabase({ url, authToken }: { url: string; authToken: string }): Promise<void> {
  const client = createClient({ url, authToken })
  try {
    await migrate(drizzle(client), { migrationsFolder: new URL('migrations', import.meta.url).pathname })
  } finally {
    client.close()
  }
}
