import { delMany, get, keys, set, update } from 'idb-keyval'
import type { Scan } from '../../../worker/domain/admissions.ts'
import { expiresAt, parseShowingId } from '../../../worker/domain/showing.ts'
import type { DoorView } from '../../../worker/domain/ticket-schemas.ts'

/** What was let in while the house could not be asked. */
export interface QueuedScan {
  readonly id: string
  readonly code: string
  readonly device: string
  readonly scannedAt: string
  readonly showing: string
  readonly seat: string
}

const viewPrefix = 'view '
const queueName = 'queue'
export const queuedMax = 10_000
const refusedName = 'refused'
const refusedKeptMax = 1_000

export function keepView(view: DoorView): Promise<void> {
  return set(`${viewPrefix}${view.showing}`, view)
}

export function viewOf(showing: string): Promise<DoorView | undefined> {
  return get<DoorView>(`${viewPrefix}${showing}`)
}

/** Nobody is let in any more where a showing is over. */
export async function forgetViewsOfThePast(now: number): Promise<void> {
  const views = (await keys<string>()).filter((key) => key.startsWith(viewPrefix))
  const isOver = (view: string): boolean => {
    const showing = parseShowingId(view.slice(viewPrefix.length))
    return showing === undefined || expiresAt(showing.startsAt) <= now
  }
  await delMany(views.filter(isOver))
}

export async function queued(): Promise<readonly QueuedScan[]> {
  return (await get<QueuedScan[]>(queueName)) ?? []
}

export function enqueue(scan: QueuedScan): Promise<void> {
  return update<QueuedScan[]>(queueName, (scans = []) => [...scans, scan])
}

export function dequeue(sent: ReadonlySet<string>): Promise<void> {
  return update<QueuedScan[]>(queueName, (scans = []) => scans.filter(({ id }) => !sent.has(id)))
}

/** Of whom somebody has to know: the ticket was none by then, or the house could not read the scan. */
export type Why = 'void' | 'unread'

interface RefusedScan extends QueuedScan {
  readonly why?: Why
}

/** Let in here, and not taken by the house afterwards. */
export async function refusedLater(why: Why): Promise<readonly QueuedScan[]> {
  const refused = (await get<RefusedScan[]>(refusedName)) ?? []
  return refused.filter((scan) => (scan.why ?? 'void') === why)
}

export function keepRefused(refused: readonly QueuedScan[], why: Why): Promise<void> {
  const ids = new Set(refused.map(({ id }) => id))
  const told = refused.map((scan) => Object.assign({ why }, scan))
  return update<RefusedScan[]>(refusedName, (known = []) =>
    [...known.filter(({ id }) => !ids.has(id)), ...told].slice(-refusedKeptMax),
  )
}

export function scanOf({ seat, device, id, scannedAt }: QueuedScan): Scan {
  return { seat, device, id, at: Date.parse(scannedAt) }
}
