import { randomBytes } from 'node:crypto'
import { type Client, type Config, createClient } from '@libsql/client/http'
import { afterAll } from 'vitest'
import { testServer } from './server.ts'

/**
 * What every libSQL server promises is asked of the one at DATABASE_URL, where that is set,
 * so that a real one judges the tests; else of our own.
 */
export interface TestDatabase {
  client(config?: Partial<Config>): Client
  /** The name of a new table, which is dropped at the end. */
  table(columns: string): Promise<string>
}

export async function testDatabase(): Promise<TestDatabase> {
  const disposal = new AsyncDisposableStack()
  afterAll(() => disposal.disposeAsync())
  const client = await clientFactory(disposal)
  return {
    client,
    table: async (columns) => {
      const name = `test_${randomBytes(8).toString('hex')}`
      await client().execute(`CREATE TABLE ${name} (${columns})`)
      disposal.defer(async () => void (await client().execute(`DROP TABLE ${name}`)))
      return name
    },
  }
}

async function clientFactory(disposal: AsyncDisposableStack): Promise<TestDatabase['client']> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = process.env
  if (url === undefined) {
    const server = disposal.use(await testServer())
    return (config) => server.client(config)
  }
  return (config) => createClient({ url, ...(authToken !== undefined && { authToken }), ...config })
}
