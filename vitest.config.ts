import { globSync } from 'node:fs'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { testStaffKey } from './test/setup/staff-key.ts'
import { testTicketKey } from './test/setup/ticket-key.ts'
import { type TestProjectConfiguration, defineConfig } from 'vitest/config'

// The plugin warns of secrets that wrangler.toml requires; here they are bound below.
process.env['WRANGLER_LOG'] ??= 'error'

/** In workerd, each file with a database of its own. */
const workerProjects = globSync('test/worker/*.test.ts').map((file): TestProjectConfiguration => {
  return {
    plugins: [
      cloudflareTest(({ inject }) => ({
        wrangler: { configPath: './wrangler.toml' },
        miniflare: {
          bindings: {
            DATABASE_URL: inject<string>('databaseUrl'),
            DATABASE_AUTH_TOKEN: inject<string>('databaseAuthToken'),
            FINGERPRINT_KEY: 'a key for the fingerprints of the tests',
            TICKET_KEY: testTicketKey,
            AUDIT_KEY: 'a key for the history of the tests',
            STAFF_KEY: testStaffKey,
            // They all come from one address.
            RATE_LIMIT: 'off',
          },
        },
      })),
    ],
    test: {
      name: file,
      include: [file],
      globalSetup: ['test/setup/worker-database.ts'],
      testTimeout: 20_000,
    },
  }
})

export default defineConfig({
  test: {
    projects: [
      ...workerProjects,
      { test: { name: 'pure', include: ['test/pure/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'libsql server', include: ['test/libsql-server/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'local',
          include: ['test/local/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
