interface Waiter<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/**
 * One request reads for others, too. Each of them waits for a promise of its own: what waits for another request's would
 * go on in that request, where workerd refuses it its answer.
 */
export class SharedReading<T> {
  readonly since: number
  readonly #waiters: Waiter<T>[] = []

  constructor(since: number) {
    this.since = since
  }

  /** For who reads. It is awaited before anything else is. */
  async lead(read: () => Promise<T>): Promise<T> {
    try {
      const value = await read()
      for (const { resolve } of this.#waiters) resolve(value)
      return value
    } catch (error) {
      for (const { reject } of this.#waiters) reject(error)
      throw error
    }
  }

  /** For who comes while somebody reads. */
  join(): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiters.push({ resolve, reject })
    return promise
  }
}
