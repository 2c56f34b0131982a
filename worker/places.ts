import { abandonedMs } from './domain/limits.ts'

/** What a request holds while it is under way. */
export interface Place {
  readonly takenAt: number
  readonly size: number
}

/** Room for a bounded number of requests at once. */
export class Places {
  #taken = 0
  readonly #held = new Set<Place>()

  get taken(): number {
    return this.#taken
  }

  /** A place that has to be given back; undefined where `max` are taken already. */
  take(now: number, { size, max }: { size: number; max: number }): Place | undefined {
    if (this.#taken + size > max) this.#takeBackAbandoned(now)
    if (this.#taken + size > max) return undefined
    const place = { takenAt: now, size }
    this.#held.add(place)
    this.#taken += size
    return place
  }

  giveBack(place: Place): void {
    if (this.#held.delete(place)) this.#taken -= place.size
  }

  /** A request that the runtime gave up gives nothing back, and must not keep its place for ever. */
  #takeBackAbandoned(now: number): void {
    for (const place of this.#held) {
      if (now - place.takenAt < abandonedMs) return
      this.giveBack(place)
    }
  }
}
