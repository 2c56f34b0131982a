import { watcherPauseMs, watchersRetryMs } from '../domain/limits.ts'
import type { Desk } from './desk.ts'
import { LiveMap } from './live-map.ts'
import { type OpenDesk, statusOf } from './open-desk.ts'
import type { Clock, Watch } from './ports.ts'

interface Gallery {
  readonly sockets: () => readonly Pick<WebSocket, 'send'>[]
  readonly wakeAt: (instant: number) => void
}

/**
 * Those who watch a showing. The first change goes out at once, and those of the next moments together. Nothing is done
 * where nobody watches, and the sockets outlive this memory: a desk that starts anew tells them everything anew.
 */
export class Watchers implements Watch {
  readonly #gallery: Gallery
  readonly #clock: Clock
  readonly #map = new LiveMap()
  #changed: Set<string> | 'all' = 'all'
  #isTelling = false
  #wakesAt = Number.POSITIVE_INFINITY
  desk: Pick<Desk, 'known'> | undefined

  constructor(gallery: Gallery, clock: Clock) {
    this.#gallery = gallery
    this.#clock = clock
  }

  get isEmpty(): boolean {
    return this.#gallery.sockets().length === 0
  }

  /** When they are to be woken next. */
  get wakesAt(): number {
    return this.#wakesAt
  }

  changed(seats: readonly string[] | 'all'): void {
    this.#note(seats)
    if (!this.#isTelling) void this.#tell()
  }

  /** What a new watcher is told first: what he missed since the version that he knows, or everything. */
  welcome(open: OpenDesk, since: string | undefined): readonly string[] {
    this.#tellAll(open)
    const missed = since === undefined ? undefined : this.#map.since(since)
    return (missed ?? [this.#map.snapshot()]).map((message) => JSON.stringify(message))
  }

  /** The alarm: holds have run out. */
  wake(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY
    this.changed(this.#map.toldAs('held'))
  }

  /** The showing could not be read when the alarm rang. Whoever comes before it rings again is told what is true by then. */
  wakeLater(): void {
    this.#note(this.#map.toldAs('held'))
    this.#wakeAt(this.#clock.now() + watchersRetryMs)
  }

  #note(seats: readonly string[] | 'all'): void {
    if (seats === 'all' || this.#changed === 'all') this.#changed = 'all'
    else for (const seat of seats) this.#changed.add(seat)
  }

  async #tell(): Promise<void> {
    this.#isTelling = true
    // What changes in the same turn is told together.
    await Promise.resolve()
    while (this.#changed === 'all' || this.#changed.size > 0) {
      const open = this.desk?.known
      // Told when the showing is open again, or somebody comes.
      if (open === undefined || this.#gallery.sockets().length === 0) break
      this.#tellAll(open)
      await this.#clock.pause(watcherPauseMs).over
    }
    this.#isTelling = false
  }

  /** Brings those who watch up to date, until the next hold runs out. */
  #tellAll(open: OpenDesk): void {
    const now = this.#clock.now()
    // The alarm that is due may still have to ring, and the next one takes its place.
    if (this.#wakesAt <= now) this.#note(this.#map.toldAs('held'))
    const message = this.#update(open, now)
    if (message !== undefined) for (const socket of this.#gallery.sockets()) send(socket, message)
    this.#wakeAt(open.holds.nextEnd(now))
  }

  /** What is new, as one message. */
  #update(open: OpenDesk, now: number): string | undefined {
    const seats = this.#changed === 'all' ? open.plan.byLabel.keys() : this.#changed
    const statuses = Array.from(seats, (seat) => [seat, statusOf(open, seat, now)] as const)
    this.#changed = new Set()
    if (!this.#map.isOf(open.epoch)) {
      this.#map.start(open.epoch, statuses)
      return JSON.stringify(this.#map.snapshot())
    }
    const change = this.#map.change(statuses)
    return change === undefined ? undefined : JSON.stringify(change)
  }

  #wakeAt(next: number | undefined): void {
    if (next === undefined) return
    this.#wakesAt = next
    this.#gallery.wakeAt(next)
  }
}

/** A socket that is closing is none. */
function send(socket: Pick<WebSocket, 'send'>, message: string): void {
  try {
    socket.send(message)
  } catch {
    // Its watcher comes back with the version that he knows.
  }
}
