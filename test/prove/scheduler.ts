import { setImmediate as afterMicrotasks } from 'node:timers/promises'
import type { Clock } from '../../worker/desk/ports.ts'
import type { Chance } from './chance.ts'

interface Event {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/**
 * Owns the time of a run: nothing happens but at an event, and between two events everything that was awaited goes on.
 * Events of the same instant come in an order of chance.
 */
export class Scheduler implements Clock {
  readonly #chance: Chance
  #now: number
  readonly #events: Event[] = []

  constructor(chance: Chance, startsAt: number) {
    this.#chance = chance
    this.#now = startsAt
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const event = { at: this.#now + ms, order: this.#chance.between(0, 1_000_000), run }
    const place = this.#events.findIndex(
      ({ at, order }) => at > event.at || (at === event.at && order > event.order),
    )
    this.#events.splice(place < 0 ? this.#events.length : place, 0, event)
    return () => {
      const index = this.#events.indexOf(event)
      if (index >= 0) this.#events.splice(index, 1)
    }
  }

  pause(ms: number): { readonly over: Promise<void>; readonly cancel: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>()
    return { over: promise, cancel: this.after(ms, resolve) }
  }

  /** Runs until nothing is left to happen. False where so much did not bring it to rest. */
  async run(eventsMax: number): Promise<boolean> {
    await afterMicrotasks()
    for (let count = 0; ; count += 1) {
      const event = this.#events.shift()
      if (event === undefined) return true
      if (count > eventsMax) return false
      this.#now = event.at
      event.run()
      await afterMicrotasks()
    }
  }
}
