/**
 * How long one request has taken, against what it waits for. It has a single timer, which is set anew where it rings too
 * early: to set one for each wait would cost as much as to validate a booking.
 */
export class RequestClock {
  readonly #startedAt = Date.now()
  #dueAt = Number.POSITIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined
  #isLate: (() => void) | undefined

  /** The answer, or `late` where it has not come so many milliseconds after the request did. */
  within<T>(ms: number, answer: Promise<T>): Promise<T | 'late'> {
    this.#dueAt = this.#startedAt + ms
    const late = new Promise<'late'>((resolve) => {
      this.#isLate = () => resolve('late')
    })
    this.#timer ??= this.#set(ms)
    return Promise.race([answer, late])
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #set(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const leftMs = this.#dueAt - Date.now()
      if (leftMs > 0) this.#timer = this.#set(leftMs)
      else this.#isLate?.()
    }, ms)
  }
}
