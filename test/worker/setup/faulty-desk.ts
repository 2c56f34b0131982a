import type { BookChange, Change, CommitOutcome, HoldChange, MoveChange } from '../../../db/desk-changes.ts'
import { readSold } from '../../../db/desk-opening.ts'
import { findRemembered } from '../../../db/idempotency-keys.ts'
import type { BookingRecord } from '../../../db/schema/bookings.ts'
import { Desk } from '../../../worker/desk/desk.ts'
import type { Asked, Decision } from '../../../worker/desk/order.ts'
import type { Clock, DeskStore } from '../../../worker/desk/ports.ts'
import { realClock } from '../../../worker/desk/real-clock.ts'
import { holdIdAt } from '../../../worker/domain/hold.ts'
import { type Showing, showingAt } from '../../../worker/domain/showing.ts'
import { idsBy } from '../../../worker/office/ids.ts'
import { byTest } from '../../setup/callers.ts'
import { db, freshTime } from './box-office.ts'
import { commitAlone, openAlone } from './alone.ts'

const client = db.$client

export function freshShowing(screen = 'main'): Showing {
  const { date, time } = freshTime()
  return showingAt(screen, Date.parse(`${date}T${time}Z`))
}

type Commit = DeskStore['commit']
type Read = DeskStore['readSold']

/** A desk on the real database, behind a wire that can fail. */
export interface FaultyDesk {
  readonly desk: Desk
  /** Groups sent so far, by how many changes each carried. */
  readonly groups: number[]
  opened: number
  /** What the next opening waits for. */
  nextOpen: Promise<void> | undefined
  /** Replaces the next commit; it gets the real one. */
  nextCommit: ((real: () => Promise<CommitOutcome>) => Promise<CommitOutcome>) | undefined
  /** Replaces the next reading of the sold seats; it gets the real one. */
  nextRead: ((real: Read) => ReturnType<Read>) | undefined
  /** While set, opening and reading fail. */
  isAway: boolean
}

export function faultyDesk(showing: Showing, clock: Clock = realClock): FaultyDesk {
  const commit: Commit = (epoch, changes, full) =>
    commitAlone(client, { showing: showing.id, epoch, changes, full })
  const groups: number[] = []
  const store: DeskStore = {
    open: async (doubts) => {
      if (wire.isAway) throw new Error('the database is away')
      wire.opened += 1
      const turn = wire.nextOpen
      wire.nextOpen = undefined
      await turn
      return openAlone(client, showing, doubts)
    },
    readSold: () => {
      if (wire.isAway) return Promise.reject(new Error('the database is away'))
      const turn = wire.nextRead
      wire.nextRead = undefined
      const real: Read = () => readSold(client, showing)
      return turn === undefined ? real() : turn(real)
    },
    commit: (epoch, changes, full) => {
      groups.push(changes.length)
      const fault = wire.nextCommit
      wire.nextCommit = undefined
      const real = (): Promise<CommitOutcome> => commit(epoch, changes, full)
      return fault === undefined ? real() : fault(real)
    },
    findRemembered: (key) => findRemembered(db, key),
  }
  const wire: FaultyDesk = {
    desk: new Desk(showing, store, clock),
    groups,
    opened: 0,
    nextOpen: undefined,
    nextCommit: undefined,
    nextRead: undefined,
    isAway: false,
  }
  return wire
}

/** So many commits come to nothing, one after the other. */
export function failCommits(wire: FaultyDesk, times: number): void {
  if (times === 0) return
  wire.nextCommit = () => {
    failCommits(wire, times - 1)
    return Promise.resolve({ kind: 'not committed', why: 'busy' })
  }
}

/** At a showing that is on sale. */
export function askedOf(change: Change, salesCloseAt = Number.MAX_SAFE_INTEGER): Asked {
  return { change, salesCloseAt }
}

export function bookChange(showing: Showing, seats: string[], key?: string): BookChange {
  const now = Date.now()
  return {
    kind: 'book',
    eventId: idsBy(Date.now)('ev'),
    at: now,
    by: byTest,
    ...(key === undefined ? {} : { key: { key, fingerprint: JSON.stringify(seats) } }),
    booking: {
      id: idsBy(Date.now)('bk'),
      showingId: showing.id,
      startsAt: showing.startsAt,
      name: 'Buyer',
      phone: '12345',
      seats,
      prices: null,
      status: 'booked',
      version: 1,
      bookedAt: now,
    },
  }
}

export function moveChange(booking: BookingRecord, showing: Showing, seats: string[]): MoveChange {
  const { version, showingId } = booking
  return {
    kind: 'move',
    eventId: idsBy(Date.now)('ev'),
    at: Date.now(),
    by: byTest,
    booking: { ...booking, showingId: showing.id, startsAt: showing.startsAt, seats, version: version + 1 },
    from: { version, showingId, seats: booking.seats },
  }
}

export function holdChange(
  showing: Showing,
  seats: string[],
  { caller = 'somebody', forMs = 300_000 }: { caller?: string; forMs?: number } = {},
): HoldChange {
  const now = Date.now()
  return {
    kind: 'hold',
    eventId: idsBy(Date.now)('ev'),
    at: now,
    by: byTest,
    hold: {
      id: holdIdAt(idsBy(Date.now)('hd'), showing.id),
      showingId: showing.id,
      seats,
      prices: null,
      caller,
      fingerprint: null,
      expiresAt: now + forMs,
    },
  }
}

export function bookingOf(decision: Decision): BookingRecord {
  if (!decision.ok || !('bookedAt' in decision.value)) throw new Error('not booked')
  return decision.value
}

export function outcomeOf(decision: Decision): string {
  return decision.ok ? 'ok' : decision.failure.code
}
