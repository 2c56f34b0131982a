import path from 'node:path'
import { migrateDatabase } from '../db/migrate.ts'
import { type Address, addressFrom, ensurePortIsFree, isLoopback } from './address.ts'
import { bundleWorker } from './bundle.ts'
import { startCronTick } from './cron-tick.ts'
import { type DataDirectory, openDataDirectory } from './data-directory.ts'
import { startEmbeddedDatabase } from './embedded-database.ts'
import { workerdConfig } from './workerd-config.ts'
import { startWorkerd } from './workerd.ts'

/** What is stopped at the end, last started first. */
const running: { stop(): Promise<void> | void }[] = []

async function start(): Promise<void> {
  const address = addressFrom(process.env)
  const data = await openDataDirectory(process.env['DATA_DIR'])
  await ensurePortIsFree(address)
  const bundle = await bundleWorker()
  const database = await openDatabase(data)
  await migrateDatabase(database)

  const settings = {
    ...bundle.vars,
    ...pick(process.env, Object.keys(bundle.vars)),
    DATABASE_URL: database.url,
    DATABASE_AUTH_TOKEN: database.authToken,
    FINGERPRINT_KEY: process.env['FINGERPRINT_KEY'] ?? data.fingerprintKey,
    ALLOWED_HOSTS: address.allowedHosts.join(','),
  }
  const { address: embedded, leash } = database
  const config = workerdConfig({
    address,
    bundle,
    database: embedded,
    desks: data.desks,
    directory: data.path,
    variables: Object.keys(settings),
  })
  running.push(
    await startWorkerd({
      config,
      configDirectory: data.path,
      env: settings,
      onListening: leash,
      onGiveUp: (reason) => void stop(1, reason),
    }),
  )
  running.push(startCronTick(loopbackUrl(address)))
  welcome(address, data, settings)
}

interface ChosenDatabase {
  readonly url: string
  readonly authToken: string
  readonly address: string | undefined
  readonly leash: (pid: number | undefined) => void
}

async function openDatabase({ databaseFile }: DataDirectory): Promise<ChosenDatabase> {
  const url = process.env['DATABASE_URL']
  if (url !== undefined) {
    return {
      url,
      authToken: process.env['DATABASE_AUTH_TOKEN'] ?? '',
      address: undefined,
      leash: () => undefined,
    }
  }
  const embedded = await startEmbeddedDatabase(databaseFile, (reason) => void stop(1, reason))
  running.push(embedded)
  return embedded
}

function welcome(address: Address, data: DataDirectory, settings: Readonly<Record<string, string>>): void {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const example = {
    name: 'Ayush',
    phn: '9876543210',
    date: tomorrow,
    time: '18:30',
    tickets: 2,
    seats: ['A1', 'A2'],
  }
  const place = path.relative(process.cwd(), data.path)
  console.log(`Marquee serves on ${address.url}
  data   ${place.startsWith('..') ? data.path : place}${process.env['DATABASE_URL'] === undefined ? '' : ', database at DATABASE_URL'}
  venue  screen main, seats A1 to D5, any future date and time (time zone ${settings['VENUE_TIME_ZONE']})
  try    curl ${address.url}/book -d '${JSON.stringify(example)}'
  stop   Ctrl-C`)
  if (!isLoopback(address.host)) {
    console.warn(
      `Everybody who reaches ${address.host} can see and change all bookings here. Mind who that is.`,
    )
  }
}

/** The cron's own address of the server: loopback, where that is listened on. */
function loopbackUrl({ host, port, url }: Address): string {
  return host === '0.0.0.0' || host === '::' ? `http://127.0.0.1:${port}` : url
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
}

let stopping: Promise<void> | undefined

async function stop(code: number, reason?: string): Promise<void> {
  if (reason !== undefined) console.error(reason)
  stopping ??= stopAll()
  await stopping
  process.exit(code)
}

async function stopAll(): Promise<void> {
  while (running.length > 0) await running.pop()?.stop()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

start().catch((error: Error) => stop(1, error.message))
