/**
 * How long one request has taken, against what it waits for. Its single timer, which is set anew where it rings too early,
 * also keeps workerd from taking a request that waits for another's word for one that hangs.
 */
export class RequestClock {
  readonly #startedAt = Date.now()
  #dueAt = Number.POSITIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined
  #isLate: (() => void) | undefined

  /** The answer, or `late` where it has not come so many milliseconds after the request did. */
  within<T>(ms: number, answer: Promise<T>): Promise<T | 'late'> {
    this.#dueAt = this.#startedAt + ms
    const leftMs = this.#dueAt - Date.now()
    this.#timer ??= this.#set(leftMs)
    return new Promise((resolve, reject) => {
      this.#isLate = () => resolve('late')
      answer.then(resolve, reject)
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #set(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const leftMs = this.#dueAt - Date.now()
      this.#timer = leftMs > 0 ? this.#set(leftMs) : undefined
      if (leftMs <= 0) this.#isLate?.()
    }, ms)
  }
}
