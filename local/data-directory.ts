import { randomBytes } from 'node:crypto'
import { mkdir, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { projectDirectory } from './bundle.ts'
import { holdAlone } from './data-lock.ts'
import { secretIn } from './secret-file.ts'
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
  await makeDirectory(place)
  // By whatever link one comes to it, it is the same folder, and held once.
  const directory = await realpath(place)
  holdAlone(directory)
  const staffKeyFile = path.join(directory, 'staff.key')
  return {
    path: directory,
    databaseFile: databaseFileIn(directory),
    fingerprintKey: await randomSecretIn(path.join(directory, 'fingerprint.key')),
    ...(await ticketKeysIn(directory)),
    auditKey: await randomSecretIn(path.join(directory, auditKeyFile)),
    staffKeyFile,
    staffKey: await randomSecretIn(staffKeyFile),
  }
}

const auditKeyFile = 'audit.key'
/** As the Worker's settings ask for. */
const secretLengthMin = 32

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
function randomSecretIn(file: string): Promise<string> {
  return secretIn(file, { make: () => randomBytes(32).toString('hex'), lengthMin: secretLengthMin })
}

async function makeDirectory(place: string): Promise<void> {
  try {
    await mkdir(place, { recursive: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Marquee cannot make its data folder ${place} (${reason}). Set DATA_DIR to another.`, {
      cause,
    })
  }
}
