import { servedMsMax, underWayMax, underWayMin } from './domain/limits.ts'
import { type Place, Places } from './places.ts'

const lowering = 0.8
/** A place more for each request that is served well in time: a moment's trouble is over in seconds. */
const raising = 1

/**
 * How much an isolate has under way: as much as it serves in time, and never more than it has memory for.
 * Where answers come late in a crowd it takes in fewer, and more again where they come in time (additive increase,
 * multiplicative decrease, as TCP does). Who is not let in is refused at once, instead of waiting behind everybody else.
 */
export class Admission {
  readonly #places = new Places()
  #limit = underWayMax
  #loweredAt = Number.NEGATIVE_INFINITY

  get underWay(): number {
    return this.#places.taken
  }

  /** More is under way than is usual. */
  get isCrowded(): boolean {
    return this.#places.taken > underWayMin
  }

  /** Lets in a request of so many calls, which has to leave; undefined where there is no room. */
  enter(now: number, calls: number): Place | undefined {
    return this.#places.take(now, { size: calls, max: Math.floor(this.#limit) })
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
  }
}
