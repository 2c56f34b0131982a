import type { Change, CommitOutcome } from '../../db/desk-changes.ts'
import type { Doubts, OpenedShowing } from '../../db/desk-opening.ts'
import type { Remembered } from '../../db/idempotency-keys.ts'

/** The desk's wire to the database. */
export interface DeskStore {
  open(doubts: Doubts): Promise<OpenedShowing | undefined>
  readSold(): Promise<Pick<OpenedShowing, 'epoch' | 'sold' | 'phones'>>
  /** `full`: how many tickets there will be, where these sell the last free seat. */
  commit(epoch: number, changes: readonly Change[], full?: number): Promise<CommitOutcome>
  findRemembered(key: string): Promise<Remembered | undefined>
}

export interface Clock {
  now(): number
  /** Resolves after `ms`; `cancel` lets go of it. */
  pause(ms: number): { readonly over: Promise<void>; readonly cancel: () => void }
}

/** Is told of seats whose status may have changed. */
export interface Watch {
  changed(seats: readonly string[] | 'all'): void
}
