import { migrateDatabase } from '../db/migrate.ts'
import { readSettings } from '../worker/settings.ts'
import { addressFrom, ensurePortIsFree } from './address.ts'
import { bundleWorker } from './bundle.ts'
import { startCronTick } from './cron-tick.ts'
import { type DataDirectory, openDataDirectory } from './data-directory.ts'
import { embeddedDatabase } from './embedded-database.ts'
import { ensureStaffKey, staffSideOf } from './staff-side.ts'
import { ticketSettings } from './ticket-keys.ts'
import { welcome } from './welcome.ts'
import { workerdConfig } from './workerd-config.ts'
import { workerd } from './workerd.ts'

// Names and phone numbers are for this user alone.
process.umask(0o077)

/** What is stopped at the end, last started first. */
const running: { stop(): Promise<void> | void }[] = []

async function start(): Promise<void> {
  const address = addressFrom(process.env)
  ensureStaffKey(address, process.env)
  const data = await openDataDirectory(process.env['DATA_DIR'])
  await ensurePortIsFree(address)
  const bundle = await bundleWorker()
  const database = await openDatabase(data)
  const staffSide = staffSideOf(address, data, process.env)
  const settings = {
    ...bundle.vars,
    ...pick(process.env, Object.keys(bundle.vars)),
    DATABASE_URL: database.url,
    DATABASE_AUTH_TOKEN: database.authToken,
    FINGERPRINT_KEY: process.env['FINGERPRINT_KEY'] ?? data.fingerprintKey,
    ...ticketSettings(data, process.env),
    AUDIT_KEY: process.env['AUDIT_KEY'] ?? data.auditKey,
    ...staffSide.settings,
    ALLOWED_HOSTS: address.allowedHosts.join(','),
    DESK_CLOCK: 'timer',
    WEBHOOKS_ALLOW: process.env['WEBHOOKS_ALLOW'] ?? '',
    TRUSTED_PROXIES: process.env['TRUSTED_PROXIES'] ?? '',
  }
  const { zone, allowsLocalWebhooks } = readSettings(settings)
  await migrateDatabase(database)

  const config = workerdConfig({
    address,
    bundle,
    databaseUrl: database.url,
    allowsLocal: allowsLocalWebhooks,
    directory: data.path,
    variables: Object.keys(settings),
  })
  const { child, cronPort } = await workerd({
    config,
    configDirectory: data.path,
    env: settings,
    onGiveUp: (reason) => void stop(1, reason),
  })
  running.push(child)
  await child.start()
  running.push(startCronTick(cronPort))
  welcome({ address, zone, dataDirectory: data.path, staffSide })
}

async function openDatabase({ databaseFile }: DataDirectory): Promise<{ url: string; authToken: string }> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken = '' } = process.env
  if (url !== undefined) return { url, authToken }
  const embedded = embeddedDatabase(databaseFile, (reason) => void stop(1, reason))
  running.push(embedded.child)
  await embedded.child.start()
  return { url: embedded.url(), authToken: embedded.authToken }
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
}

let stopping: Promise<void> | undefined

async function stop(code: number, reason?: string): Promise<void> {
  // What fails while it is being stopped fails for that.
  if (reason !== undefined && stopping === undefined) console.error(reason)
  const isFirst = stopping === undefined
  stopping ??= stopAll()
  await stopping
  if (isFirst) process.exit(code)
}

async function stopAll(): Promise<void> {
  while (running.length > 0) await running.pop()?.stop()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

start().catch((error: Error) => stop(1, error.message))
