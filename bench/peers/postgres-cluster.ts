import { execFile } from 'node:child_process'
import { access, chown, readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { Leashed } from './leashed.ts'
import { within } from './within.ts'

const versions = '/usr/lib/postgresql'
const createMsMax = 30_000
const startMsMax = 10_000
const tryPauseMs = 50

interface Owner {
  readonly uid?: number
  readonly gid?: number
}

export async function missingPostgres(): Promise<string | undefined> {
  if ((await binaries()) === undefined) return 'PostgreSQL (the package postgresql of Debian)'
  if ((await owner()) === undefined) return 'a user postgres (root cannot run PostgreSQL)'
  return undefined
}

/**
 * A fresh cluster with the defaults of PostgreSQL, those of durability among them. It can be reached over a socket in
 * its directory alone, to which the database's user needs a way: the folders above have to let others through.
 */
export async function startPostgres(
  directory: string,
): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const folder = await binaries()
  const user = await owner()
  if (folder === undefined || user === undefined) throw new Error('PostgreSQL is missing.')
  const data = path.join(directory, 'data')
  if (user.uid !== undefined && user.gid !== undefined) await chown(directory, user.uid, user.gid)
  await promisify(execFile)(
    path.join(folder, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--no-locale', '-E', 'UTF8'],
    { ...user, cwd: directory, timeout: createMsMax },
  )
  const server = new Leashed({
    command: path.join(folder, 'postgres'),
    args: ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${directory}`],
    options: { ...user, cwd: directory },
    // The fast shutdown, which doesn't wait until its clients have gone.
    endSignal: 'SIGINT',
  })
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`
  try {
    await within(startMsMax, 'The start of PostgreSQL', Promise.race([answers(url), server.ended]))
  } catch (error) {
    await server.stop()
    throw error
  }
  return { url, pid: server.pid, stop: () => server.stop() }
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + startMsMax
  while (Date.now() < until) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch {
      await pause(tryPauseMs)
    }
  }
  throw new Error('PostgreSQL does not answer.')
}

/** Of the newest version. */
async function binaries(): Promise<string | undefined> {
  const names = await readdir(versions).catch(() => [])
  const [newest] = names
    .filter((name) => /^\d+$/.test(name))
    .sort((one, other) => Number(other) - Number(one))
  if (newest === undefined) return undefined
  const folder = path.join(versions, newest, 'bin')
  return access(path.join(folder, 'initdb')).then(
    () => folder,
    () => undefined,
  )
}

/** Who is to run it: PostgreSQL refuses to be run by root. */
async function owner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return {}
  try {
    return { uid: await idOfPostgres('-u'), gid: await idOfPostgres('-g') }
  } catch {
    return undefined
  }
}

async function idOfPostgres(kind: '-u' | '-g'): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [kind, 'postgres'])
  return Number(stdout)
}
