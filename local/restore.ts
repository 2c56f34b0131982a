import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, link, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Client, createClient } from '@libsql/client/sqlite3'
import { type DataDirectory, openDataDirectory } from './data-directory.ts'
import { afterRestore } from './history/after-restore.ts'
import { sealersFrom } from './history/audit-keys.ts'
import { verifyAndSay } from './history/verify-and-say.ts'
import { Connection } from './libsql-server/connection.ts'
import { startLibsqlServer } from './libsql-server/server.ts'
import { retentionOf } from './retention.ts'
import { sync } from './sync.ts'

process.umask(0o077)

const usage = `npm run restore -- <backup>
It puts a backup in the place of the data folder's database (DATA_DIR), which stays beside it. The house must not run.`

async function restore(backup: string | undefined): Promise<number> {
  if (backup === undefined) throw new Error(usage)
  if (!existsSync(backup)) throw new Error(`There is no backup ${backup}.`)
  // Held from here on: no house can start on it.
  const data = await openDataDirectory(process.env['DATA_DIR'])
  const restoring = `${data.databaseFile}.restoring`
  try {
    await removeDatabase(restoring)
    await copyFile(backup, restoring)
    const erased = await makeReady(restoring, data)
    if (!(await isSound(restoring, data))) {
      console.error(
        'The backup is not as it was sealed, or not what its history tells of: nothing is replaced.',
      )
      return 1
    }
    const aside = await replace(data.databaseFile, restoring)
    console.log(
      `${backup} is restored: epochs are raised, holds are gone, and ${erased} buyers are forgotten again.`,
    )
    if (aside !== undefined) {
      console.log(
        `What it replaced is ${aside}. It knows names that were erased: delete it when it has served.`,
      )
    }
    return 0
  } finally {
    await removeDatabase(restoring)
  }
}

/** As the house that sells on it will find it. */
async function makeReady(file: string, data: DataDirectory): Promise<number> {
  const authToken = randomBytes(24).toString('base64url')
  const server = await startLibsqlServer({ file, authToken })
  const replaced = openReplaced(data.databaseFile)
  const retentionMs = await retentionOf(process.env)
  try {
    return await afterRestore({ url: server.url, authToken, replaced, retentionMs })
  } finally {
    replaced?.close()
    await server.close()
  }
}

/** Undefined where there is none, or it cannot be read any more: then nobody knows what was erased since the backup. */
function openReplaced(file: string): Client | undefined {
  if (!existsSync(file)) return undefined
  const connection = new Connection(file)
  try {
    // Nothing of it is left to its write-ahead log, which must not stay beside the other file.
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.exec('SELECT max(sequence) FROM events; SELECT max(epoch) FROM showings')
    return createClient({ url: `file:${file}` })
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown'
    console.error(
      `The database that is replaced cannot be read (${why}): erase again who asked since the backup.`,
    )
    return undefined
  } finally {
    connection.close()
  }
}

async function isSound(file: string, { auditKey }: DataDirectory): Promise<boolean> {
  const client = createClient({ url: `file:${file}` })
  try {
    return await verifyAndSay(client, { sealers: sealersFrom(process.env, auditKey) })
  } finally {
    client.close()
  }
}

/** At every moment there is one database under its name: the old one or the new one. */
async function replace(file: string, by: string): Promise<string | undefined> {
  const aside = `${file}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '')}`
  const isThere = existsSync(file)
  if (isThere) {
    await link(file, aside)
    for (const log of logsOf(file)) if (existsSync(log)) await rename(log, log.replace(file, aside))
  }
  await chmod(by, 0o600)
  await sync(by)
  await rename(by, file)
  await sync(path.dirname(file))
  return isThere ? aside : undefined
}

function logsOf(file: string): readonly string[] {
  return [`${file}-wal`, `${file}-shm`]
}

async function removeDatabase(file: string): Promise<void> {
  for (const one of [file, ...logsOf(file)]) await rm(one, { force: true })
}

restore(process.argv[2]).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message)
    process.exit(2)
  },
)
