import { setTimeout as sleep } from 'node:timers/promises'
import { SqlError } from './errors.ts'
import type { Limits } from './limits.ts'

/** Between two tries while another process (a backup, the sqlite3 shell) holds SQLite's own lock. */
const retryMs = 10

interface Waiter {
  readonly owner: object
  readonly grant: () => void
}

/**
 * SQLite has one writer at a time, and all its calls block this thread, so a stream must never wait within SQLite
 * for another stream. Streams queue here first, in order; then nobody but another process can be in the way.
 */
export class WriteLock {
  readonly #limits: Limits
  readonly #queue: Waiter[] = []
  #holder: object | undefined

  constructor(limits: Limits) {
    this.#limits = limits
  }

  isHeldBy(owner: object): boolean {
    return this.#holder === owner
  }

  /** `take` takes SQLite's lock, or throws SQLITE_BUSY. */
  async acquire(owner: object, take: () => void, gone: AbortSignal): Promise<void> {
    const deadline = performance.now() + this.#limits.writeLockWaitMsMax
    if (this.#holder === undefined) this.#holder = owner
    else await this.#turn(owner, gone)
    try {
      while (!succeeds(take, performance.now() >= deadline)) {
        await sleep(retryMs)
        if (gone.aborted) throw givenUp()
      }
    } catch (error) {
      this.release(owner)
      throw error
    }
  }

  release(owner: object): void {
    if (this.#holder !== owner) return
    const next = this.#queue.shift()
    this.#holder = next?.owner
    // Requests that came in meanwhile, and reads, get their turn between two writers.
    if (next !== undefined) setImmediate(next.grant)
  }

  #turn(owner: object, gone: AbortSignal): Promise<void> {
    if (this.#queue.length >= this.#limits.waitingWritersMax) throw busy('too many writers wait already')
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        gone.removeEventListener('abort', leave)
      }
      const grant = (): void => {
        settle()
        resolve()
      }
      const waiter = { owner, grant }
      const leave = (): void => {
        const place = this.#queue.indexOf(waiter)
        if (place === -1) return
        this.#queue.splice(place, 1)
        settle()
        reject(gone.aborted ? givenUp() : busy('another transaction took too long'))
      }
      const timer = setTimeout(leave, this.#limits.writeLockWaitMsMax)
      this.#queue.push(waiter)
      gone.addEventListener('abort', leave)
    })
  }
}

function succeeds(take: () => void, isLastTry: boolean): boolean {
  try {
    take()
    return true
  } catch (error) {
    if (isLastTry || !(error instanceof SqlError && error.isBusy)) throw error
    return false
  }
}

export function givenUp(): SqlError {
  return busy('the wait was given up')
}

export function busy(why: string): SqlError {
  return new SqlError('SQLITE_BUSY', `SQLite error: database is locked, ${why}; try again`)
}
