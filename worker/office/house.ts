import { findBookings } from '../../db/bookings.ts'
import type { Database } from '../../db/database.ts'
import { type StoredOccupancy, readOccupancies } from '../../db/occupancy.ts'
import type { BookingRecord } from '../../db/schema/bookings.ts'
import { type StoredScreen, findScreen } from '../../db/screens.ts'
import { type StoredVenue, findVenue } from '../../db/venue.ts'
import type { Caller } from '../domain/caller.ts'
import { largeReadingsMax, togetherMax } from '../domain/limits.ts'
import type { SeatPlan } from '../domain/seat-plan.ts'
import type { Showing } from '../domain/showing.ts'
import { planOf } from '../plans.ts'
import { Together } from '../together.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { type DeskLine, type DesksStub, deskLines } from './desk-lines.ts'
import type { NewId } from './ids.ts'
import { Kept } from './kept.ts'
import { PlanShelf } from './plan-shelf.ts'
import { SeatCopies } from './seat-copies.ts'
import { Sessions } from './sessions.ts'
import type { TicketSigner } from './tickets/ticket-signer.ts'

export interface Screen extends Omit<StoredScreen, 'plan'> {
  readonly plan: SeatPlan
}

/** A house as one request has it. */
export interface Visit extends House {
  readonly caller: Caller
}

type WakeSender = (endpoint: string, why: 'due' | 'changed') => Promise<void>

interface AskedToWatch {
  readonly request: Request
  /** The version that he knows. */
  readonly since: string | undefined
  /** Names his network without telling it. */
  readonly from: string
}

/** What the use-cases stand on. */
export interface House {
  readonly db: Database
  readonly doorkeeper: Doorkeeper
  readonly sessions: Sessions
  readonly screens: Kept<Screen>
  /** The venue has one name here. */
  readonly venues: Kept<StoredVenue>
  readonly seatCopies: SeatCopies
  readonly plans: PlanShelf
  /** The venue's IANA time zone. */
  readonly zone: string
  readonly now: () => number
  readonly newId: NewId
  readonly deskOf: (showing: Showing) => DeskLine
  /** Has a showing's desk let somebody watch: the upgrade to a WebSocket. */
  readonly watch: (showing: Showing, asked: AskedToWatch) => Promise<Response>
  /** Webhooks may go to this very machine. */
  readonly allowsLocalWebhooks: boolean
  /** Wakes the sender of an endpoint, where it may have something to send, or staff have changed it. */
  readonly wakeSender: WakeSender
  /** Has the senders look for what was committed without a desk. Never rejects. */
  readonly ringSenders: () => Promise<void>
  readonly findBooking: (id: string) => Promise<BookingRecord | undefined>
  readonly readOccupancy: (showing: Showing) => Promise<StoredOccupancy | undefined>
  readonly ticketSigner: TicketSigner
  readonly fingerprint: (operation: string, request: object) => Promise<string>
}

export interface HouseParts extends Pick<
  House,
  'db' | 'zone' | 'now' | 'newId' | 'fingerprint' | 'ticketSigner' | 'watch'
> {
  /** Nobody is woken without it: the cron comes later. */
  readonly wakeSender?: WakeSender
  readonly ringSenders?: () => Promise<void>
  readonly allowsLocalWebhooks?: boolean
  /** The secret with which staff begin; without it the staff side is closed. */
  readonly staffKey?: string | undefined
  /** The desks of a screen, as the runtime has them. */
  readonly stubOf: (screen: string) => DesksStub
  /** Resolves after so long, and when nothing else is left to do. */
  readonly pause: (ms: number) => Promise<void>
}

export function openHouse({ stubOf, pause, staffKey, ...parts }: HouseParts): House {
  const { db, now } = parts
  const bookings = new Together<'booking', string, BookingRecord | undefined>({
    carry: (_, ids) => findBookings(db, ids),
    pause,
    now,
  })
  const occupancies = new Together<'occupancy', Showing, () => StoredOccupancy | undefined>({
    carry: (_, showings) => readOccupancies(db, showings, now()),
    pause,
    now,
    sizeOf: () => togetherMax / largeReadingsMax,
  })
  const doorkeeper = new Doorkeeper({ db, now, firstKey: staffKey })
  return {
    wakeSender: () => Promise.resolve(),
    ringSenders: () => Promise.resolve(),
    allowsLocalWebhooks: false,
    ...parts,
    doorkeeper,
    sessions: new Sessions({ doorkeeper, now, fingerprint: parts.fingerprint }),
    screens: new Kept((id) => readScreen(db, id), now),
    venues: new Kept(() => findVenue(db), now),
    seatCopies: new SeatCopies(now),
    plans: new PlanShelf(db),
    deskOf: deskLines({ stubOf, pause, now }),
    findBooking: (id) => bookings.ask('booking', id),
    readOccupancy: async (showing) => (await occupancies.ask('occupancy', showing))(),
  }
}

async function readScreen(db: Database, id: string): Promise<Screen | undefined> {
  const screen = await findScreen(db, id)
  return screen && { ...screen, plan: planOf(screen.plan) }
}
