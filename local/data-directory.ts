import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectDirectory } from './bundle.ts'
import { ticketKeysIn } from './ticket-keys.ts'

export interface DataDirectory {
  readonly path: string
  readonly databaseFile: string
  readonly fingerprintKey: string
  /** Signs the codes of tickets, with the public halves of those that did before. */
  readonly ticketKey: string
  readonly ticketKeysRetired: readonly string[]
  readonly auditKey: string
  /** Where the first staff key lies, and what it is. */
  readonly staffKeyFile: string
  readonly staffKey: string
}

/** The folder of one house: made on the first start, kept between starts. */
export async function openDataDirectory(chosen: string | undefined): Promise<DataDirectory> {
  const place = placeOf(chosen)
  await mkdir(place, { recursive: true })
  // By whatever link one comes to it, it is the same folder, and held once.
  const directory = await realpath(place)
  await holdAlone(directory)
  const staffKeyFile = path.join(directory, 'staff.key')
  return {
    path: directory,
    databaseFile: databaseFileIn(directory),
    fingerprintKey: await secretIn(path.join(directory, 'fingerprint.key')),
    ...(await ticketKeysIn(directory)),
    auditKey: await secretIn(path.join(directory, auditKeyFile)),
    staffKeyFile,
    staffKey: await secretIn(staffKeyFile),
  }
}

const auditKeyFile = 'audit.key'

function placeOf(chosen: string | undefined): string {
  return path.resolve(projectDirectory, chosen ?? '.data')
}

function databaseFileIn(directory: string): string {
  return path.join(directory, 'marquee.db')
}

/** What is there of a folder, also while its house runs. */
export async function lookIntoDataDirectory(
  chosen: string | undefined,
): Promise<{ databaseFile: string; auditKey: string | undefined }> {
  const directory = placeOf(chosen)
  const auditKey = await readFile(path.join(directory, auditKeyFile), 'utf8').catch(() => undefined)
  return { databaseFile: databaseFileIn(directory), auditKey }
}

/** Made on the first start. */
async function secretIn(file: string): Promise<string> {
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFile(file, 'utf8')
}

/**
 * Two starts on one folder would be two desks for each showing. The one that runs listens on a socket,
 * which the system closes with it, however it ends.
 */
async function holdAlone(directory: string): Promise<void> {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  const socket = path.join(tmpdir(), `marquee-${name}.sock`)
  if (await answers(socket)) {
    throw new Error(
      `Marquee is already running with its data in ${directory}. Stop it first, or set DATA_DIR.`,
    )
  }
  await rm(socket, { force: true })
  await new Promise<void>((resolve, reject) => {
    net.createServer().unref().once('error', reject).listen(socket, resolve)
  })
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = net.connect(socket)
    connection.once('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.once('error', () => resolve(false))
  })
}
