import * as z from 'zod'
import { type HistoryRecord, readHistory } from '../../db/history/booking-history.ts'
import type { History, HistoryEntry, HistoryInput } from '../domain/history-schemas.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { House } from './house.ts'
import { iso } from './present.ts'

/** What happened to a booking, the oldest first: who did what, when, and what was before and after. */
export async function seeHistory(
  { db }: House,
  { id, cursor, limit }: HistoryInput,
): Promise<Result<History>> {
  const read = readCursor(cursor, position)
  if (!read.ok) return read
  const [after] = read.value ?? [0]
  const found = await readHistory(db, { id, after, limit: limit + 1 })
  if (found.length === 0 && after === 0) return refuse('booking_not_found', { by: 'id' })
  const entries = found.slice(0, limit)
  const last = entries.at(-1)
  const isMore = found.length > limit && last !== undefined
  return accept({
    id,
    entries: entries.map(presentEntry),
    ...(isMore ? { next: writeCursor([last.sequence]) } : {}),
  })
}

const position = z.tuple([z.int()])

export function presentEntry(record: HistoryRecord): HistoryEntry {
  const { sequence, kind, at, actor, requestId, before, after } = record
  return { sequence, kind, at: iso(at), actor, requestId, before: before ?? null, after: after ?? null }
}
