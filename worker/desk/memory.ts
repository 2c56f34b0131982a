import type { Change } from '../../db/desk-changes.ts'
import type { Doubts, OpenedShowing } from '../../db/desk-opening.ts'
import { refusalFreshMs } from '../domain/limits.ts'
import { type OpenDesk, openBy } from './open-desk.ts'
import type { Clock, DeskStore, Watch } from './ports.ts'

interface MemoryOptions {
  readonly store: DeskStore
  readonly clock: Clock
  readonly watch: Watch
}

/** Seats that a booking gave back, committed already. */
export interface Release {
  readonly booking: string
  readonly seats: readonly string[]
  /** It moved to another showing, at this instant or later. None where it is cancelled: that never comes back. */
  readonly movedSince: number | undefined
}

/** What a desk knows of its showing, and since when. The database is the truth, and this a cache of it. */
export class Memory {
  readonly #store: DeskStore
  readonly #clock: Clock
  readonly #watch: Watch
  #open: OpenDesk | undefined
  #soldReadAt = Number.NEGATIVE_INFINITY
  #isJustRead = false
  #isAsRead = false
  /** When the answer to the last reading had come: what had left before may be back by what it says. */
  #readBy = Number.NEGATIVE_INFINITY
  /** Bookings that moved here since. */
  readonly #arrived = new Set<string>()
  #isOutdated = false
  /** How often the showing had been opened when this desk last did. */
  #openings: number | undefined
  #isOutlived = false
  /** Releases that came while the database was asked, whose answer may be from before them. */
  #releasesHeard: Release[] | undefined

  constructor({ store, clock, watch }: MemoryOptions) {
    this.#store = store
    this.#clock = clock
    this.#watch = watch
  }

  /** Undefined before the first claim, and whenever it is not known what the database holds. */
  get open(): OpenDesk | undefined {
    return this.#open
  }

  /** Trusts nothing of it any more. */
  close(): void {
    this.#open = undefined
    this.#isJustRead = false
    this.#releasesHeard = undefined
  }

  /** Whether a refusal of what came then rests on what the database said just now, however long that took, or within the last second. */
  isFreshFor(arrivedAt: number): boolean {
    return this.isReadFor(arrivedAt) || (this.isReadWithin(refusalFreshMs) && !this.#isOutdated)
  }

  /** Whether what is being judged came before the database said so. */
  isReadFor(arrivedAt: number): boolean {
    return this.#isJustRead && this.#soldReadAt >= arrivedAt
  }

  /** Whether nothing was taken since the database was read: then all that is known to be taken was so at one instant. */
  get isAsRead(): boolean {
    return this.#isAsRead
  }

  /** Whether it was read within the last so many milliseconds. */
  isReadWithin(ms: number): boolean {
    return this.#clock.now() - this.#soldReadAt < ms
  }

  /** What was committed has taken seats. */
  take(changes: readonly Change[]): void {
    this.#isAsRead = false
    for (const change of changes) if (change.kind === 'move') this.#arrived.add(change.booking.id)
  }

  /** Whether another desk may have opened the showing, between the last two times that this desk did. */
  get isOutlived(): boolean {
    return this.#isOutlived
  }

  /** Whether seats may have been given back of which it only knows that they were sold: another reading tells. */
  get isOutdated(): boolean {
    return this.#isOutdated
  }

  /** What is judged meanwhile is judged by what the database has just said. */
  whileJustRead(judging: () => void): void {
    this.#isJustRead = true
    judging()
    this.#isJustRead = false
  }

  release(release: Release): void {
    this.#releasesHeard?.push(release)
    if (this.#open !== undefined) this.#free(this.#open, release)
  }

  /** From here on the database is asked: what is heard meanwhile is heard again once its answer is known. */
  listen(): void {
    this.#releasesHeard = []
  }

  /** Also word that a seat is free again may overtake the word that it is sold. */
  hearAgain(open: OpenDesk): void {
    for (const release of this.#releasesHeard ?? []) this.#free(open, release)
    this.#releasesHeard = undefined
  }

  /** Word of one who moved away may come when he is back already, in the same seats. */
  #free({ seats }: OpenDesk, { booking, seats: freed, movedSince }: Release): void {
    const mayBeBack = movedSince !== undefined && (movedSince <= this.#readBy || this.#arrived.has(booking))
    if (mayBeBack) this.#isOutdated = true
    else seats.release(booking, freed)
  }

  /** Opens the showing anew, where there is one. What this does not find can no longer arrive. */
  async openAnew(doubts: Doubts): Promise<OpenedShowing | 'not there' | 'away'> {
    const readAt = this.#clock.now()
    this.listen()
    try {
      const opened = await this.#store.open(doubts).catch(() => 'away' as const)
      if (opened === 'away') return 'away'
      if (opened === undefined) return 'not there'
      this.#isOutlived = opened.openings > (this.#openings ?? Number.POSITIVE_INFINITY) + 1
      this.#openings = opened.openings
      this.#open = openBy(opened, (seats) => this.#watch.changed(seats))
      this.#endReading(readAt, this.#open)
      this.#watch.changed('all')
      return opened
    } finally {
      this.#releasesHeard = undefined
    }
  }

  /** Reads the sold seats again. `moved`: another desk has opened the showing since, or staff have changed it. */
  async readSold(open: OpenDesk): Promise<'read' | 'moved' | 'away'> {
    const readAt = this.#clock.now()
    this.listen()
    try {
      const read = await this.#store.readSold().catch(() => 'away' as const)
      if (read === 'away') return 'away'
      const { epoch, sold, phones } = read
      // Another desk sold since: its keys are unknown here, and a retry would hear that its own seats are sold.
      if (epoch !== open.ownEpoch) return 'moved'
      open.seats.replaceSold(sold)
      open.phones?.replaceSold(sold, phones)
      this.#endReading(readAt, open)
      this.#watch.changed('all')
      return 'read'
    } finally {
      this.#releasesHeard = undefined
    }
  }

  #endReading(readAt: number, open: OpenDesk): void {
    this.#soldReadAt = readAt
    this.#readBy = this.#clock.now()
    this.#isAsRead = true
    this.#isOutdated = false
    this.#arrived.clear()
    this.hearAgain(open)
  }
}
