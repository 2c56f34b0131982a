import type { ServerLimits } from './limits.ts'
import { SqlError, toSqlError } from './sql-error.ts'

const pollMs = 20

interface Waiter {
  readonly deadline: number
  readonly wake: () => void
}

/**
 * SQLite has one writer. All connections live on one thread, so nobody may block for the lock while its holder
 * needs that thread to go on: who finds it taken waits here, in the order of coming, and is woken by its release.
 */
export class WriteLock {
  readonly #limits: ServerLimits
  #waiters: Waiter[] = []

  constructor(limits: ServerLimits) {
    this.#limits = limits
  }

  /** Runs `attempt` until it does not find the database busy, or for as long as one may wait. */
  async whileBusy<T>(attempt: () => T): Promise<T> {
    const deadline = Date.now() + this.#limits.lockWaitMs
    for (;;) {
      try {
        return attempt()
      } catch (error) {
        const failure = toSqlError(error)
        // A snapshot that is too old stays so, however long one waits.
        if (failure.code !== 'SQLITE_BUSY' || Date.now() >= deadline) throw failure
      }
      await this.#wait(deadline)
    }
  }

  /** A transaction ended. */
  released(): void {
    this.#waiters.shift()?.wake()
  }

  async #wait(deadline: number): Promise<void> {
    if (this.#waiters.length >= this.#limits.lockWaitersMax) {
      throw new SqlError('SQLITE_BUSY', 'Too many are waiting to write. Try again.')
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const waiter = { deadline, wake: resolve }
    // All wait equally long, so the earliest deadline came first, and keeps its place when it has to wait again.
    this.#waiters = [...this.#waiters, waiter].sort((one, other) => one.deadline - other.deadline)
    // Another process may hold the lock: nobody tells of its release.
    const timer = setTimeout(resolve, Math.min(pollMs, Math.max(deadline - Date.now(), 0)))
    await promise
    clearTimeout(timer)
    this.#waiters = this.#waiters.filter((other) => other !== waiter)
  }
}
