import { findBookings } from '../../db/bookings.ts'
import type { Database } from '../../db/database.ts'
import type { BookingRecord } from '../../db/schema.ts'
import type { ShowingId } from '../domain/showing.ts'
import { Together } from '../together.ts'
import { type DeskLine, type DeskStub, deskLines } from './desk-lines.ts'
import type { NewId } from './ids.ts'
import { ScreenCache } from './screen-cache.ts'
import { SoldCopies } from './sold-copies.ts'

/** What the use-cases stand on. */
export interface House {
  readonly db: Database
  readonly screens: ScreenCache
  readonly soldCopies: SoldCopies
  /** The venue's IANA time zone. */
  readonly zone: string
  readonly now: () => number
  readonly newId: NewId
  readonly deskOf: (showing: ShowingId) => DeskLine
  readonly findBooking: (id: string) => Promise<BookingRecord | undefined>
  readonly fingerprint: (operation: string, request: object) => Promise<string>
}

export interface HouseParts extends Pick<House, 'db' | 'zone' | 'now' | 'newId' | 'fingerprint'> {
  /** The desk of a showing, as the runtime has it. */
  readonly stubOf: (showing: ShowingId) => DeskStub
  /** Resolves after so long, and when nothing else is left to do. */
  readonly pause: (ms: number) => Promise<void>
}

export function openHouse({ stubOf, pause, ...parts }: HouseParts): House {
  const { db, now } = parts
  const bookings = new Together<'booking', string, BookingRecord | undefined>({
    carry: (_, ids) => findBookings(db, ids),
    pause,
    now,
  })
  return {
    ...parts,
    screens: new ScreenCache(db, now),
    soldCopies: new SoldCopies(now),
    deskOf: deskLines({ stubOf, pause, now }),
    findBooking: (id) => bookings.ask('booking', id),
  }
}
