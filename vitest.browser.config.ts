import { defineConfig } from 'vitest/config'

/** The pages, in Debian's Chromium. One house serves them all, and each test makes showings of its own. */
export default defineConfig({
  test: {
    include: ['test/browser/*.test.ts'],
    globalSetup: ['test/browser/setup/running-house.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A browser of its own for each file, on a machine that may be small.
    maxWorkers: 2,
  },
})
