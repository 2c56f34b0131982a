import type { MapChange, SeatStatus, Snapshot } from '../domain/live-message.ts'

/** Changes that a watcher who was away can be told one by one. */
const changesKept = 1_000

/**
 * What watchers have been told of a showing's seats: versions `<epoch>.<n>`, one change each, and consecutive as long as
 * the epoch lasts. Names no people. Pure: no clock, no random, no I/O.
 */
export class LiveMap {
  #epoch = -1
  #number = 0
  readonly #told = new Map<string, SeatStatus>()
  #changes: MapChange[] = []

  get version(): string {
    return `${this.#epoch}.${this.#number}`
  }

  /** Under another epoch everything is told anew. */
  isOf(epoch: number): boolean {
    return this.#epoch === epoch
  }

  start(epoch: number, statuses: Iterable<readonly [seat: string, status: SeatStatus]>): void {
    this.#epoch = epoch
    this.#number = 0
    this.#changes = []
    this.#told.clear()
    for (const [seat, status] of statuses) this.#told.set(seat, status)
  }

  /** The next version, where any of these differs from what was told. */
  change(statuses: Iterable<readonly [seat: string, status: SeatStatus]>): MapChange | undefined {
    const different = [...statuses].filter(([seat, status]) => this.#told.get(seat) !== status)
    if (different.length === 0) return undefined
    for (const [seat, status] of different) this.#told.set(seat, status)
    this.#number += 1
    const change = { v: this.version, seats: Object.fromEntries(different) }
    this.#changes.push(change)
    if (this.#changes.length > changesKept) this.#changes.shift()
    return change
  }

  snapshot(): Snapshot {
    const seats: Record<SeatStatus, string[]> = { free: [], held: [], sold: [], blocked: [] }
    for (const [seat, status] of this.#told) seats[status].push(seat)
    return { v: this.version, seats }
  }

  /** What leads from a version to this one; undefined where that is not known any more. */
  since(version: string): readonly MapChange[] | undefined {
    const [epoch, number] = version.split('.').map(Number)
    if (epoch !== this.#epoch || number === undefined || number > this.#number) return undefined
    const missing = this.#number - number
    return missing > this.#changes.length ? undefined : this.#changes.slice(this.#changes.length - missing)
  }

  toldAs(status: SeatStatus): string[] {
    return [...this.#told].flatMap(([seat, told]) => (told === status ? [seat] : []))
  }
}
