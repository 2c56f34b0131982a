import type { Mutant } from './mutant.ts'

const cancellation = 'db/cancellation.ts'
const expiry = 'db/expiry.ts'
const cancel = 'worker/office/cancel.ts'

/** Faults of cancellations and of expiry. */
export const endingMutants: readonly Mutant[] = [
  {
    name: 'a cancellation leaves its tickets',
    violates: ['whole', 'sellable'],
    file: cancellation,
    find: 'sql: `DELETE FROM tickets WHERE (showing_id',
    replace: 'sql: `DELETE FROM tickets WHERE false AND (showing_id',
  },
  {
    name: 'a cancellation does not mark the booking',
    violates: ['final'],
    file: cancellation,
    find: "SET status = 'cancelled', version",
    replace: 'SET version',
  },
  {
    name: 'expiry marks what is to come',
    violates: ['expiry'],
    file: expiry,
    find: 'starts_at <= :startedBy',
    replace: 'starts_at <= :startedBy + 200000000',
  },
  {
    name: 'expiry leaves the last of those that are due',
    violates: ['expiry'],
    file: expiry,
    find: 'ORDER BY starts_at, id LIMIT :limit`',
    replace: 'ORDER BY starts_at, id LIMIT max(:limit - 500, 0)`',
  },
  {
    name: 'expiry marks the cancelled too',
    violates: ['final'],
    file: expiry,
    find: "WHERE status = 'booked' AND starts_at",
    replace: 'WHERE starts_at',
  },
  {
    name: 'a cancellation does not look at the status',
    violates: ['final'],
    file: cancellation,
    find: "WHERE status = 'booked' AND starts_at > :startsAfter",
    replace: 'WHERE starts_at > :startsAfter',
  },
  {
    name: 'expiry leaves no event',
    violates: ['agreement'],
    file: expiry,
    find: 'FROM bookings WHERE id IN',
    replace: 'FROM bookings WHERE false AND id IN',
  },
  {
    name: 'expiry counts from the start',
    violates: ['expiry'],
    file: 'worker/domain/showing.ts',
    find: 'return now - expiresAfterMs',
    replace: 'return now',
  },
  {
    name: 'a cancellation is acknowledged before it is committed',
    violates: ['linearizable'],
    file: cancel,
    find: `  const outcome = await cancelBooking(house.db, id, { ...cancellation(house), key, reason })`,
    replace: `  const known = await findBooking(house.db, id)
    const cancelling = cancelBooking(house.db, id, { ...cancellation(house), key, reason })
    if (known?.status === 'booked') {
      void cancelling.then((late) => giveBack(house, late)).catch(() => undefined)
      return accept(await presentBooking(house, { ...known, status: 'cancelled' }))
    }
    const outcome = await cancelling`,
  },
  {
    name: 'a key of a cancellation is not stored',
    violates: ['oneKey'],
    file: cancellation,
    find: 'FROM bookings WHERE ${chosen} ${remember.where}',
    replace: 'FROM bookings WHERE false AND ${chosen} ${remember.where}',
  },
  {
    name: 'a cancellation by name takes whoever has the name when it arrives',
    violates: ['refused'],
    file: cancellation,
    find: 'ON bookings.id = wanted.value',
    replace:
      'ON bookings.id IN (SELECT booking_id FROM buyers WHERE name = (SELECT name FROM buyers WHERE booking_id = wanted.value))',
  },
  {
    name: 'what one cancellation did is not told to its second delivery',
    violates: ['refused'],
    file: cancellation,
    find: 'WHERE id IN (SELECT booking_id FROM events WHERE ${own})',
    replace: 'WHERE changes() > 0 AND id IN (SELECT booking_id FROM events WHERE ${own})',
  },
  {
    name: 'who asks for a known cancellation is told to come back',
    violates: ['learnt'],
    file: cancel,
    find: '  const remembered = await recallKey(house, key)',
    replace: "  const remembered = (await recallKey(house, key)) && undecidedOf({ kind: 'busy' })",
  },
  {
    name: 'a key that exists is a bug to a cancellation',
    violates: ['documented'],
    file: cancellation,
    find: "if (code.startsWith('SQLITE_CONSTRAINT')) return { kind: 'key exists' }",
    replace: '',
  },
  {
    name: 'a cancellation by name takes the first alone',
    violates: ['acknowledged'],
    file: cancel,
    find: 'const ids = found.map(({ id }) => id)',
    replace: 'const ids = found.slice(0, 1).map(({ id }) => id)',
  },
  {
    name: 'the cron looks a day ahead',
    violates: ['expiry'],
    file: 'worker/cron/expire.ts',
    find: 'const startedBy = lastExpiredStart(now)',
    replace: 'now += 86_400_000\n  const startedBy = lastExpiredStart(now)',
  },
]
