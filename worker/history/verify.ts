import type { Client } from '@libsql/client/http'
import * as z from 'zod'
import { checkChunk } from '../../db/conservation.ts'
import { databaseOn, sanitized } from '../../db/database.ts'
import { type HistoryEnds, readEnds } from '../../db/history/ends.ts'
import { entriesBySequence, sealsBySequence } from '../../db/history/pages.ts'
import type { Seal } from '../../db/history/seals.ts'
import type { CheckCursor } from '../../db/schema/conservation.ts'
import { checkedChunk, findingsToldMax } from '../domain/limits.ts'
import { type Finding, Findings } from './finding.ts'
import type { Sealer } from './sealer.ts'
import { verifyBookings } from './verify-bookings.ts'
import { verifyProgramme } from './verify-programme.ts'
import { verifySeals } from './verify-seals.ts'

export interface VerifyOptions {
  /** By the names of their keys: the present one, and those before it. Without any, seals are not looked at. */
  readonly sealers: ReadonlyMap<string, Sealer>
  /** A head that was told before, by the log or a backup: what follows it may be new, but it must be there. */
  readonly expectedHead?: Pick<Seal, 'sequence' | 'mac'> | undefined
  readonly progress?: (part: VerifyPart, rows: number) => void
}

type VerifyPart = 'entries' | 'bookings' | 'tickets' | 'programme'

export interface Verified {
  readonly entries: number
  readonly sealed: number
  readonly bookings: number
  readonly tickets: number
  readonly head: Seal | undefined
  /** How many in all; the first are told. */
  readonly findings: number
  readonly first: readonly Finding[]
}

/**
 * Looks whether the history is as it was sealed, and whether bookings, tickets and programme are what it tells of. It may run while the
 * house sells: entries never change, and what does not agree with them is looked at again in one snapshot.
 */
export async function verify(client: Client, options: VerifyOptions): Promise<Verified> {
  const { sealers, expectedHead, progress = () => undefined } = options
  const findings = new Findings()
  const counts: Record<VerifyPart, number> = { entries: 0, bookings: 0, tickets: 0, programme: 0 }
  const count = (part: VerifyPart, rows = 1): void => {
    counts[part] += rows
    if (counts[part] % checkedChunk === 0) progress(part, counts[part])
  }
  const ends = await readEnds(client, expectedHead?.sequence)
  findings.add(...judgeTail(ends, expectedHead))
  const parts: [part: VerifyPart, found: AsyncIterable<Finding>][] = [
    ['entries', sealers.size === 0 ? none() : verifySeals(chainOf(client, ends, { sealers, count }))],
    ['bookings', verifyBookings(client, () => count('bookings'))],
    ['tickets', verifyTickets(client, (rows) => count('tickets', rows))],
    ['programme', verifyProgramme(client)],
  ]
  for (const [part, found] of parts) {
    try {
      for await (const one of found) findings.add(one)
    } catch (error) {
      findings.add(unreadable(error, part, counts[part]))
    }
  }
  const { entries, sealed, head } = ends
  const { bookings, tickets } = counts
  return { entries, sealed, head, bookings, tickets, findings: findings.count, first: findings.first }
}

async function* none(): AsyncGenerator<Finding> {}

function chainOf(
  client: Client,
  { head }: HistoryEnds,
  { sealers, count }: { sealers: VerifyOptions['sealers']; count: (part: VerifyPart) => void },
): Parameters<typeof verifySeals>[0] {
  const last = head?.sequence ?? Number.MIN_SAFE_INTEGER
  return {
    entries: entriesBySequence(client, last, () => count('entries')),
    seals: sealsBySequence(client, last),
    sealers,
  }
}

/** What was cut off at the end leaves no gap: it is seen by a head that was told before, and by the last number that was given. */
function judgeTail(
  { lastSequence, lastGiven, head, expected }: HistoryEnds,
  expectedHead: VerifyOptions['expectedHead'],
): Finding[] {
  const found: Finding[] = []
  if (lastGiven > lastSequence) {
    const detail = `entries were given numbers up to ${lastGiven}, and the last is ${lastSequence}`
    found.push({ kind: 'tail cut', sequence: lastGiven, detail })
  }
  if (expectedHead === undefined) return found
  const { sequence, mac } = expectedHead
  if ((head?.sequence ?? 0) < sequence) {
    found.push({ kind: 'tail cut', sequence, detail: `the seals end at ${head?.sequence ?? 0}` })
  } else if (expected?.mac !== mac) {
    found.push({ kind: 'seal altered', sequence, detail: 'it is not the head that was told before' })
  }
  return found
}

/** Each booking has its tickets, and no ticket is without one; bookings themselves are compared with their entries. */
async function* verifyTickets(client: Client, onRows: (rows: number) => void): AsyncGenerator<Finding> {
  const db = databaseOn(client)
  for (const start of walks) {
    for (let cursor: CheckCursor | undefined = start; cursor !== undefined;) {
      const chunk = await checkChunk(db, cursor, { limit: checkedChunk, firstMax: findingsToldMax })
      for (const { kind, booking, showing, seat } of chunk.found.first) {
        yield {
          kind: 'ticket changed outside',
          subject: booking,
          detail: `${kind}: ${showing}${seat === null ? '' : `, ${seat}`}`,
        }
      }
      if (cursor.walk === 'tickets') onRows(chunk.rows)
      cursor = chunk.next
    }
  }
}

const walks: readonly CheckCursor[] = [
  { walk: 'bookings', after: '' },
  { walk: 'tickets', after: { showing: '', seat: '' } },
]

/** A damaged page cannot be read at all; a database that cannot be asked is no finding. */
function unreadable(error: unknown, part: VerifyPart, rows: number): Finding {
  const known = sanitized(error)
  const isDamage = known.code.startsWith('SQLITE_') ? !known.unavailable : isOfReading(error)
  if (!isDamage) throw error instanceof Error ? error : known
  return { kind: 'unreadable', subject: part, detail: `after ${rows} of them: ${known.message}` }
}

/** Beside what the wire to the database throws. */
function isOfReading(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof RangeError || error instanceof z.ZodError
}
