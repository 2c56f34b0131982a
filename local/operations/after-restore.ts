import { createClient } from '@libsql/client/http'
import { type DoneAgain, afterRestore } from '../history/after-restore.ts'
import { sealersFrom } from '../history/audit-keys.ts'
import { type Report, reportOn } from '../history/report.ts'
import { retentionOf } from '../retention.ts'

interface Readied extends DoneAgain {
  readonly report: Report
}

/** Readies the database at DATABASE_URL, which was restored to an earlier moment, before the Worker is pointed at it. */
export async function readyRestored(): Promise<Readied> {
  const { env } = process
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken = '' } = env
  if (url === undefined) throw new Error('Say by DATABASE_URL which database was restored.')
  const { REPLACED_DATABASE_URL: replacedUrl, REPLACED_DATABASE_AUTH_TOKEN: replacedToken = '' } = env
  const replaced =
    replacedUrl === undefined ? undefined : createClient({ url: replacedUrl, authToken: replacedToken })
  const client = createClient({ url, authToken })
  try {
    const again = await afterRestore({
      url,
      authToken,
      replaced: replaced ?? 'There is no REPLACED_DATABASE_URL',
      retentionMs: await retentionOf(env),
    })
    const report = await reportOn(client, { sealers: sealersFrom(env, undefined) })
    return { report, ...again }
  } finally {
    replaced?.close()
    client.close()
  }
}
