import { get, set, update } from 'idb-keyval'
import type { Scan } from '../../../worker/domain/admissions.ts'
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

const queueName = 'queue'
const refusedName = 'refused'

export function keepView(view: DoorView): Promise<void> {
  return set(`view ${view.showing}`, view)
}

export function viewOf(showing: string): Promise<DoorView | undefined> {
  return get<DoorView>(`view ${showing}`)
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

/** Let in here on tickets that the house says were none by then. Somebody has to know. */
export async function refusedLater(): Promise<readonly QueuedScan[]> {
  return (await get<QueuedScan[]>(refusedName)) ?? []
}

export function keepRefused(refused: readonly QueuedScan[]): Promise<void> {
  const ids = new Set(refused.map(({ id }) => id))
  return update<QueuedScan[]>(refusedName, (known = []) => [
    ...known.filter(({ id }) => !ids.has(id)),
    ...refused,
  ])
}

export function scanOf({ seat, device, id, scannedAt }: QueuedScan): Scan {
  return { seat, device, id, at: Date.parse(scannedAt) }
}
