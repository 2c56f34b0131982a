import { type Client, createClient } from '@libsql/client/http'
import { drizzle } from 'drizzle-orm/libsql/http'
import { migrate } from 'drizzle-orm/libsql/migrator'

/** Brings a database to this version's schema. `npm start`, the tests and `npm run deploy` all come through here. */
export async function migrateDatabase({ url, authToken }: { url: string; authToken: string }): Promise<void> {
  const client = createClient({ url, authToken })
  try {
    await migrateClient(client)
  } catch (error) {
    const where = new URL(url).host
    throw new Error(
      `The database at ${where} cannot be brought to this version's schema: ${reasonOf(error)}`,
      {
        cause: error,
      },
    )
  } finally {
    client.close()
  }
}

export async function migrateClient(client: Client): Promise<void> {
  await migrate(drizzle(client), { migrationsFolder: new URL('migrations', import.meta.url).pathname })
}

/** Drizzle's own words are the statement that failed; why it did stands at the end of the causes. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message
}
