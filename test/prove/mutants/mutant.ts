import type { Invariant } from '../../judge/invariants.ts'

/**
 * A fault that is put into the real sources as they are loaded, to show that the proof would see it.
 * Nothing of this is in the service: a mutant is a text to find in a file, and what stands there instead.
 */
export interface Mutant {
  readonly name: string
  /** The invariants that it must violate within so many seeds; each invariant has three mutants at least. */
  readonly violates: readonly Invariant[]
  readonly file: string
  readonly find: string
  readonly replace: string
}
