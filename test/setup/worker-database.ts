import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '../../db/migrate.ts'
import { startLibsqlServer } from '../../local/libsql-server/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    databaseAuthToken: string
  }
}

/** A migrated database on a real libSQL server, for one test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'marquee-test-'))
  const authToken = crypto.randomUUID()
  const server = await startLibsqlServer({ file: path.join(directory, 'test.db'), authToken })
  await migrateDatabase({ url: server.url, authToken })
  project.provide('databaseUrl', server.url)
  project.provide('databaseAuthToken', authToken)
  return async () => {
    await server.close()
    await rm(directory, { recursive: true })
  }
}
