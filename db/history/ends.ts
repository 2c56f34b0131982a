import type { Client } from '@libsql/client/http'
import * as z from 'zod'
import { type Seal, lastSeal, sealRow } from './seals.ts'

/** Where the history ends. */
export interface HistoryEnds {
  readonly entries: number
  readonly sealed: number
  readonly lastSequence: number
  /** SQLite gives no number twice, and remembers the last one beside the table. */
  readonly lastGiven: number
  readonly head: Seal | undefined
  /** The seal at a sequence that was asked for. */
  readonly expected: Seal | undefined
}

const counts = z.object({
  entries: z.number(),
  lastSequence: z.number(),
  sealed: z.number(),
  lastGiven: z.number(),
})

export async function readEnds(client: Client, expected: number | undefined): Promise<HistoryEnds> {
  const [counted, head, asked] = await client.batch(
    [
      `SELECT count(*) AS entries, coalesce(max(sequence), 0) AS lastSequence,
        (SELECT count(*) FROM event_seals) AS sealed,
        coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0) AS lastGiven FROM events`,
      lastSeal,
      { sql: 'SELECT sequence, key, mac FROM event_seals WHERE sequence = ?', args: [expected ?? null] },
    ],
    'read',
  )
  return {
    ...counts.parse(counted?.rows[0]),
    head: sealRow.optional().parse(head?.rows[0]),
    expected: sealRow.optional().parse(asked?.rows[0]),
  }
}
