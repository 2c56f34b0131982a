import type { AddressedKey, Change } from '../../db/desk-changes.ts'
import type { BookingRecord, HoldRecord } from '../../db/schema/bookings.ts'
import type { SeatWish } from '../domain/seat-wish.ts'
import { type Refused, type Result, refusedBusy, refusedUnknown } from '../domain/result.ts'
import type { ShowingId } from '../domain/showing.ts'
import type { Patience } from './patience.ts'

/** What a desk is asked to decide. */
export interface Asked {
  readonly change: Change
  /** By what the office knows; the showing's own closing may be earlier. */
  readonly salesCloseAt: number
  /** The desk chooses the seats. */
  readonly wish?: SeatWish | undefined
}

/** The same, for one of a screen's desks. */
export interface AskedAt extends Asked {
  readonly showing: ShowingId
}

interface Released {
  readonly released: string
}

interface Blocked {
  readonly changed: readonly string[]
}

/** A booking, a hold, the hold that is no more, or the seats that staff have taken off sale or put back. */
export type Decided = BookingRecord | HoldRecord | Released | Blocked
export type Decision = Result<Decided>

/** A change in the desk's hand, and those who wait to hear what became of it. */
export class Order {
  readonly asked: Asked
  /** As it goes to the database, where it has been judged. */
  change: Change
  readonly arrivedAt: number
  /** Sales had closed when it came: all that counts is what its key did before. */
  readonly closedAt: string | undefined
  /** The database was asked, and it is not known what it did. */
  inDoubt = false
  /** How often the database was asked and did nothing, and why it did nothing last. */
  rounds = 0
  setback: 'fenced' | 'clash' | 'busy' | 'unknown' | 'stale' | undefined
  /** Its key was looked for since the showing was opened, and is not stored. */
  isKeyNew = false
  /** Its outcome was open once. What leaves no event behind may have been done then, and undone by others since. */
  wasUnknown = false
  /** It was in hand while another desk may have been asked the same, and have refused it under its key. */
  isOvertaken = false
  listeners = 0
  readonly #decided = Promise.withResolvers<Decision>()

  constructor(asked: Asked, arrivedAt: number, closedAt?: string) {
    this.asked = asked
    this.change = asked.change
    this.arrivedAt = arrivedAt
    this.closedAt = closedAt
    // Nobody may be listening any more when a bug rejects it.
    this.#decided.promise.catch(() => undefined)
  }

  get key(): AddressedKey | undefined {
    const { change } = this.asked
    return 'key' in change ? change.key : undefined
  }

  /** The key, where the database keeps its effect. A hold's id is made of its key, and tells by itself. */
  get storedKey(): AddressedKey | undefined {
    return this.asked.change.kind === 'hold' ? undefined : this.key
  }

  /** What is told of it where it cannot be decided. */
  get undecided(): Refused {
    const mayBeDone = this.inDoubt || (this.wasUnknown && !('booking' in this.change))
    return mayBeDone ? refusedUnknown : refusedBusy
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
      return this.listeners > 1 ? refusedUnknown : this.undecided
    } finally {
      this.listeners -= 1
    }
  }
}

/** What a change has made, once it is committed. */
export function decidedBy(change: Change): Decided {
  if (change.kind === 'hold') return change.hold
  if (change.kind === 'release') return { released: change.holdId }
  return 'booking' in change ? change.booking : { changed: change.seats }
}
