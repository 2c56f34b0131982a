import type { FailureCode } from '../../worker/domain/failures.ts'

/** What a caller asked for, in the words of no face. */
export type Request =
  | {
      readonly kind: 'book'
      readonly showing: string
      readonly seats: readonly string[]
      readonly name: string
      /** Of one request alone: in the database it tells whose effect a booking is. */
      readonly phone: string
    }
  | {
      readonly kind: 'move'
      readonly booking: string
      readonly showing?: string
      readonly seats?: readonly string[]
    }
  | { readonly kind: 'cancel'; readonly booking: string }
  | { readonly kind: 'cancelByName'; readonly name: string }

/** What an acknowledgement told; a face need not tell all of it. */
export interface Effect {
  /** The bookings that were made, moved or cancelled. */
  readonly bookings?: readonly string[]
  /** How many, where only that is told. */
  readonly count?: number
  readonly showing?: string
  readonly seats?: readonly string[]
}

export type Outcome =
  | { readonly kind: 'done'; readonly effect: Effect }
  | { readonly kind: 'refused'; readonly code: FailureCode; readonly seats: readonly string[] }
  /** No answer came: the connection broke, or the caller's patience ended. */
  | { readonly kind: 'lost' }
  /** An answer that no document tells of. */
  | { readonly kind: 'undocumented' }

export interface Attempt {
  /** Milliseconds since the epoch, on the clock of the run. */
  readonly sentAt: number
  readonly answeredAt: number
  readonly outcome: Outcome
  /** The answer as it came: one key has one answer, to the byte. */
  readonly text: string
}

/** One request, with all its tries; more than one only under a key. */
export interface Operation {
  readonly request: Request
  readonly key: string | undefined
  readonly attempts: readonly Attempt[]
}

/** An event of the database, with what is known of the instant at which it was committed. */
export interface Committed {
  readonly sequence: number
  readonly id: string
  readonly kind: 'booked' | 'moved' | 'cancelled' | 'expired'
  readonly booking: string
  readonly showing: string
  readonly seats: readonly string[]
  /** "Now", as whoever made it saw it. */
  readonly at: number
  /** It was not there yet at this instant, */
  readonly after: number
  /** and was there at this one. Both are the same where the run's clock stands still in between. */
  readonly by: number
}

/** The tables as they are when everything has come to rest. */
export interface Tables {
  readonly tickets: readonly { readonly showing: string; readonly seat: string; readonly booking: string }[]
  readonly bookings: readonly StoredBooking[]
  readonly keys: readonly { readonly key: string; readonly booking: string | null }[]
}

export interface StoredBooking {
  readonly id: string
  readonly showing: string
  readonly seats: readonly string[]
  readonly status: string
  readonly name: string
  readonly phone: string
  readonly version: number
}

/** A finished run: what was asked, what was answered, what was committed, and what is stored. */
export interface Evidence {
  readonly operations: readonly Operation[]
  /** In the order of commit. */
  readonly events: readonly Committed[]
  readonly tables: Tables
  /** The "now" of the last cron, which came after everything else. */
  readonly expiredUntil: number
  /** What crons were told to take for "now"; beside these, nobody looks ahead. */
  readonly crons: ReadonlySet<number>
  /** A reply takes this long to its caller at most; for ever, where processes are stopped in between. */
  readonly replyMsMax: number
}

export interface Violation {
  readonly invariant: string
  readonly detail: string
}
