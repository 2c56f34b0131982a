import type { Change } from '../../db/desk-changes.ts'
import type { BookingRecord } from '../../db/schema.ts'
import { type Result, refusedBusy, refusedUnknown } from '../domain/result.ts'
import type { Patience } from './patience.ts'

export type Decision = Result<BookingRecord>

/** A change in the desk's hand, and those who wait to hear what became of it. */
export class Order {
  readonly change: Change
  readonly arrivedAt: number
  /** Sales had closed when it came: all that counts is what its key did before. */
  readonly closedAt: string | undefined
  /** The database was asked, and it is not known what it did. */
  inDoubt = false
  /** How often the database was asked and did nothing, and why it did nothing last. */
  rounds = 0
  setback: 'fenced' | 'clash' | 'busy' | 'unknown' | 'stale' | undefined
  /** Its key begins like one that is known, and is another all the same. */
  isKeyNew = false
  listeners = 0
  readonly #decided = Promise.withResolvers<Decision>()

  constructor(change: Change, arrivedAt: number, closedAt?: string) {
    this.change = change
    this.arrivedAt = arrivedAt
    this.closedAt = closedAt
    // Nobody may be listening any more when a bug rejects it.
    this.#decided.promise.catch(() => undefined)
  }

  settle(decision: Decision): void {
    this.#decided.resolve(decision)
  }

  fail(bug: Error): void {
    this.#decided.reject(bug)
  }

  /** The decision, or where that takes too long, what is known by then. */
  async hear(patience: Patience): Promise<Decision> {
    this.listeners += 1
    try {
      const heard = await patience.wait(this.#decided.promise)
      if (heard !== 'late') return heard
      // While another caller waits for it, it may still take effect.
      return this.inDoubt || this.listeners > 1 ? refusedUnknown : refusedBusy
    } finally {
      this.listeners -= 1
    }
  }
}
