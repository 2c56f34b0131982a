import { type Effect, effectsOf } from './effects.ts'
import type { Outcome } from './judge.ts'

/** What was acknowledged. An effect under a key counts once, however often it was asked for. */
export class Ledger {
  readonly effects: Effect[] = []
  /** The answer that each key had. */
  readonly keys = new Map<string, string>()

  /** Notes what a call came to; answers its effects that are new, and what is wrong with it. */
  note(outcome: Outcome): { fresh: readonly Effect[]; wrong: readonly string[] } {
    try {
      return this.#note(outcome, effectsOf(outcome))
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown'
      return { fresh: [], wrong: [`its success cannot be accounted for: ${why}`] }
    }
  }

  #note({ call, value }: Outcome, effects: readonly Effect[]): ReturnType<Ledger['note']> {
    // A key is kept for a booking's change alone: the others are the same under any.
    const isKept = effects.some(({ kind }) => kind !== 'added' && kind !== 'erased')
    const answer = JSON.stringify(value)
    const before = call.key === undefined || !isKept ? undefined : this.keys.get(call.key)
    if (before !== undefined)
      return { fresh: [], wrong: before === answer ? [] : ['one key has two answers'] }
    if (call.key !== undefined && isKept) this.keys.set(call.key, answer)
    this.effects.push(...effects)
    return { fresh: effects, wrong: [] }
  }
}
