import { randomUUID } from 'node:crypto'
import { type Client, createClient } from '@libsql/client/http'
import { emptyLog, eraseBuyers } from '../../db/buyers.ts'
import { type Database, databaseOn } from '../../db/database.ts'
import type { By } from '../../db/history/entry.ts'
import { migrateClient } from '../../db/migrate.ts'
import { type Replaced, beginAnew, readErased, readReplaced } from '../../db/restored.ts'
import { forgetOldBuyers } from '../../worker/cron/forget-buyers.ts'
import { emptyLogTriesMax } from '../../worker/domain/limits.ts'

const chunk = 500

/** Beyond the epochs and entries that a database had which nobody can read any more. */
const farBeyond: Replaced = { epoch: 1_000_000, lastSequence: 0 }

interface Restoring {
  readonly url: string
  readonly authToken: string
  /** The database that this one takes the place of, where it can be read. */
  readonly replaced: Client | undefined
  readonly retentionMs: number
}

/** Readies a restored database for sale: the schema, the epochs, the holds, and what was erased since its backup. Answers how many that were. */
export async function afterRestore({ url, authToken, replaced, retentionMs }: Restoring): Promise<number> {
  const client = createClient({ url, authToken })
  const db = databaseOn(client)
  const at = Date.now()
  const by: By = { actor: 'restore', requestId: `restore-${at}` }
  try {
    await migrateClient(client)
    const known = replaced === undefined ? farBeyond : await readReplaced(replaced)
    await beginAnew(client, known, { event: `ev_${randomUUID()}`, at, by })
    const again = replaced === undefined ? 0 : await eraseAgain(db, replaced, { at, by })
    const erased = again + (await forgetOldBuyers(db, at, retentionMs))
    await emptyLog(db, emptyLogTriesMax)
    return erased
  } finally {
    client.close()
  }
}

/** Whoever was erased from the database that is replaced. */
async function eraseAgain(
  db: Database,
  replaced: Client,
  { at, by }: { at: number; by: By },
): Promise<number> {
  let erased = 0
  for (let after = 0; ;) {
    const found = await readErased(replaced, { after, limit: chunk })
    const ids = found.map(({ booking }) => booking)
    erased += await eraseBuyers(db, ids, { event: `ev_${randomUUID()}`, at, by })
    const last = found.at(-1)
    if (last === undefined || found.length < chunk) return erased
    after = last.sequence
  }
}
