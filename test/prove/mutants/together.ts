import type { Mutant } from './mutant.ts'

const copies = 'worker/office/seat-copies.ts'
const commit = 'db/desk-commit.ts'
const counter = 'worker/desk/counter.ts'
const lines = 'worker/office/desk-lines.ts'
const together = 'worker/together.ts'

/** Faults of what an isolate keeps for a moment, and of what travels together. */
export const togetherMutants: readonly Mutant[] = [
  {
    name: 'a copy never gets old',
    violates: ['trueRefusal'],
    file: copies,
    find: 'return this.#now() - since < copyMsMax',
    replace: 'return this.#now() - since < copyMsMax + 1e9',
  },
  {
    name: 'who is slower than his neighbours is asked anew',
    violates: ['refused'],
    file: lines,
    find: 'await stubOf(screen).hear(change.eventId)',
    replace: "((await stubOf(screen).decideAll([{ ...asked, showing }]))[0] ?? 'broken')",
  },
  {
    name: 'who is slower than his neighbours is told to come back',
    violates: ['refused'],
    file: counter,
    find: "const notYet = over.then(() => 'not yet' as const)",
    replace:
      "const busy = { code: 'busy', message: 'busy', details: { retryAfterSeconds: 1 } } as const; const notYet = over.then(() => ({ ok: false as const, failure: busy }))",
  },
  {
    name: 'answers are mixed up on the way back',
    violates: ['acknowledged'],
    file: together,
    find: 'load.callers[index]?.resolve(answer)',
    replace: 'load.callers[(index + 1) % answers.length]?.resolve(answer)',
  },
  {
    name: 'a group that clashes is taken for one that was committed',
    violates: ['acknowledged'],
    file: commit,
    find: 'if (!isAnothers) return groups.map(() => () => outcome)',
    replace:
      "if (isAnothers) return groups.map(({ epoch }) => () => ({ kind: 'committed', stale: new Set(), epoch }))\n    if (!isAnothers) return groups.map(() => () => outcome)",
  },
]
