import type { Mutant } from './mutant.ts'

const commit = 'db/desk-commit.ts'
const hold = 'worker/office/hold.ts'
const holds = 'worker/desk/holds.ts'
const judge = 'worker/desk/judge.ts'
const openDesk = 'worker/desk/open-desk.ts'
const resolve = 'worker/desk/resolve.ts'
const rounds = 'worker/desk/rounds.ts'
const seats = 'worker/desk/pick-seats.ts'

/** Faults of holds and of the choice of seats. What the desk asserts as it claims is not among them. */
export const holdMutants: readonly Mutant[] = [
  {
    name: 'holds are not read at opening',
    violates: ['heldOnce', 'heldOrSold', 'kept'],
    file: 'db/desk-opening.ts',
    find: 'FROM holds WHERE showing_id = :showing',
    replace: 'FROM holds WHERE false AND showing_id = :showing',
  },
  {
    name: 'held seats are free to whoever asks',
    violates: ['heldOnce', 'heldOrSold'],
    file: holds,
    find: 'return hold !== undefined && hold.id !== own && isLive(hold, now)',
    replace: 'return hold !== undefined && hold.id !== own && isLive(hold, Infinity)',
  },
  {
    name: 'a hold is not remembered once it is committed',
    violates: ['heldOnce', 'heldOrSold', 'kept'],
    file: holds,
    find: '    this.#enter(hold)\n    this.#changed',
    replace: '    this.#changed',
  },
  {
    name: 'a hold is committed whatever the epoch',
    violates: ['heldOrSold'],
    file: commit,
    find: 'FROM json_each(:holds) AS hold WHERE ${ownEpoch}`',
    replace: 'FROM json_each(:holds) AS hold WHERE true OR ${ownEpoch}`',
  },
  {
    name: 'a booked hold is not ended in the database',
    violates: ['heldOrSold'],
    file: commit,
    find: "return change.kind === 'book' ? (change.hold ?? []) : []",
    replace: 'return []',
  },
  {
    name: 'a group that places a hold can be carried out twice',
    violates: ['heldAsTold'],
    file: commit,
    find: 'passing.length > 0 ? [{ sql: takeEpoch',
    replace: 'passing.length < 0 ? [{ sql: takeEpoch',
  },
  {
    name: 'a hold that has run out is booked all the same',
    violates: ['ranOut'],
    file: judge,
    find: 'if (!isLive(hold, order.arrivedAt)) return',
    replace: 'if (!isLive(hold, 0)) return',
  },
  {
    name: 'a hold lives a second too long',
    violates: ['ranOut', 'trueRefusal'],
    file: holds,
    find: 'return now < hold.expiresAt',
    replace: 'return now < hold.expiresAt + 1_000',
  },
  {
    name: 'holds that were read last longer',
    violates: ['ranOut', 'trueRefusal'],
    file: openDesk,
    find: 'new Holds(holds, changed)',
    replace: 'new Holds(holds.map((one) => ({ ...one, expiresAt: one.expiresAt + 5_000 })), changed)',
  },
  {
    name: 'the cron sweeps holds that live',
    violates: ['kept'],
    file: 'worker/cron/sweep-holds.ts',
    find: 'now - holdsRememberedMs',
    replace: 'now + holdsRememberedMs',
  },
  {
    name: 'a hold that ends takes its neighbours with it',
    violates: ['kept'],
    file: commit,
    find: 'DELETE FROM holds WHERE id IN (SELECT value FROM json_each(:ended))',
    replace: 'DELETE FROM holds WHERE showing_id = :showing AND json_array_length(:ended) > 0',
  },
  {
    name: 'a booking is refused for its own hold',
    violates: ['kept'],
    file: judge,
    find: '  const { booking } = change\n  const taken',
    replace: `  const { booking } = change
  if (holds.heldByOthers(hold.seats, moment.now).length > 0) return refuse('seats_held', { seats: hold.seats })
  const taken`,
  },
  {
    name: 'a hold is over two seconds early',
    violates: ['kept'],
    file: judge,
    find: 'isLive(hold, order.arrivedAt)',
    replace: 'isLive(hold, order.arrivedAt + 2_000)',
  },
  {
    name: 'a hold is released in memory alone',
    violates: ['heldAsTold'],
    file: commit,
    find: "if (change.kind === 'release') return change.holdId",
    replace: "if (change.kind === 'release') return []",
  },
  {
    name: 'a hold is acknowledged before it is committed',
    violates: ['heldAsTold'],
    file: rounds,
    find: 'for (const order of group) order.inDoubt = true',
    replace: `for (const order of group) {
      order.inDoubt = true
      if (order.change.kind === 'hold') order.settle(tellCommitted(order.change, 0))
    }`,
  },
  {
    name: 'a hold in doubt is taken for placed',
    violates: ['heldAsTold'],
    file: resolve,
    find: 'return holds.some((hold) => hold.id === id && hold.expiresAt === expiresAt)',
    replace: "return holds.some((hold) => hold.id === id && hold.expiresAt === expiresAt) || id !== ''",
  },
  {
    name: 'a hold that ran out on its way is told as one',
    violates: ['heldAsTold'],
    file: resolve,
    find: "change.kind === 'hold' && !isLive(change.hold, now)",
    replace: "change.kind === 'hold' && !isLive(change.hold, 0)",
  },
  {
    name: 'a hold is told to last longer than it does',
    violates: ['heldAsTold'],
    file: hold,
    find: 'expiresAt: iso(expiresAt)',
    replace: 'expiresAt: iso(expiresAt + 1_000)',
  },
  {
    name: 'the best are one seat too few',
    violates: ['heldAsTold', 'refused'],
    file: seats,
    find: 'chooseSeats(plan, isFree, wish)',
    replace: 'chooseSeats(plan, isFree, { ...wish, count: Math.max(1, wish.count - 1) })',
  },
  {
    name: 'a key places a second hold',
    violates: ['oneKey'],
    file: hold,
    find: "if (key === undefined) return house.newId('hd')",
    replace: "if (key !== '') return house.newId('hd')",
  },
  {
    name: 'whose key holds seats is refused for their sake',
    violates: ['oneKey'],
    file: judge,
    find: 'if (before !== undefined && isLive(before, moment.now)) {',
    replace: 'if (before !== undefined && isLive(before, Infinity)) {',
  },
  {
    name: 'a hold that has run out still refuses others',
    violates: ['trueRefusal', 'sellable'],
    file: holds,
    find: 'hold.id !== own && isLive(hold, now)',
    replace: 'hold.id !== own && isLive(hold, 0)',
  },
  {
    name: 'a hold that is over is not forgotten',
    violates: ['trueRefusal'],
    file: holds,
    find: '    this.#forget(entry)\n    this.#changed',
    replace: '    this.#changed',
  },
  {
    name: 'the best are refused for a claim that may fail',
    violates: ['trueRefusal'],
    file: seats,
    find: "if (chooseSeats(plan, mayBeFree, wish) !== undefined) return 'wait'",
    replace: '',
  },
]
