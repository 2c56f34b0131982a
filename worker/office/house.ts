import { customAlphabet } from 'nanoid'
import type { Database } from '../../db/database.ts'
import type { Change } from '../../db/desk-changes.ts'
import type { Decision } from '../desk/order.ts'
import type { ShowingId } from '../domain/showing.ts'
import type { ScreenCache } from './screen-cache.ts'

/** What the use-cases stand on. */
export interface House {
  readonly db: Database
  readonly screens: ScreenCache
  /** The venue's IANA time zone. */
  readonly zone: string
  readonly now: () => number
  /** A stub may be broken after an exception: ask for a new one each time. */
  readonly deskOf: (showing: ShowingId) => DeskStub
  readonly fingerprint: (operation: string, request: object) => Promise<string>
}

interface DeskStub {
  decide(change: Change, salesCloseAt: number): Promise<Decision>
  release(booking: string, seats: readonly string[]): Promise<void>
}

const unlookalike = customAlphabet('0123456789abcdefghjkmnpqrstvwxyz', 26)

/** A booking's id is its secret: 130 random bits. */
export function newBookingId(): string {
  return `bk_${unlookalike()}`
}

export function newEventId(): string {
  return `ev_${unlookalike()}`
}
