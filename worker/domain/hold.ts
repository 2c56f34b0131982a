import { type Showing, type ShowingId, parseShowingId } from './showing.ts'

const pattern = /^(?:hd_[0-9a-z]{26,40})_(.+)$/

/** A hold's id ends with its showing's: so its desk is found without asking the database. */
export function holdIdAt(secretId: string, showing: ShowingId): string {
  return `${secretId}_${showing}`
}

/**
 * Under which the booking of a hold is made on its page: it is the same however often that is sent, and begins with chance,
 * as desks tell keys apart by how they begin.
 */
export function bookingKeyOf(hold: string): string {
  return `${hold.slice('hd_'.length)}:page`
}

/** The showing that a hold's id names; undefined where it is no such id. */
export function showingOfHold(id: string): Showing | undefined {
  return parseShowingId(pattern.exec(id)?.[1] ?? '')
}
