import { spawnSync } from 'node:child_process'
import { migrateDatabase } from '../db/migrate.ts'
import { projectDirectory, wranglerFile } from './bundle.ts'

/** Migrates the database at DATABASE_URL, then deploys. Arguments go to `wrangler deploy`. */
async function deploy(args: readonly string[]): Promise<number> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken = '' } = process.env
  if (args.includes('--dry-run')) console.log('A dry run: no database is migrated, nothing is uploaded.')
  else if (url === undefined)
    throw new Error('Set DATABASE_URL to the database of this deployment (see the README).')
  else {
    await migrateDatabase({ url, authToken })
    console.log('The database has the schema of this version.')
  }
  const { status } = spawnSync(process.execPath, [wranglerFile, 'deploy', ...args], {
    cwd: projectDirectory,
    stdio: 'inherit',
  })
  return status ?? 1
}

deploy(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(error.message)
    process.exit(1)
  },
)
