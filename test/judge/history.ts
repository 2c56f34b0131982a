import type { FailureCode } from '../../worker/domain/failures.ts'
import type { SeatStatus } from '../../worker/domain/live-message.ts'
import type { SeatPlan } from '../../worker/domain/seat-plan.ts'

/** What a caller asked for, in the words of no face. */
export type Request =
  | BookRequest
  | HoldRequest
  /** To end a hold. Neither this nor a hold itself is among the events. */
  | { readonly kind: 'release'; readonly hold: string }
  /** Staff take seats off sale, or put them back. Nor is this an event. */
  | BlockRequest
  | {
      readonly kind: 'move'
      readonly booking: string
      readonly showing?: string
      readonly seats?: readonly string[]
    }
  | { readonly kind: 'cancel'; readonly booking: string }
  | { readonly kind: 'cancelByName'; readonly name: string }
  /** To let somebody in on the ticket of a seat. Its entry is an admission. */
  | { readonly kind: 'admit'; readonly showing: string; readonly seat: string; readonly device: string }

/** Seats by their labels, or so many of the best. */
export type Choice =
  | { readonly seats: readonly string[] }
  | {
      readonly count: number
      readonly category?: string
      readonly accessible?: boolean
      readonly together?: boolean
    }

export type BookRequest = {
  readonly kind: 'book'
  readonly name: string
  /** Of one request alone: in the database it tells whose effect a booking is. Its digits are the same for all of one person. */
  readonly phone: string
} & (({ readonly showing: string } & Choice) | { readonly hold: string; readonly showing?: string })

export type HoldRequest = { readonly kind: 'hold'; readonly showing: string } & Choice

export interface BlockRequest {
  readonly kind: 'block' | 'unblock'
  readonly showing: string
  readonly seats: readonly string[]
}

/** What an acknowledgement told; a face need not tell all of it. */
export interface Effect {
  /** The bookings that were made, moved or cancelled. */
  readonly bookings?: readonly string[]
  /** How many, where only that is told. */
  readonly count?: number
  /** The hold that was placed. */
  readonly hold?: { readonly id: string; readonly expiresAt: number }
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

/** What is known of an instant at which something was committed. */
export interface Instant {
  /** It was not so yet at this one, */
  readonly after: number
  /** and was so at this one. Both are the same where the run's clock stands still in between. */
  readonly by: number
}

/** An event of the database. */
export interface Committed extends Instant {
  readonly sequence: number
  readonly id: string
  readonly kind: 'booked' | 'moved' | 'cancelled' | 'expired'
  readonly booking: string
  readonly showing: string
  readonly seats: readonly string[]
  /** "Now", as whoever made it saw it. */
  readonly at: number
}

/** A row among the holds, from its coming to its going. That a hold runs out changes nothing in the database. */
export interface Held {
  readonly id: string
  readonly showing: string
  readonly seats: readonly string[]
  readonly expiresAt: number
  readonly placed: Instant
  /** Booked, released, swept away, or another under the same id. */
  readonly ended: Instant | undefined
  /** It was there still when another came under its id. */
  readonly isReplaced?: boolean
}

/** A seat that staff took off sale, until they put it back. */
export interface Blocked {
  readonly showing: string
  readonly seat: string
  readonly placed: Instant
  readonly ended: Instant | undefined
}

/** Somebody was let in on a ticket, as the history has it. */
export interface Admission extends Instant {
  readonly sequence: number
  readonly booking: string
  readonly showing: string
  readonly seat: string
  readonly device: string
  /** Of the device's scans. */
  readonly scan: string
}

/** What somebody who watches was told of a seat. */
export interface Telling {
  readonly showing: string
  readonly seat: string
  readonly status: SeatStatus | 'gone'
  readonly at: number
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
  /** In the order in which they were placed. */
  readonly holds: readonly Held[]
  readonly blocked: readonly Blocked[]
  /** In the order of commit. */
  readonly admissions: readonly Admission[]
  readonly tellings: readonly Telling[]
  /** Of every showing. */
  readonly plan: SeatPlan
  /** That each phone may have of a showing. */
  readonly phoneTicketsMax: number
  /** Bookings that staff wrote into the database by hand: sold beats held. */
  readonly byHand: ReadonlySet<string>
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
