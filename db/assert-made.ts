import type { BookChange, MoveChange } from './desk-changes.ts'

/** Rows that a committed group wrote; undefined where it had no statement for them. */
interface RowsMade {
  readonly bookings: number | undefined
  /** Where they are new. */
  readonly buyers?: number | undefined
  readonly tickets: number | undefined
  readonly events: number | undefined
  readonly keys: number | undefined
}

/**
 * Throws where the database wrote other rows than these changes are made of: it then holds something else than
 * would be acknowledged. Only what a statement writes by itself is counted, so that no damage done before,
 * as a ticket that somebody took away by hand, turns against a sound group. Tells counts, never people.
 */
export function assertMade(
  what: string,
  changes: readonly (BookChange | MoveChange)[],
  made: RowsMade,
): void {
  const asked = {
    bookings: changes.length,
    buyers: changes.filter(({ kind }) => kind === 'book').length,
    tickets: changes.reduce((sum, { booking }) => sum + booking.seats.length, 0),
    events: changes.length,
    keys: changes.filter(({ key }) => key !== undefined).length,
  }
  const isSame = (['bookings', 'buyers', 'tickets', 'events', 'keys'] as const).every(
    (row) => (made[row] ?? 0) === asked[row],
  )
  if (isSame) return
  throw new Error(
    `the database wrote ${JSON.stringify(made)} of ${what}, where ${JSON.stringify(asked)} were asked for`,
  )
}
