import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Client, createClient as createHttpClient } from '@libsql/client/http'
import { createClient as createFileClient } from '@libsql/client/sqlite3'
import { lookIntoDataDirectory } from './data-directory.ts'
import { sealersFrom } from './history/audit-keys.ts'
import { readHead } from './history/head.ts'
import { verifyAndSay } from './history/verify-and-say.ts'

const usage = `npm run verify -- [--file <database>] [--expect-head <sequence>:<mac>]
It looks at the database at DATABASE_URL, or at that of the data folder (DATA_DIR), also while the house sells.`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      'expect-head': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return 0
  }
  const expectedHead = readHead(values['expect-head'])
  const { databaseFile, auditKey } = await lookIntoDataDirectory(process.env['DATA_DIR'])
  const client = openDatabase(values.file, databaseFile)
  try {
    const sealers = sealersFrom(process.env, auditKey)
    return (await verifyAndSay(client, { sealers, expectedHead })) ? 0 : 1
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

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message)
    process.exit(2)
  },
)
