import path from 'node:path'
import { freePort } from '../../test/local/setup/running-house.ts'
import { Leashed } from '../peers/leashed.ts'
import { within } from '../peers/within.ts'

const project = path.resolve(import.meta.dirname, '../..')
/** A first start builds the bundle. */
const startMsMax = 60_000

export interface StartedHouse {
  readonly port: number
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** What `npm start` runs; answers once it serves. */
export async function npmStart(
  dataDirectory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedHouse> {
  const { port, server } = await beginNpmStart(dataDirectory, env)
  try {
    await within(startMsMax, 'The start of Marquee', Promise.race([server.firstLine(), server.ended]))
  } catch (error) {
    await server.stop()
    throw error
  }
  return { port, pid: server.pid, stop: () => server.stop() }
}

/** The same, while it is still on its way. */
export async function beginNpmStart(
  dataDirectory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ port: number; server: Leashed }> {
  const port = await freePort()
  const inherited = { ...process.env }
  for (const name of [
    'HOST',
    'ALLOWED_HOSTS',
    'FINGERPRINT_KEY',
    'TICKET_KEY',
    'STAFF_KEY',
    'DATABASE_URL',
    'DATABASE_AUTH_TOKEN',
  ])
    Reflect.deleteProperty(inherited, name)
  // The load comes from one address; its peers count nothing either.
  const own = { RATE_LIMIT: 'off', PORT: String(port), DATA_DIR: dataDirectory }
  const server = new Leashed({
    command: process.execPath,
    args: [path.join(project, 'local/start.ts')],
    options: { cwd: project, env: { ...inherited, ...env, ...own } },
    endSignal: 'SIGTERM',
  })
  return { port, server }
}
