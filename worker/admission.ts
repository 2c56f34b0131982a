import { servedMsMax, underWayMax, underWayMin, waitingMax as waitingByDefaultMax } from './domain/limits.ts'
import { type Place, Places } from './places.ts'

const lowering = 0.8
/** A place more for each request that is served well in time: a moment's trouble is over in seconds. */
const raising = 1

/** One who has come where all places are taken. */
export interface Waiting {
  readonly calls: number
  /** Resolves once it is his turn. */
  readonly turn: Promise<Place>
  readonly enter: (place: Place) => void
}

/**
 * How much an isolate has under way: as much as it serves in time, and never more than it has memory for.
 * Where answers come late in a crowd it takes in fewer, and more again where they come in time (additive increase,
 * multiplicative decrease, as TCP does). Who finds no place waits in a line, and is refused where that is full.
 */
export class Admission {
  readonly #places = new Places()
  /** First come, first served. */
  readonly #line = new Set<Waiting>()
  readonly #waitingMax: number
  #limit = underWayMax
  #loweredAt = Number.NEGATIVE_INFINITY

  constructor({ waitingMax = waitingByDefaultMax }: { waitingMax?: number | undefined } = {}) {
    this.#waitingMax = waitingMax
  }

  get underWay(): number {
    return this.#places.taken
  }

  get waiting(): number {
    return this.#line.size
  }

  /** More is under way than is usual. */
  get isCrowded(): boolean {
    return this.#places.taken > underWayMin
  }

  /** Lets in a request of so many calls, which has to leave; undefined where there is no room, or others were there before. */
  enter(now: number, calls: number): Place | undefined {
    this.#letIn(now)
    return this.#line.size > 0 ? undefined : this.#take(now, calls)
  }

  /** Stands in line; undefined where too many do. */
  wait(calls: number): Waiting | undefined {
    if (this.#line.size >= this.#waitingMax) return undefined
    const { promise: turn, resolve: enter } = Promise.withResolvers<Place>()
    const waiting = { calls, turn, enter }
    this.#line.add(waiting)
    return waiting
  }

  /** Leaves the line; whose turn it is already, his place. */
  async giveUp(waiting: Waiting): Promise<void> {
    if (this.#line.delete(waiting)) return
    const place = await waiting.turn
    this.#places.giveBack(place)
    this.#letIn(place.takenAt)
  }

  leave(place: Place, now: number): void {
    const tookMs = now - place.takenAt
    const underWay = this.#places.taken
    // In between it stays: what it takes in now shows in the answers later.
    if (tookMs <= servedMsMax / 2) {
      // A whole group leaves at once, so that only the first of it sees a full house.
      if (underWay * 2 >= this.#limit) this.#limit = Math.min(this.#limit + raising, underWayMax)
    } else if (tookMs > servedMsMax && this.isCrowded && place.takenAt >= this.#loweredAt) {
      // Those who came in before it was lowered are late for the same reason; one who is alone, for his own.
      this.#limit = Math.max(Math.min(this.#limit, underWay) * lowering, underWayMin)
      this.#loweredAt = now
    }
    this.#places.giveBack(place)
    this.#letIn(now)
  }

  #letIn(now: number): void {
    for (const waiting of this.#line) {
      const place = this.#take(now, waiting.calls)
      if (place === undefined) return
      this.#line.delete(waiting)
      waiting.enter(place)
    }
  }

  #take(now: number, calls: number): Place | undefined {
    return this.#places.take(now, { size: calls, max: Math.floor(this.#limit) })
  }
}
