import type { RawEntry, RawScan } from '../../db/history/pages.ts'
import { type Finding, bookingShown } from './finding.ts'
import { listIn, recordIn } from './stored-json.ts'

/** The scan that an entry tells of, by its name, and its time. */
export function scanTold({ showing, after }: RawEntry): readonly [name: string, scannedAt: unknown] {
  const { seat, device, scan, scannedAt } = recordIn(after)
  return [nameOf(showing, seat, device, scan), scannedAt]
}

/** Compares the scans that are stored with those that were entered. */
export function compareScans(
  id: string,
  told: ReadonlyMap<string, unknown>,
  stored: readonly RawScan[],
): Finding[] {
  const unseen = new Set(told.keys())
  const found: Finding[] = []
  const say = (name: string, what: string): void => {
    const subject = bookingShown(id)
    found.push({ kind: 'admission changed outside', subject, detail: `${sayScan(name)}: ${what}` })
  }
  for (const { showing, seat, device, scan, scannedAt } of stored) {
    const name = nameOf(showing, seat, device, scan)
    const entered = told.get(name)
    if (!unseen.delete(name)) say(name, 'added, nobody entered it')
    else if (scannedAt !== entered) say(name, 'altered, not at the time that was entered')
  }
  for (const name of unseen) say(name, 'missing')
  return found
}

function nameOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts.map(String))
}

function sayScan(name: string): string {
  const [showing, seat, device] = listIn(name)
  return `${String(showing)}, ${String(seat)}, at ${String(device)}`
}
