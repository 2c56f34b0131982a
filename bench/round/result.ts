import type { Figures } from '../report/results.ts'

export interface RoundOptions {
  /** Fresh, and its own. */
  readonly directory: string
  /** A file for what the load was acknowledged. */
  readonly acknowledged: string
  readonly quick: boolean
  /** Ends what is under way. */
  readonly signal: AbortSignal
}

export interface RoundResult {
  readonly figures: Figures
  /** Why it counts for nothing. */
  readonly fault: string | undefined
}
