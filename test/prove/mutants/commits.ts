import type { Mutant } from './mutant.ts'

const commit = 'db/desk-commit.ts'
const opening = 'db/desk-opening.ts'

/** Faults of what a desk asks of the database. */
export const commitMutants: readonly Mutant[] = [
  {
    name: 'tickets have no primary key',
    violates: ['soldOnce'],
    file: 'test/prove/proving-database.ts',
    find: 'const withoutKeys: readonly string[] = []',
    replace: `const withoutKeys = ['DROP TABLE tickets', 'CREATE TABLE tickets (showing_id, seat, booking_id)']`,
  },
  {
    name: 'the epoch is not raised',
    violates: ['refused'],
    file: opening,
    find: 'SET epoch = epoch + 1',
    replace: 'SET epoch = max(epoch, 1)',
  },
  {
    name: 'keys are not stored',
    violates: ['oneKey'],
    file: commit,
    find: '`${insertKeys} FROM ${entriesFrom} WHERE ${ownEpoch} AND ${withKey}`',
    replace: '`${insertKeys} FROM ${entriesFrom} WHERE false AND ${ownEpoch} AND ${withKey}`',
  },
  {
    name: 'keys of moves are not stored',
    violates: ['oneKey'],
    file: commit,
    find: '`${insertKeys} FROM ${movesFrom} WHERE ${moveable} AND ${withKey}`',
    replace: '`${insertKeys} FROM ${movesFrom} WHERE false AND ${moveable} AND ${withKey}`',
  },
  {
    name: 'a move looks at neither version nor status',
    violates: ['final', 'whole'],
    file: commit,
    find: "bookings.version = change.value ->> 'version' AND bookings.status = 'booked'\n  AND ${nobodyIsIn}",
    replace: '${nobodyIsIn}',
  },
  {
    name: 'a move leaves its old tickets',
    violates: ['whole'],
    file: commit,
    find: '`DELETE FROM tickets WHERE (showing_id',
    replace: '`DELETE FROM tickets WHERE false AND (showing_id',
  },
  {
    name: 'a move forgets to note its seats',
    violates: ['agreement'],
    file: commit,
    find: "seats = change.value -> 'seats', prices",
    replace: 'prices',
  },
  {
    name: 'a booking has only its first ticket',
    violates: ['whole', 'soldOnce'],
    file: commit,
    find: "`${insertTickets} FROM ${booksFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE ${ownEpoch}`",
    replace:
      "`${insertTickets} FROM ${booksFrom} CROSS JOIN json_each(change.value, '$.seats') AS seat WHERE seat.key = 0 AND ${ownEpoch}`",
  },
  {
    name: 'a key of another showing is not looked up',
    violates: ['learnt'],
    file: opening,
    find: 'FROM idempotency_keys WHERE key IN (SELECT value FROM json_each(:keys))',
    replace: 'FROM idempotency_keys WHERE false AND key IN (SELECT value FROM json_each(:keys))',
  },
  {
    name: 'what was committed in doubt is not recognised',
    violates: ['refused'],
    file: opening,
    find: 'FROM events WHERE id IN (SELECT value FROM json_each(:eventIds))',
    replace: 'FROM events WHERE false AND id IN (SELECT value FROM json_each(:eventIds))',
  },
  {
    name: 'tickets overwrite each other',
    violates: ['soldOnce'],
    file: commit,
    find: '`INSERT INTO tickets',
    replace: '`INSERT OR REPLACE INTO tickets',
  },
  {
    name: 'a ticket that exists already is passed over',
    violates: ['soldOnce'],
    file: commit,
    find: '`INSERT INTO tickets',
    replace: '`INSERT OR IGNORE INTO tickets',
  },
  {
    name: 'the epoch is not compared',
    violates: ['refused'],
    file: commit,
    find: '(SELECT epoch FROM showings WHERE id = :showing) = :epoch',
    replace: '(SELECT epoch FROM showings WHERE id = :showing) >= :epoch',
  },
  {
    name: 'a move frees its old seats in a transaction of its own',
    violates: ['soldOnce', 'whole'],
    file: commit,
    find: "results = await client.batch(parts.flat(2), 'write')",
    replace: `const statements = parts.flat(2)
    const isMove = groups.length === 1 && groups.flatMap(movesOf).length > 0
    const freed = isMove ? await client.batch(statements.splice(1, 1), 'write') : []
    results = await client.batch(statements, 'write')
    results.splice(1, 0, ...freed)`,
  },
  {
    name: 'keys are stored after their effect',
    violates: ['oneKey'],
    file: commit,
    find: "results = await client.batch(parts.flat(2), 'write')",
    replace: `const statements = parts.flat(2)
    const place = parts.flatMap((one) => one.slice(0, 3)).flat().length - 1
    const isKeyed = groups.length === 1 && groups.flatMap(booksOf).some(({ key }) => key)
    const keys = isKeyed ? statements.splice(place, 1) : []
    results = await client.batch(statements, 'write')
    if (keys.length > 0) results.splice(place, 0, ...(await client.batch(keys, 'write')))`,
  },
  {
    name: 'a move leaves no event',
    violates: ['agreement'],
    file: commit,
    find: "`${eventOf('moved', bookingJson())} FROM ${movesFrom} WHERE",
    replace: "`${eventOf('moved', bookingJson())} FROM ${movesFrom} WHERE false AND",
  },
  {
    name: 'a booking leaves no event',
    violates: ['agreement'],
    file: commit,
    find: "`${eventOf('booked', 'NULL')} FROM ${entriesFrom} WHERE",
    replace: "`${eventOf('booked', 'NULL')} FROM ${entriesFrom} WHERE false AND",
  },
  {
    name: 'a database that is away is a bug',
    violates: ['documented'],
    file: 'db/database.ts',
    find: 'return !this.code.startsWith',
    replace: "return this.code === '' && !this.code.startsWith",
  },
]
