import { existsSync } from 'node:fs'
import { chmod, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { createClient } from '@libsql/client/sqlite3'
import { lookIntoDataDirectory } from '../data-directory.ts'
import { sealersFrom } from '../history/audit-keys.ts'
import { type Report, reportOn } from '../history/report.ts'
import { Connection } from '../libsql-server/connection.ts'
import { sync } from '../sync.ts'

interface Backup {
  readonly file: string
  readonly report: Report
}

/** Copies the database as it is at one moment, also while the house sells, and verifies the copy. */
export async function backUp(target: string): Promise<Backup> {
  if (process.env['DATABASE_URL'] !== undefined) {
    throw new Error(
      'The database at DATABASE_URL is backed up where it is served; see docs/operations.md for Turso.',
    )
  }
  // Names and phone numbers are for this user alone.
  process.umask(0o077)
  const { databaseFile, auditKey } = await lookIntoDataDirectory(process.env['DATA_DIR'])
  const file = path.resolve(target)
  const unfinished = `${file}.unfinished`
  if (!existsSync(databaseFile)) throw new Error(`There is no database ${databaseFile}.`)
  if (existsSync(file)) throw new Error(`There is a file ${file} already.`)
  await rm(unfinished, { force: true })
  try {
    copy(databaseFile, unfinished)
    await chmod(unfinished, 0o600)
    const client = createClient({ url: `file:${unfinished}` })
    const report = await reportOn(client, { sealers: sealersFrom(process.env, auditKey) })
    client.close()
    await sync(unfinished)
    await rename(unfinished, file)
    await sync(path.dirname(file))
    return { file, report }
  } finally {
    await rm(unfinished, { force: true })
  }
}

/** One read transaction: in WAL mode nobody who sells waits for it. */
function copy(from: string, to: string): void {
  const connection = new Connection(from)
  try {
    connection.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`)
  } finally {
    connection.close()
  }
}
