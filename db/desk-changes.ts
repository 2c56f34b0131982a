import type { By } from './history/entry.ts'
import type { BookingRecord, HoldRecord, RememberedAnswer } from './schema/bookings.ts'

/** What a desk asks the database to make so, with its group, in one transaction. */
export type Change = BookChange | MoveChange | HoldChange | ReleaseChange | BlockChange

interface ChangeBase {
  /** Names the change; the event of a booking's has this id, and whether that exists is whether it was committed. */
  readonly eventId: string
  readonly at: number
  readonly by: By
}

interface BookingChangeBase extends ChangeBase {
  readonly key?: AddressedKey
  /** The booking as it will be. */
  readonly booking: BookingRecord
}

export interface BookChange extends BookingChangeBase {
  readonly kind: 'book'
  /** The hold that it turns into tickets. */
  readonly hold?: string
}

export interface MoveChange extends BookingChangeBase {
  readonly kind: 'move'
  /** The state that the move was decided on; on any other it does nothing. */
  readonly from: { readonly version: number; readonly showingId: string; readonly seats: readonly string[] }
}

export interface HoldChange extends ChangeBase {
  readonly kind: 'hold'
  /** Of which its id is made. */
  readonly key?: AddressedKey
  readonly hold: HoldRecord
}

export interface ReleaseChange extends ChangeBase {
  readonly kind: 'release'
  readonly holdId: string
}

/** Staff take seats off sale, or put them back. */
export interface BlockChange extends ChangeBase {
  readonly kind: 'block' | 'unblock'
  readonly seats: readonly string[]
}

export interface AddressedKey {
  readonly key: string
  /** HMAC of the request, so that a key that is guessed tells nothing. */
  readonly fingerprint: string
}

export type CommitOutcome =
  /** Moves in `stale` found their booking changed; everything else is durable. The next group comes under this epoch. */
  | { readonly kind: 'committed'; readonly stale: ReadonlySet<string>; readonly epoch: number }
  | { readonly kind: 'not committed'; readonly why: 'fenced' | 'clash' | 'busy' }
  | { readonly kind: 'unknown' }

/** Who claims seats by a change: a booking or a hold, or the change itself. */
export function claimantOf(change: Change): string {
  if (change.kind === 'hold') return change.hold.id
  return 'booking' in change ? change.booking.id : change.eventId
}

/** Names and phones are kept with the buyers alone. */
export function withoutBuyer(booking: BookingRecord): RememberedAnswer {
  const { id, showingId, startsAt, seats, prices, status, version, bookedAt } = booking
  return { id, showingId, startsAt, seats, prices, status, version, bookedAt }
}
