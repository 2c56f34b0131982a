import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, link, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Client, createClient } from '@libsql/client/sqlite3'
import { type DataDirectory, openDataDirectory } from '../data-directory.ts'
import { type DoneAgain, afterRestore, whyUnread } from '../history/after-restore.ts'
import { sealersFrom } from '../history/audit-keys.ts'
import { type Report, reportOn } from '../history/report.ts'
import { Connection } from '../libsql-server/connection.ts'
import { startLibsqlServer } from '../libsql-server/server.ts'
import { retentionOf } from '../retention.ts'
import { sync } from '../sync.ts'

interface Restored extends DoneAgain {
  readonly isRestored: boolean
  readonly report: Report
  /** Where the database is that was replaced. */
  readonly aside?: string | undefined
}

/** Puts a backup in the place of the data folder's database, which stays beside it. */
export async function restore(backup: string): Promise<Restored> {
  if (process.env['DATABASE_URL'] !== undefined) {
    throw new Error(
      'The database at DATABASE_URL is restored where it is served, and readied by after-restore; see docs/operations.md.',
    )
  }
  if (!existsSync(backup)) throw new Error(`There is no backup ${backup}.`)
  process.umask(0o077)
  // Held from here on: no house can start on it.
  const data = await openDataDirectory(process.env['DATA_DIR'])
  const restoring = `${data.databaseFile}.restoring`
  try {
    await removeDatabase(restoring)
    await copyFile(backup, restoring)
    const readied = await makeReady(restoring, data)
    const report = await lookAt(restoring, data)
    if (report.findings > 0) return { isRestored: false, report, ...readied }
    const aside = await replace(data.databaseFile, restoring)
    return { isRestored: true, report, ...readied, aside }
  } finally {
    await removeDatabase(restoring)
  }
}

/** As the house that sells on it will find it. */
async function makeReady(file: string, data: DataDirectory): Promise<DoneAgain> {
  const authToken = randomBytes(24).toString('base64url')
  const server = await startLibsqlServer({ file, authToken })
  const replaced = openReplaced(data.databaseFile)
  const retentionMs = await retentionOf(process.env)
  try {
    return await afterRestore({ url: server.url, authToken, replaced, retentionMs })
  } finally {
    if (typeof replaced !== 'string') replaced.close()
    await server.close()
  }
}

/** Where there is none, or it cannot be read any more, nobody knows what was erased, revoked or removed since the backup: answers why. */
function openReplaced(file: string): Client | string {
  if (!existsSync(file)) return 'There is no database that it replaces'
  const connection = new Connection(file)
  try {
    // Nothing of it is left to its write-ahead log, which must not stay beside the other file.
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.exec('SELECT max(sequence), after FROM events; SELECT max(epoch) FROM showings')
    return createClient({ url: `file:${file}` })
  } catch (error) {
    return whyUnread(error)
  } finally {
    connection.close()
  }
}

async function lookAt(file: string, { auditKey }: DataDirectory): Promise<Report> {
  const client = createClient({ url: `file:${file}` })
  try {
    return await reportOn(client, { sealers: sealersFrom(process.env, auditKey) })
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
