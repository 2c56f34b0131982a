import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { migrateDatabase } from '../db/migrate.ts'
import { addressFrom, ensurePortIsFree } from './address.ts'
import { projectDirectory, quietWrangler, wranglerFile } from './bundle.ts'
import { openDataDirectory } from './data-directory.ts'
import { embeddedDatabase } from './embedded-database.ts'
import { ensureStaffKey, staffSideOf } from './staff-side.ts'

process.umask(0o077)

/** The same house on `wrangler dev`, which reloads on save. */
async function dev(): Promise<void> {
  const address = addressFrom(process.env)
  ensureStaffKey(address, process.env)
  const data = await openDataDirectory(process.env['DATA_DIR'])
  await ensurePortIsFree(address)
  const { child, url, authToken } = embeddedDatabase(data.databaseFile, (reason) => {
    console.error(reason)
    process.exit(1)
  })
  await child.start()
  const database = { url: url(), authToken }
  await migrateDatabase(database)

  const { settings: staffSide } = staffSideOf(address, data, process.env)
  const secrets = {
    DATABASE_URL: database.url,
    DATABASE_AUTH_TOKEN: database.authToken,
    FINGERPRINT_KEY: data.fingerprintKey,
    TICKET_KEY: data.ticketKey,
    AUDIT_KEY: data.auditKey,
    STAFF_KEY: staffSide.STAFF_KEY,
  }
  const envFile = path.join(data.path, 'dev.env')
  const lines = Object.entries(secrets).map(([name, value]) => `${name}="${value}"`)
  await writeFile(envFile, `${lines.join('\n')}\n`, { mode: 0o600 })

  const wrangler = spawn(
    process.execPath,
    [
      wranglerFile,
      'dev',
      `--ip=${address.host}`,
      `--port=${address.port}`,
      `--env-file=${envFile}`,
      `--var=TICKET_KEYS_RETIRED:${data.ticketKeysRetired.join(',')}`,
      `--var=CLASSIC_OPEN:${staffSide.CLASSIC_OPEN}`,
      `--var=ALLOWED_HOSTS:${address.allowedHosts.join(',')}`,
      `--var=WEBHOOKS_ALLOW:${process.env['WEBHOOKS_ALLOW'] ?? ''}`,
      `--persist-to=${path.join(data.path, 'wrangler')}`,
    ],
    { cwd: projectDirectory, env: { ...process.env, ...quietWrangler }, stdio: 'inherit' },
  )
  // On Ctrl-C wrangler gets the signal from the terminal, as this process does, and ends first.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => wrangler.kill('SIGTERM'))
  wrangler.once('exit', (code) => {
    void child.stop().then(() => process.exit(code ?? 0))
  })
}

dev().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
