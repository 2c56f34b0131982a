import { existsSync } from 'node:fs'
import { type Client, createClient as createHttpClient } from '@libsql/client/http'
import { createClient as createFileClient } from '@libsql/client/sqlite3'
import { lookIntoDataDirectory } from '../data-directory.ts'
import { sealersFrom } from '../history/audit-keys.ts'
import type { Head } from '../history/head.ts'
import { type Report, reportOn } from '../history/report.ts'

interface Options {
  readonly file?: string
  readonly expectHead?: Head
}

/** Looks at a file, the database at DATABASE_URL, or that of the data folder; also while the house sells. */
export async function verifyDatabase({ file, expectHead }: Options): Promise<Report> {
  const { databaseFile, auditKey } = await lookIntoDataDirectory(process.env['DATA_DIR'])
  const client = openDatabase(file, databaseFile)
  try {
    return await reportOn(client, { sealers: sealersFrom(process.env, auditKey), expectedHead: expectHead })
  } finally {
    client.close()
  }
}

function openDatabase(chosen: string | undefined, ofFolder: string): Client {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken = '' } = process.env
  if (chosen === undefined && url !== undefined) return createHttpClient({ url, authToken })
  const file = chosen ?? ofFolder
  if (!existsSync(file)) throw new Error(`There is no database ${file}.`)
  return createFileClient({ url: `file:${file}` })
}
