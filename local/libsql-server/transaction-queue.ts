import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Connection } from './connection.ts'
import type { ConnectionPool } from './connection-pool.ts'
import type { Limits } from './limits.ts'
import type { SqlError } from './errors.ts'
import { sqlErrorFrom } from './native-error.ts'
import { type Transaction, commitTogether } from './transaction-group.ts'
import type { Outcome } from './transaction-outcome.ts'
import { type WriteLock, busy, givenUp } from './write-lock.ts'

export interface TransactionQueueOptions {
  readonly pool: ConnectionPool
  readonly lock: WriteLock
  readonly limits: Limits
}

interface Waiter extends Transaction {
  readonly budgetBytes: number
  readonly deadline: number
  readonly settle: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
  /** It was in a group that was undone. */
  isAlone: boolean
}

/**
 * A commit waits for the disk, whatever is in it. So the transactions that wait for the write lock take it together,
 * as one of its owners among the others, and share a commit; nobody is answered before that has returned.
 */
export class TransactionQueue {
  readonly #options: TransactionQueueOptions
  readonly #closing = new AbortController()
  #waiting: Waiter[] = []
  /** Its own: as long as nobody else writes, its cache stays valid. */
  #connection: Connection | undefined
  #isWorking = false

  constructor(options: TransactionQueueOptions) {
    this.#options = options
  }

  /** `gone` takes it out of the queue; once it runs, it runs to its end. */
  run(transaction: Transaction, gone: AbortSignal): Promise<Outcome> {
    const { waitingWritersMax, writeLockWaitMsMax } = this.#options.limits
    if (this.#waiting.length >= waitingWritersMax)
      return Promise.resolve(notBegun(busy('too many writers wait already')))
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        waiter.settle(notBegun(givenUp()))
      }
      const waiter: Waiter = {
        ...transaction,
        budgetBytes: transaction.budget.bytesLeft,
        deadline: performance.now() + writeLockWaitMsMax,
        settle: (outcome) => {
          gone.removeEventListener('abort', leave)
          resolve(outcome)
        },
        fail: (error) => {
          gone.removeEventListener('abort', leave)
          reject(error)
        },
        isAlone: false,
      }
      gone.addEventListener('abort', leave)
      this.#waiting.push(waiter)
      if (!this.#isWorking) void this.#work()
    })
  }

  /** Its connection goes back to the pool, which closes it. */
  close(): void {
    this.#closing.abort()
    if (this.#connection !== undefined) this.#options.pool.give(this.#connection)
    this.#connection = undefined
  }

  async #work(): Promise<void> {
    this.#isWorking = true
    while (this.#waiting.length > 0) {
      // Requests that are in the sockets already get in.
      await nextTurn()
      await this.#runGroup()
    }
    this.#isWorking = false
  }

  async #runGroup(): Promise<void> {
    const { pool, lock } = this.#options
    let connection: Connection
    try {
      if (this.#closing.signal.aborted) throw givenUp()
      connection = this.#connection ??= pool.take()
      await lock.acquire(this, () => connection.exec('BEGIN IMMEDIATE'), this.#closing.signal)
    } catch (error) {
      for (const waiter of this.#waiting.splice(0)) waiter.settle(notBegun(sqlErrorFrom(error)))
      return
    }
    const group: Waiter[] = []
    try {
      const outcomes = commitTogether(connection, this.#take(group))
      if (outcomes === undefined) this.#setApart(group)
      else for (const [waiter, outcome] of outcomes) waiter.settle(outcome)
    } catch (error) {
      this.#connection = undefined
      pool.give(connection)
      for (const waiter of group) waiter.fail(error)
    } finally {
      lock.release(this)
    }
  }

  /** One after the other into `group`, until it is full or has lasted too long. */
  *#take(group: Waiter[]): Generator<Waiter> {
    const { groupSizeMax, groupMsMax } = this.#options.limits
    const start = performance.now()
    for (let now = start; now < start + groupMsMax; now = performance.now()) {
      const waiter = group.length < groupSizeMax ? this.#waiting.shift() : undefined
      if (waiter === undefined) return
      if (waiter.deadline < now) waiter.settle(notBegun(busy('other transactions took too long')))
      else {
        group.push(waiter)
        yield waiter
        if (waiter.isAlone || this.#waiting[0]?.isAlone) return
      }
    }
  }

  #setApart(group: readonly Waiter[]): void {
    for (const waiter of group) {
      waiter.isAlone = true
      waiter.budget.restore(waiter.budgetBytes)
    }
    this.#waiting = [...group, ...this.#waiting]
  }
}

function notBegun(error: SqlError): Outcome {
  return { results: [], failure: { at: 'begin', error, isOpen: false } }
}
