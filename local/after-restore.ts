import { createClient } from '@libsql/client/http'
import { afterRestore } from './history/after-restore.ts'
import { sealersFrom } from './history/audit-keys.ts'
import { verifyAndSay } from './history/verify-and-say.ts'
import { retentionOf } from './retention.ts'

const usage = `npm run after-restore
It readies the database at DATABASE_URL, which was restored to an earlier moment, before the Worker is pointed at it:
epochs are raised, holds are gone, and who was erased since is erased again, as far as REPLACED_DATABASE_URL and
REPLACED_DATABASE_AUTH_TOKEN name the database that knows.`

async function main(): Promise<number> {
  const { env } = process
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken = '' } = env
  if (url === undefined) throw new Error(usage)
  const { REPLACED_DATABASE_URL: replacedUrl, REPLACED_DATABASE_AUTH_TOKEN: replacedToken = '' } = env
  const replaced =
    replacedUrl === undefined ? undefined : createClient({ url: replacedUrl, authToken: replacedToken })
  if (replaced === undefined) {
    console.error('No REPLACED_DATABASE_URL: erase again who asked since that moment.')
  }
  const client = createClient({ url, authToken })
  try {
    const erased = await afterRestore({ url, authToken, replaced, retentionMs: await retentionOf(env) })
    console.log(`Epochs are raised, holds are gone, and ${erased} buyers are forgotten again.`)
    return (await verifyAndSay(client, { sealers: sealersFrom(env, undefined) })) ? 0 : 1
  } finally {
    replaced?.close()
    client.close()
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message)
    process.exit(2)
  },
)
