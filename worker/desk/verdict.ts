import type { Change } from '../../db/desk-changes.ts'
import type { Showing } from '../domain/showing.ts'
import type { OpenDesk } from './open-desk.ts'
import type { Decision } from './order.ts'

/** What the database must be asked before an order can be judged. */
export type Need = 'look up the key' | 'read the sold seats' | 'open again'

/** Decided at once, to be committed with its seats chosen and priced, or not to be judged yet. */
export type Verdict = Decision | { readonly commit: Change } | 'wait' | Need

/** When an order is judged, and whether by what the database said just now. */
export interface Moment {
  readonly now: number
  readonly isFresh: boolean
  /** The database was read after the order had come. */
  readonly isReadForIt: boolean
  /** All that is known to be taken was so at one instant: the desk has taken nothing since the database was read. */
  readonly isAsRead: boolean
  readonly showing: Showing
}

/** What a judge has before him. */
export interface Bench {
  readonly open: OpenDesk
  readonly moment: Moment
}
