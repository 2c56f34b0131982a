import { servedMsMax, underWayMax, underWayMin } from './domain/limits.ts'

const lowering = 0.8
/** A request more for each that is served well in time: a moment's trouble is over in seconds. */
const raising = 1

/**
 * How many requests an isolate has under way: as many as it serves in time, and never more than it has memory for.
 * Where answers come late it takes in fewer, and more again where they come in time (additive increase, multiplicative
 * decrease, as TCP does). Who is not let in is refused at once, instead of waiting behind everybody else.
 */
export class Admission {
  #limit = underWayMax
  #underWay = 0
  #loweredAt = Number.NEGATIVE_INFINITY

  /** More are under way than are usual. */
  get isCrowded(): boolean {
    return this.#underWay > underWayMin
  }

  /** Whether a request may come in; one that does must leave. */
  enter(): boolean {
    if (this.#underWay >= Math.floor(this.#limit)) return false
    this.#underWay += 1
    return true
  }

  leave(enteredAt: number, now: number): void {
    const tookMs = now - enteredAt
    // A whole group leaves at once, so that only the first of it sees a full house.
    const isCrowded = this.#underWay * 2 >= this.#limit
    // In between it stays: what it takes in now shows in the answers later.
    if (tookMs <= servedMsMax / 2) {
      if (isCrowded) this.#limit = Math.min(this.#limit + raising, underWayMax)
    } else if (tookMs > servedMsMax && enteredAt >= this.#loweredAt) {
      // Those who came in before it was lowered are late for the same reason.
      this.#limit = Math.max(Math.min(this.#limit, this.#underWay) * lowering, underWayMin)
      this.#loweredAt = now
    }
    this.#underWay -= 1
  }
}
