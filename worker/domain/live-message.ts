export type SeatStatus = 'free' | 'held' | 'sold' | 'blocked'

/** All seats, as the first word to a watcher, and where no changes lead from what he knows to what is. */
export interface Snapshot {
  /** `<epoch>.<n>`; those of one epoch are consecutive. */
  readonly v: string
  readonly seats: Readonly<Record<SeatStatus, readonly string[]>>
}

/** What is different from the version before, whose number is one less. */
export interface MapChange {
  readonly v: string
  readonly seats: Readonly<Record<string, SeatStatus>>
}
