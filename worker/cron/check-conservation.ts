import { type CheckedChunk, checkChunk } from '../../db/conservation.ts'
import { type CheckProgress, keepCheckProgress, readCheckProgress } from '../../db/conservation-progress.ts'
import type { Database } from '../../db/database.ts'
import type { Findings, Mismatch } from '../../db/schema/conservation.ts'
import { checkedChunk, checkedRowsMax, mismatchesToldMax } from '../domain/limits.ts'
import { logError } from '../log.ts'

export interface CheckLimits {
  readonly rowsMax: number
  readonly chunk: number
  readonly toldMax: number
}

const defaultLimits: CheckLimits = {
  rowsMax: checkedRowsMax,
  chunk: checkedChunk,
  toldMax: mismatchesToldMax,
}

/**
 * Goes on comparing bookings with tickets where the last run ended, up to the end of the pass at most;
 * the next run then starts over. Answers how many rows it compared. Two runs at once do the same work twice.
 */
export async function checkConservation(
  db: Database,
  now: number,
  { rowsMax, chunk, toldMax }: CheckLimits = defaultLimits,
): Promise<number> {
  const before = (await readCheckProgress(db)) ?? neverRun
  let progress: CheckProgress = { ...before, runs: before.runs + 1, ranAt: now }
  let checked = 0
  for (let isPassOver = false; checked < rowsMax && !isPassOver;) {
    const limit = Math.min(chunk, rowsMax - checked)
    const read = await checkChunk(db, progress.cursor, { limit, firstMax: toldMax })
    checked += read.rows
    if (read.found.count > 0) tell(read.found)
    isPassOver = read.next === undefined && progress.cursor.walk === 'tickets'
    progress = isPassOver ? completed(progress, read, { now, toldMax }) : advanced(progress, read, toldMax)
  }
  await keepCheckProgress(db, progress)
  return checked
}

const nothingFound: Findings = { count: 0, first: [] }
const atBookings: CheckProgress['cursor'] = { walk: 'bookings', after: '' }
const atTickets: CheckProgress['cursor'] = { walk: 'tickets', after: { showing: '', seat: '' } }

const neverRun: CheckProgress = {
  runs: 0,
  ranAt: 0,
  cursor: atBookings,
  found: nothingFound,
  foundLast: null,
  completedAt: null,
}

function advanced(progress: CheckProgress, { next, found }: CheckedChunk, toldMax: number): CheckProgress {
  return { ...progress, cursor: next ?? atTickets, found: together(progress.found, found, toldMax) }
}

/** What was mended since the pass before is forgotten with it. */
function completed(
  progress: CheckProgress,
  { found }: CheckedChunk,
  { now, toldMax }: { now: number; toldMax: number },
): CheckProgress {
  return {
    ...progress,
    cursor: atBookings,
    found: nothingFound,
    foundLast: together(progress.found, found, toldMax),
    completedAt: now,
  }
}

function together(one: Findings, other: Findings, toldMax: number): Findings {
  return { count: one.count + other.count, first: [...one.first, ...other.first].slice(0, toldMax) }
}

/** At once, so that no later failure of the run swallows it. */
function tell({ count, first }: Findings): void {
  logError({ event: 'bookings and tickets differ', count, first: first.map(sayMismatch) })
}

function sayMismatch({ kind, booking, showing, seat }: Mismatch): string {
  return `${kind}: ${booking}, ${showing}${seat === null ? '' : `, ${seat}`}`
}
