import type { Mutant } from './mutant.ts'

const judge = 'worker/desk/judge.ts'
const openDesk = 'worker/desk/open-desk.ts'
const phoneTickets = 'worker/desk/phone-tickets.ts'

/** Faults of counting what each phone has. */
export const phoneMutants: readonly Mutant[] = [
  {
    name: 'what is on its way to a phone does not count',
    violates: ['phoneBound'],
    file: phoneTickets,
    find: 'return sold.union(new Set(claimed)).size + seats.length > this.max',
    replace: 'return sold.size + seats.length > this.max',
  },
  {
    name: 'what a phone has is not read at opening',
    violates: ['phoneBound'],
    file: openDesk,
    find: '  known.replaceSold(sold, phones)\n',
    replace: '',
  },
  {
    name: 'a phone forgets what it was sold',
    violates: ['phoneBound'],
    file: phoneTickets,
    find: '    note(this.#sold, booking)\n',
    replace: '',
  },
  {
    name: 'a hold goes by the count of tickets',
    violates: ['phoneBound'],
    file: judge,
    find: '  const tooMany = judgePhone({ ...booking, seats: hold.seats }, open)\n',
    replace: '  const tooMany = undefined\n',
  },
  {
    name: 'who moves here is not counted',
    violates: ['phoneBound'],
    file: judge,
    find: 'seats.length > paid.length ? judgePhone',
    replace: "change.kind === 'book' ? judgePhone",
  },
  {
    name: 'a phone is refused for what may not come about',
    violates: ['trueRefusal'],
    file: judge,
    find: "    case 'perhaps':\n      return 'wait'\n",
    replace: "    case 'perhaps':\n      return refuse('too_many_tickets', { max: phones?.max ?? 0 })\n",
  },
]
