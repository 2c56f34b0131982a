import { randomUUID } from 'node:crypto'
import { type Client, LibsqlError, createClient } from '@libsql/client/http'
import { emptyLog, eraseBuyers } from '../../db/buyers.ts'
import { type Database, databaseOn } from '../../db/database.ts'
import type { By, Entry } from '../../db/history/entry.ts'
import { migrateClient } from '../../db/migrate.ts'
import {
  type Replaced,
  beginAnew,
  readEndedEndpoints,
  readErased,
  readReplaced,
  readRevokedKeys,
} from '../../db/restored.ts'
import { revokeStaffKeys } from '../../db/staff-keys.ts'
import { endEndpoints } from '../../db/webhook-endpoints.ts'
import { forgetOldBuyers } from '../../worker/cron/forget-buyers.ts'
import { emptyLogTriesMax } from '../../worker/domain/limits.ts'

const chunk = 500

/** Beyond the epochs and entries that a database had which nobody can read any more. */
const farBeyond: Replaced = { epoch: 1_000_000, lastSequence: 0 }

interface Restoring {
  readonly url: string
  readonly authToken: string
  /** The database that this one takes the place of, or why it cannot be read. */
  readonly replaced: Client | string
  readonly retentionMs: number
}

/** What was done since the backup, and was done again. */
export interface DoneAgain {
  /** Buyers that were forgotten. */
  readonly erased: number
  readonly keysRevoked: number
  /** Removed, or switched off. */
  readonly webhooksEnded: number
  /** Why nobody knows who was erased since the backup. */
  readonly erasuresUnknown: string | undefined
  /** Why nobody knows which keys were revoked and which webhooks removed or switched off since. */
  readonly revocationsUnknown: string | undefined
}

/** Readies a restored database for sale: the schema, the epochs, the holds, and what was erased, revoked and removed since its backup. */
export async function afterRestore({ url, authToken, replaced, retentionMs }: Restoring): Promise<DoneAgain> {
  const client = createClient({ url, authToken })
  const db = databaseOn(client)
  const at = Date.now()
  const by: By = { actor: 'restore', requestId: `restore-${at}` }
  try {
    await migrateClient(client)
    const known = typeof replaced === 'string' ? farBeyond : await readReplaced(replaced)
    await beginAnew(client, known, { event: `ev_${randomUUID()}`, at, by })
    const again =
      typeof replaced === 'string' ? nothingFor(replaced) : await doAgain(db, replaced, { at, by })
    const erased = again.erased + (await forgetOldBuyers(db, at, retentionMs))
    await emptyLog(db, emptyLogTriesMax)
    return { ...again, erased }
  } finally {
    client.close()
  }
}

function nothingFor(why: string): DoneAgain {
  return { erased: 0, keysRevoked: 0, webhooksEnded: 0, erasuresUnknown: why, revocationsUnknown: why }
}

async function doAgain(
  db: Database,
  replaced: Client,
  { at, by }: { at: number; by: By },
): Promise<DoneAgain> {
  const entry = (): Entry => ({ event: `ev_${randomUUID()}`, at, by })
  const keys = await inChunks({
    first: '',
    read: (page) => readRevokedKeys(replaced, page),
    placeOf: ({ id }) => id,
    apply: (found) => revokeStaffKeys(db, found, entry()),
  })
  const webhooks = await inChunks({
    first: '',
    read: (page) => readEndedEndpoints(replaced, page),
    placeOf: ({ id }) => id,
    apply: (found) => endEndpoints(db, found, entry()),
  })
  const buyers = await inChunks({
    first: 0,
    read: (page) => readErased(replaced, page),
    placeOf: ({ sequence }) => sequence,
    apply: (found) =>
      eraseBuyers(
        db,
        found.map(({ booking }) => booking),
        entry(),
      ),
  })
  return {
    erased: buyers.changed,
    keysRevoked: keys.changed,
    webhooksEnded: webhooks.changed,
    erasuresUnknown: buyers.unknown,
    revocationsUnknown: keys.unknown ?? webhooks.unknown,
  }
}

interface Chunks<Row, Place> {
  readonly first: Place
  readonly read: (page: { after: Place; limit: number }) => Promise<readonly Row[]>
  readonly placeOf: (row: Row) => Place
  /** Answers how many it changed. */
  readonly apply: (rows: readonly Row[]) => Promise<number>
}

interface Changed {
  readonly changed: number
  /** Why the rest of the rows cannot be read. */
  readonly unknown?: string
}

async function inChunks<Row, Place>({ first, read, placeOf, apply }: Chunks<Row, Place>): Promise<Changed> {
  let changed = 0
  for (let after = first; ;) {
    const found = await orWhyDamaged(read({ after, limit: chunk }))
    if (typeof found === 'string') return { changed, unknown: found }
    if (found.length > 0) changed += await apply(found)
    const last = found.at(-1)
    if (last === undefined || found.length < chunk) return { changed }
    after = placeOf(last)
  }
}

/** A damaged page is no reason to go without the backup, which is what one has against it. */
async function orWhyDamaged<Rows>(reading: Promise<Rows>): Promise<Rows | string> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof LibsqlError && error.code.startsWith('SQLITE_CORRUPT')) return whyUnread(error)
    throw error
  }
}

/** Of the database that is replaced. */
export function whyUnread(error: unknown): string {
  return `The database that is replaced cannot be read (${error instanceof Error ? error.message : 'unknown'})`
}
