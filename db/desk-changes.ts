import type { BookingRecord, RememberedAnswer } from './schema.ts'

/** What a desk asks the database to make so, with its group, in one transaction. */
export type Change = BookChange | MoveChange

interface ChangeBase {
  /** The id of the event that tells of it; whether that exists is whether it was committed. */
  readonly eventId: string
  readonly at: number
  readonly key?: AddressedKey
  /** The booking as it will be. */
  readonly booking: BookingRecord
}

export interface BookChange extends ChangeBase {
  readonly kind: 'book'
}

export interface MoveChange extends ChangeBase {
  readonly kind: 'move'
  /** The state that the move was decided on; on any other it does nothing. */
  readonly from: { readonly version: number; readonly showingId: string; readonly seats: readonly string[] }
}

export interface AddressedKey {
  readonly key: string
  /** HMAC of the request, so that a key that is guessed tells nothing. */
  readonly fingerprint: string
}

export type CommitOutcome =
  /** Moves in `stale` found their booking changed; everything else is durable. */
  | { readonly kind: 'committed'; readonly stale: ReadonlySet<string> }
  | { readonly kind: 'not committed'; readonly why: 'fenced' | 'clash' | 'busy' }
  | { readonly kind: 'unknown' }

/** Names and phones are kept with the booking alone. */
export function withoutBuyer(booking: BookingRecord): RememberedAnswer {
  const { id, showingId, startsAt, seats, status, version, bookedAt } = booking
  return { id, showingId, startsAt, seats, status, version, bookedAt }
}
