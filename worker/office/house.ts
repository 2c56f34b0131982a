import type { Database } from '../../db/database.ts'
import type { Change } from '../../db/desk-changes.ts'
import type { Decision } from '../desk/order.ts'
import type { ShowingId } from '../domain/showing.ts'
import type { NewId } from './ids.ts'
import type { ScreenCache } from './screen-cache.ts'

/** What the use-cases stand on. */
export interface House {
  readonly db: Database
  readonly screens: ScreenCache
  /** The venue's IANA time zone. */
  readonly zone: string
  readonly now: () => number
  readonly newId: NewId
  /** A stub may be broken after an exception: ask for a new one each time. */
  readonly deskOf: (showing: ShowingId) => DeskStub
  readonly fingerprint: (operation: string, request: object) => Promise<string>
}

interface DeskStub {
  /** `as asked`: the booking is now what the change would have it be, and need not travel back. */
  decide(change: Change, salesCloseAt: number): Promise<Decision | 'as asked'>
  release(booking: string, seats: readonly string[]): Promise<void>
}
