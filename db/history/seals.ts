import * as z from 'zod'
import { type Database, sanitized } from '../database.ts'
import { writing } from '../writing.ts'
import { entryBytes } from './entry-bytes.ts'

export interface Seal {
  readonly sequence: number
  /** Names the key. */
  readonly key: string
  readonly mac: string
}

export interface Unsealed {
  /** The last seal that there is. */
  readonly head: Seal | undefined
  /** What follows it, as it is sealed, in the order of commit. */
  readonly entries: readonly { readonly sequence: number; readonly bytes: ArrayBuffer }[]
}

export const lastSeal = `SELECT sequence, key, mac FROM event_seals ORDER BY sequence DESC LIMIT 1`

export const sealRow = z.object({ sequence: z.number(), key: z.string(), mac: z.string() })
const entryRow = z.object({ sequence: z.number(), bytes: z.instanceof(ArrayBuffer) })

/**
 * The entries after the last seal, at most `limit`. Sequences are given within the transaction that enters a change, and SQLite has
 * one writer at a time: so whoever sees an entry sees all before it that there will ever be, and none comes in between later.
 */
export async function readUnsealed(db: Database, limit: number): Promise<Unsealed> {
  try {
    const [head, entries] = await db.$client.batch(
      [
        lastSeal,
        {
          sql: `SELECT sequence, ${entryBytes} AS bytes FROM events
            WHERE sequence > coalesce((SELECT max(sequence) FROM event_seals), 0) ORDER BY sequence LIMIT :limit`,
          args: { limit },
        },
      ],
      'read',
    )
    return { head: sealRow.optional().parse(head?.rows[0]), entries: z.array(entryRow).parse(entries?.rows) }
  } catch (error) {
    throw sanitized(error)
  }
}

/** Adds seals behind `head`; none where another run has added some meanwhile. Answers whether it did. */
export async function addSeals(
  db: Database,
  head: Seal | undefined,
  seals: readonly Seal[],
): Promise<boolean> {
  const [added] = await writing(db, [
    {
      sql: `INSERT INTO event_seals (sequence, key, mac)
        SELECT seal.value ->> 'sequence', seal.value ->> 'key', seal.value ->> 'mac' FROM json_each(:seals) AS seal
        WHERE (SELECT max(sequence) FROM event_seals) IS :head
          AND (SELECT mac FROM event_seals WHERE sequence = :head) IS :mac`,
      args: { seals: JSON.stringify(seals), head: head?.sequence ?? null, mac: head?.mac ?? null },
    },
  ])
  return added?.rowsAffected === seals.length
}

/** When the first entry was made that has no seal yet. */
export async function unsealedSince(db: Database): Promise<number | undefined> {
  try {
    const { rows } = await db.$client.execute(
      `SELECT at FROM events WHERE sequence > coalesce((SELECT max(sequence) FROM event_seals), 0) ORDER BY sequence LIMIT 1`,
    )
    return z.object({ at: z.number() }).optional().parse(rows[0])?.at
  } catch (error) {
    throw sanitized(error)
  }
}
