/**
 * Faults that are put into the real sources as they are loaded, to show that the proof would see them.
 * Nothing of this is in the service: a mutant is a text to find in a file, and what stands there instead.
 */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly find: string
  readonly replace: string
}

const desk = 'worker/desk/desk.ts'
const judge = 'worker/desk/judge.ts'
const order = 'worker/desk/order.ts'
const commit = 'db/desk-commit.ts'
const opening = 'db/desk-opening.ts'
const cancellation = 'db/cancellation.ts'
const expiry = 'db/expiry.ts'

export const mutants: readonly Mutant[] = [
  {
    name: 'tickets have no primary key',
    file: 'test/prove/proving-database.ts',
    find: 'const withoutKeys: readonly string[] = []',
    replace: `const withoutKeys = ['DROP TABLE tickets', 'CREATE TABLE tickets (showing_id, seat, booking_id)']`,
  },
  {
    name: 'nobody reads again after a doubt',
    file: desk,
    find: `  #close(): void {
    this.#open = undefined`,
    replace: `  #close(): void {`,
  },
  {
    name: 'the epoch is not raised',
    file: opening,
    find: 'SET epoch = epoch + 1',
    replace: 'SET epoch = max(epoch, 1)',
  },
  {
    name: 'a key is judged after the seats',
    file: judge,
    find: 'if (mayBeRemembered(order, open)) return',
    replace:
      'if (open.seats.soldToOthers(booking.id, booking.seats).length === 0 && mayBeRemembered(order, open)) return',
  },
  {
    name: 'keys are not stored',
    file: commit,
    find: '`${insertKeys} FROM ${booksFrom} WHERE ${ownEpoch} AND ${withKey}`',
    replace: '`${insertKeys} FROM ${booksFrom} WHERE false AND ${ownEpoch} AND ${withKey}`',
  },
  {
    name: 'keys of moves are not stored',
    file: commit,
    find: '`${insertKeys} FROM ${movesFrom} WHERE ${moveable} AND ${withKey}`',
    replace: '`${insertKeys} FROM ${movesFrom} WHERE false AND ${moveable} AND ${withKey}`',
  },
  {
    name: 'fingerprints are not compared',
    file: 'worker/desk/recall.ts',
    find: 'remembered.fingerprint !== fingerprint',
    replace: 'fingerprint === undefined',
  },
  {
    name: 'an unknown outcome is taken for a failure',
    file: desk,
    find: `      case 'unknown':
        for`,
    replace: `      case 'unknown':
        if (outcome.kind === 'unknown') for (const one of group) this.#settle(one, refusedBusy)
        for`,
  },
  {
    name: 'an unknown outcome is taken for a success',
    file: desk,
    find: `      case 'unknown':
        for`,
    replace: `      case 'unknown':
        if (outcome.kind === 'unknown') return this.#committed(open, group, new Set())
        for`,
  },
  {
    name: 'it is acknowledged before it is committed',
    file: desk,
    find: 'for (const order of group) order.inDoubt = true',
    replace:
      'for (const order of group) { order.inDoubt = true; order.settle(accept(order.change.booking)) }',
  },
  {
    name: 'a late caller hears busy though his request was sent',
    file: order,
    find: 'this.inDoubt || this.listeners > 1 ? refusedUnknown : refusedBusy',
    replace: 'refusedUnknown && refusedBusy',
  },
  {
    name: 'a claim is refused as if it were a sale',
    file: judge,
    find: "isClaimed(booking.id, booking.seats) ? 'wait'",
    replace: "isClaimed(booking.id, booking.seats) ? refuse('seats_taken', { seats: booking.seats })",
  },
  {
    name: 'a refusal is never checked again',
    file: desk,
    find: 'return isReadForIt || this.#clock.now() - this.#soldReadAt < refusalFreshMs',
    replace: 'return order.arrivedAt > 0',
  },
  {
    name: 'a stale move is not asked about',
    file: desk,
    find: `    this.#hand.keepSent(doubtful)
    if (doubtful.length > 0) this.#close()`,
    replace: `    for (const one of doubtful) this.#settle(one, refuse('booking_changed', { booking: one.change.booking.id }))
    if (doubtful.length > 0) this.#close()`,
  },
  {
    name: 'a move looks at neither version nor status',
    file: commit,
    find: "bookings.version = change.value ->> 'version' AND bookings.status = 'booked' AND ${ownEpoch}",
    replace: '${ownEpoch}',
  },
  {
    name: 'a cancellation does not look at the status',
    file: cancellation,
    find: "AND status = 'booked' AND starts_at > :startsAfter",
    replace: 'AND starts_at > :startsAfter',
  },
  {
    name: 'a move leaves its old tickets',
    file: commit,
    find: '`DELETE FROM tickets WHERE (showing_id',
    replace: '`DELETE FROM tickets WHERE false AND (showing_id',
  },
  {
    name: 'a move forgets to note its seats',
    file: commit,
    find: "seats = change.value -> 'seats', version",
    replace: 'version',
  },
  {
    name: 'a booking has only its first ticket',
    file: commit,
    find: "`${insertTickets} FROM ${booksFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE ${ownEpoch}`",
    replace:
      "`${insertTickets} FROM ${booksFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE seat.key = 0 AND ${ownEpoch}`",
  },
  {
    name: 'a cancellation leaves its tickets',
    file: cancellation,
    find: 'sql: `DELETE FROM tickets WHERE (showing_id',
    replace: 'sql: `DELETE FROM tickets WHERE false AND (showing_id',
  },
  {
    name: 'a cancellation does not mark the booking',
    file: cancellation,
    find: "SET status = 'cancelled', version",
    replace: 'SET version',
  },
  {
    name: 'a cancellation leaves no event',
    file: cancellation,
    find: 'FROM bookings WHERE id IN (${chosen})`,\n      args: { ...choice, at },',
    replace: 'FROM bookings WHERE false AND id IN (${chosen})`,\n      args: { ...choice, at },',
  },
  {
    name: 'expiry marks what is to come',
    file: expiry,
    find: 'starts_at <= :startedBy',
    replace: 'starts_at <= :startedBy + 200000000',
  },
  {
    name: 'expiry leaves the last of those that are due',
    file: expiry,
    find: 'ORDER BY starts_at, id LIMIT :limit`',
    replace: 'ORDER BY starts_at, id LIMIT max(:limit - 500, 0)`',
  },
  {
    name: 'expiry marks the cancelled too',
    file: expiry,
    find: "WHERE status = 'booked' AND starts_at",
    replace: 'WHERE starts_at',
  },
  {
    name: 'a key of another showing is not looked up',
    file: opening,
    find: 'FROM idempotency_keys WHERE key IN (SELECT value FROM json_each(:keys))',
    replace: 'FROM idempotency_keys WHERE false AND key IN (SELECT value FROM json_each(:keys))',
  },
  {
    name: 'what was committed in doubt is not recognised',
    file: opening,
    find: 'FROM events WHERE id IN (SELECT value FROM json_each(:eventIds))',
    replace: 'FROM events WHERE false AND id IN (SELECT value FROM json_each(:eventIds))',
  },
]
