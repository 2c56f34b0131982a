/** A ticket that was seen at a door, by a device that let its bearer in. */
export interface Scan {
  readonly seat: string
  readonly device: string
  /** Names the scan among those of its device: the same one may be told of again and again. */
  readonly id: string
  /** By the device's clock, or the house's where it was asked at once; epoch milliseconds. */
  readonly at: number
}

/** Who let somebody in on a ticket, and who did so once more. */
export interface AdmittedSeat {
  readonly first: Scan
  /** In the order of their times. */
  readonly again: readonly Scan[]
}

/**
 * What a set of scans says of each seat. It depends on the set alone: in whatever order scans arrive, and however often, the
 * earliest let somebody in; of two at one moment, the device whose name comes first.
 */
export function foldScans(scans: Iterable<Scan>): Map<string, AdmittedSeat> {
  const bySeat = new Map<string, Map<string, Scan>>()
  for (const scan of scans) {
    const ofSeat = bySeat.get(scan.seat) ?? new Map<string, Scan>()
    bySeat.set(scan.seat, ofSeat)
    const name = JSON.stringify([scan.device, scan.id])
    const known = ofSeat.get(name)
    if (known === undefined || scan.at < known.at) ofSeat.set(name, scan)
  }
  const folded = new Map<string, AdmittedSeat>()
  for (const seat of [...bySeat.keys()].sort()) {
    const [first, ...again] = [...(bySeat.get(seat)?.values() ?? [])].sort(inOrder)
    if (first !== undefined) folded.set(seat, { first, again })
  }
  return folded
}

function inOrder(one: Scan, other: Scan): number {
  return one.at - other.at || compare(one.device, other.device) || compare(one.id, other.id)
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
