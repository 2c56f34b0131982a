import type { Mutant } from './mutant.ts'

const desk = 'worker/desk/desk.ts'
const judge = 'worker/desk/judge.ts'
const memory = 'worker/desk/memory.ts'
const order = 'worker/desk/order.ts'
const rounds = 'worker/desk/rounds.ts'
const seats = 'worker/desk/pick-seats.ts'

/** Faults of the desk. */
export const deskMutants: readonly Mutant[] = [
  {
    name: 'nobody reads again after a doubt',
    violates: ['sellable'],
    file: memory,
    find: `  close(): void {
    this.#open = undefined`,
    replace: `  close(): void {`,
  },
  {
    name: 'a key is judged after the seats',
    violates: ['refused'],
    file: judge,
    find: 'if (mayBeRemembered(order, open)) return',
    replace:
      'if (open.seats.soldToOthers(order.change.booking?.id, order.change.booking?.seats ?? []).length === 0 && mayBeRemembered(order, open)) return',
  },
  {
    name: 'fingerprints are not compared',
    violates: ['acknowledged', 'documented'],
    file: 'worker/desk/recall.ts',
    find: 'remembered.fingerprint !== fingerprint',
    replace: 'fingerprint === undefined',
  },
  {
    name: 'an unknown outcome is taken for a failure',
    violates: ['refused', 'linearizable'],
    file: rounds,
    find: `      case 'unknown':
        for`,
    replace: `      case 'unknown':
        if (outcome.kind === 'unknown') for (const one of group) this.#settle(one, refusedBusy)
        for`,
  },
  {
    name: 'an unknown outcome is taken for a success',
    violates: ['acknowledged'],
    file: rounds,
    find: `      case 'unknown':
        for`,
    replace: `      case 'unknown':
        if (outcome.kind === 'unknown') return this.#committed(open, group, new Set())
        for`,
  },
  {
    name: 'it is acknowledged before it is committed',
    violates: ['linearizable', 'acknowledged'],
    file: rounds,
    find: 'for (const order of group) order.inDoubt = true',
    replace:
      'for (const order of group) { order.inDoubt = true; order.settle(tellCommitted(order.change, 0)) }',
  },
  {
    name: 'a late caller hears busy though his request was sent',
    violates: ['refused'],
    file: order,
    find: 'this.listeners > 1 ? refusedUnknown : this.undecided',
    replace: 'refusedUnknown && refusedBusy',
  },
  {
    name: 'a claim is refused as if it were a sale',
    violates: ['trueRefusal'],
    file: seats,
    find: "if (seats.isClaimed(claimant, named)) return 'wait'",
    replace: "if (seats.isClaimed(claimant, named)) return refuse('seats_taken', { seats: named })",
  },
  {
    name: 'a refusal is never checked again',
    violates: ['trueRefusal', 'sellable'],
    file: memory,
    find: 'return this.isReadFor(arrivedAt) || (this.isReadWithin(refusalFreshMs) && !this.#isOutdated)',
    replace: 'return arrivedAt > 0',
  },
  {
    name: 'a stale move is not asked about',
    violates: ['acknowledged'],
    file: rounds,
    find: `    this.hand.keepSent(doubtful)
    if (doubtful.length > 0) this.#close()`,
    replace: `    for (const one of doubtful) this.#settle(one, refuse('booking_changed', { booking: one.change.booking.id }))
    if (doubtful.length > 0) this.#close()`,
  },
  {
    name: 'a move is acknowledged before it is committed',
    violates: ['linearizable'],
    file: rounds,
    find: 'for (const order of group) order.inDoubt = true',
    replace: `for (const order of group) {
      order.inDoubt = true
      if (order.change.kind === 'move') order.settle(tellCommitted(order.change, 0))
    }`,
  },
  {
    name: 'a stale move is told as done',
    violates: ['acknowledged'],
    file: rounds,
    find: 'stale.has(claimantOf(change))',
    replace: 'stale.has(change.eventId)',
  },
  {
    name: 'the queue never gets shorter',
    violates: ['sellable'],
    file: 'worker/desk/hand.ts',
    find: '    this.#orders.delete(order)\n',
    replace: '',
  },
  {
    name: 'a reading counts as just now for a minute',
    violates: ['trueRefusal'],
    file: memory,
    find: 'this.isReadWithin(refusalFreshMs)',
    replace: 'this.isReadWithin(60 * refusalFreshMs)',
  },
  {
    name: 'sold seats are left to whoever frees them',
    violates: ['learnt'],
    file: seats,
    find: "if (taken.length > 0) return refuse('seats_taken', { seats: taken })",
    replace: "if (taken.length > 0) return moment.isFresh ? 'wait' : 'read the sold seats'",
  },
  {
    name: 'who asks under a known key is told to come back',
    violates: ['learnt'],
    file: rounds,
    find: 'return recallBooking(await this.#store.findRemembered(key.key), key)',
    replace: 'return (await this.#store.findRemembered(key.key)) && refusedBusy',
  },
  {
    name: 'what is in doubt is dropped with its callers',
    violates: ['sellable', 'learnt'],
    file: desk,
    find: 'if (order.listeners === 0 && !order.inDoubt) this.#rounds.abandon(order)',
    replace: 'if (order.listeners === 0) this.#rounds.abandon(order)',
  },
  {
    name: 'nobody looks at the time while it is decided',
    violates: ['documented'],
    file: order,
    find: 'await patience.wait(this.#decided.promise)',
    replace: 'await (this.#decided.promise as Promise<Decision | "late">)',
  },
  {
    name: 'past closing time a key that the desk does not know is new',
    violates: ['refused'],
    file: judge,
    find: "if (mayBeRemembered(order, open)) return 'look up the key'\n",
    replace: "if (order.closedAt === undefined && mayBeRemembered(order, open)) return 'look up the key'\n",
  },
]
