import type { StoredTicket } from '../contender.ts'
import type { AcknowledgedTicket } from '../load/ledger.ts'

export interface Outcome {
  readonly acknowledged: readonly AcknowledgedTicket[]
  readonly stored: readonly StoredTicket[]
  /** Requests that got no word: a booking of theirs may be stored or not. */
  readonly silent: number
  /** Whether bookings were changed: then one that got no word may be elsewhere, or gone. */
  readonly hasChanges: boolean
}

/** What is wrong with what the service stored; undefined where nothing is. */
export function faultIn({ acknowledged, stored, silent, hasChanges }: Outcome): string | undefined {
  const owners = new Map(stored.map((ticket) => [placeOf(ticket), ticket.booking]))
  if (owners.size < stored.length) return 'a seat is stored twice'
  const promised = new Set(acknowledged.map(placeOf))
  if (promised.size < acknowledged.length) return 'a seat was acknowledged twice'
  const missing = new Set(
    acknowledged.filter((ticket) => owners.get(placeOf(ticket)) !== ticket.booking).map(bookingOf),
  )
  if (missing.size > (hasChanges ? silent : 0)) {
    return `${missing.size} bookings were acknowledged and are not stored: ${first(missing)}`
  }
  const unasked = new Set(stored.filter((ticket) => !promised.has(placeOf(ticket))).map(bookingOf))
  if (unasked.size > silent) {
    return `${unasked.size} bookings are stored that nobody acknowledged, and ${silent} got no word: ${first(unasked)}`
  }
  return undefined
}

function placeOf({ showing, seat }: { readonly showing: string; readonly seat: string }): string {
  return `${showing} ${seat}`
}

function bookingOf({ booking }: { readonly booking: string }): string {
  return booking
}

function first(ids: ReadonlySet<string>): string {
  return [...ids].slice(0, 3).join(', ')
}
