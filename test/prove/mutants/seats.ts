import type { Mutant } from './mutant.ts'

const best = 'worker/domain/best-seats.ts'
const commit = 'db/desk-commit.ts'
const judge = 'worker/desk/judge.ts'
const liveMap = 'worker/desk/live-map.ts'
const openDesk = 'worker/desk/open-desk.ts'
const resolve = 'worker/desk/resolve.ts'
const rounds = 'worker/desk/rounds.ts'

/** Faults of the choice of seats, of what staff take off sale, and of what is told to those who watch. */
export const seatMutants: readonly Mutant[] = [
  {
    name: 'who cannot sit together is sent away',
    violates: ['trueRefusal'],
    file: best,
    find: 'const blocks = together ? undefined',
    replace: 'const blocks = together || count > 0 ? undefined',
  },
  {
    name: 'who wants to sit together is split',
    violates: ['heldAsTold'],
    file: best,
    find: 'const blocks = together ? undefined',
    replace: 'const blocks = together && count < 0 ? undefined',
  },
  {
    name: 'the best are of any category',
    violates: ['heldAsTold'],
    file: best,
    find: 'category === undefined ? free',
    replace: 'category === undefined || count > 0 ? free',
  },
  {
    name: 'nobody looks for a wheelchair place',
    violates: ['heldAsTold'],
    file: best,
    find: '.best(count, accessible)',
    replace: '.best(count, accessible && false)',
  },
  {
    name: 'what is off sale is sold all the same',
    violates: ['offSale'],
    file: openDesk,
    find: 'return blocked.has(seat) ||',
    replace: 'return (blocked.has(seat) && false) ||',
  },
  {
    name: 'what is off sale is not read at opening',
    violates: ['offSale', 'sellable'],
    file: openDesk,
    find: 'blocked: new Set(blocked)',
    replace: 'blocked: new Set()',
  },
  {
    name: 'held seats are taken off sale',
    violates: ['offSale'],
    file: judge,
    find: "    if (held.length > 0) return refuse('seats_held', { seats: held })\n",
    replace: '',
  },
  {
    name: 'sold seats are told to be off sale',
    violates: ['blockedAsTold'],
    file: judge,
    find: "    if (taken.length > 0) return refuse('seats_taken', { seats: taken })\n    const held = holds.heldByOthers(change",
    replace: '    const held = holds.heldByOthers(change',
  },
  {
    name: 'seats are put back on sale in memory alone',
    violates: ['blockedAsTold', 'sellable'],
    file: commit,
    find: 'WHERE showing_id = :showing AND seat IN (SELECT value FROM json_each(:unblocked))',
    replace: 'WHERE false AND seat IN (SELECT value FROM json_each(:unblocked))',
  },
  {
    name: 'seats are told to be off sale before that is committed',
    violates: ['blockedAsTold'],
    file: rounds,
    find: 'for (const order of group) order.inDoubt = true',
    replace: `for (const order of group) {
      order.inDoubt = true
      if (order.change.kind === 'block') order.settle(tellCommitted(order.change, 0))
    }`,
  },
  {
    name: 'a block in doubt is taken for made',
    violates: ['blockedAsTold'],
    file: resolve,
    find: 'change.seats.every((seat) => blocked.has(seat))',
    replace: 'change.seats.length > 0',
  },
  {
    name: 'what is done and cannot be shown is told as nothing done',
    violates: ['blockedAsTold'],
    file: 'worker/office/once-done.ts',
    find: 'error instanceof DatabaseError && error.unavailable',
    replace: 'error instanceof DatabaseError && false',
  },
  {
    name: 'those who watch are not told of sales',
    violates: ['watched'],
    file: 'worker/desk/seat-map.ts',
    find: '    for (const seat of seats) this.#sold.set(seat, booking)\n    this.#changed(seats)',
    replace: '    for (const seat of seats) this.#sold.set(seat, booking)',
  },
  {
    name: 'a claim is shown as a sale',
    violates: ['watched'],
    file: openDesk,
    find: "if (open.seats.isSold(seat)) return 'sold'",
    replace: "if (!open.seats.isFree(seat)) return 'sold'",
  },
  {
    name: 'a version is left out',
    violates: ['watched'],
    file: liveMap,
    find: 'this.#number += 1',
    replace: 'this.#number += 2',
  },
  {
    name: 'who comes back is not told the first of what he missed',
    violates: ['watched'],
    file: liveMap,
    find: 'this.#changes.slice(this.#changes.length - missing)',
    replace: 'this.#changes.slice(this.#changes.length - missing + 1)',
  },
  {
    name: 'who comes back is told changes of another epoch',
    violates: ['watched'],
    file: liveMap,
    find: 'epoch !== this.#epoch || number',
    replace: 'number',
  },
]
