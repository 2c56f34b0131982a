import type { Clock } from './ports.ts'

interface Waiting {
  readonly until: number
  readonly giveUp: () => void
}

/** How long anybody waits, at most. One timer serves all who do. */
export class Patience {
  readonly #clock: Clock
  readonly #msMax: number
  /** In the order in which their time is over. */
  readonly #waiting = new Set<Waiting>()
  #stopTimer: (() => void) | undefined

  constructor(clock: Clock, msMax: number) {
    this.#clock = clock
    this.#msMax = msMax
  }

  /** The answer, or `late` where it has not come in time. */
  async wait<T>(answer: Promise<T>): Promise<T | 'late'> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>()
    const waiting = { until: this.#clock.now() + this.#msMax, giveUp: () => resolve('late') }
    this.#waiting.add(waiting)
    if (this.#stopTimer === undefined) this.#setTimer(this.#msMax)
    try {
      return await Promise.race([answer, late])
    } finally {
      this.#waiting.delete(waiting)
      // A timer that runs on would keep a Durable Object awake.
      if (this.#waiting.size === 0) this.#stopTimer?.()
    }
  }

  #setTimer(ms: number): void {
    const { over, cancel } = this.#clock.pause(ms)
    const stop = (): void => {
      this.#stopTimer = undefined
      cancel()
    }
    this.#stopTimer = stop
    void this.#ring(over, stop)
  }

  async #ring(over: Promise<void>, own: () => void): Promise<void> {
    await over
    // It may have been stopped, and another set, when it was over already.
    if (this.#stopTimer !== own) return
    this.#stopTimer = undefined
    const now = this.#clock.now()
    for (const { until, giveUp } of this.#waiting) {
      if (until > now) return this.#setTimer(until - now)
      giveUp()
    }
  }
}
