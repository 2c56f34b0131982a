import type { BlockChange, BookChange, HoldChange, MoveChange, ReleaseChange } from '../../db/desk-changes.ts'
import type { BookingRecord, HoldRecord } from '../../db/schema/bookings.ts'
import { isOnProgramme } from '../../db/screens.ts'
import type { Asked, Decision } from '../desk/order.ts'
import { abandonedMs } from '../domain/limits.ts'
import type { SeatWish } from '../domain/seat-wish.ts'
import { type Refused, type Result, accept, refuse, refusedBusy, refusedUnknown } from '../domain/result.ts'
import { type Showing, parseShowingId } from '../domain/showing.ts'
import type { FoundShowing } from './find-showing.ts'
import type { House } from './house.ts'
import { recallKey } from './idempotency.ts'
import { logError } from '../log.ts'

/**
 * Has the showing's desk decide. Past closing time no desk is disturbed, except for a key whose first try may still be in
 * the desk's hand. The runtime repeats undelivered calls by itself, so nothing is repeated here.
 */
export async function askToSell(
  house: House,
  { showing, salesCloseAt }: Pick<FoundShowing, 'showing' | 'salesCloseAt'>,
  change: BookChange | MoveChange,
  wish?: SeatWish,
): Promise<Result<BookingRecord>> {
  if (house.now() >= salesCloseAt) {
    const { key } = change
    const mayBeInHand =
      key !== undefined &&
      (house.now() < salesCloseAt + abandonedMs || (await isOnProgramme(house.db, showing.id)))
    if (!mayBeInHand) {
      const closedAt = new Date(salesCloseAt).toISOString()
      return (await recallKey(house, key)) ?? refuse('showing_closed', { showing: showing.id, closedAt })
    }
  }
  const askedAt = house.now()
  const decision = await decide(house, showing, { change, salesCloseAt, wish })
  if (!decision.ok) {
    if (decision.failure.code === 'seats_taken') {
      house.seatCopies.hear(showing.id, decision.failure.details.seats, askedAt)
    }
    return decision
  }
  const booking = decision.value
  if (!('bookedAt' in booking)) throw new Error('the desk has decided something else')
  keepCopies(house, change, { booking, askedAt })
  return accept(booking)
}

export async function askToHold(
  house: House,
  { showing, salesCloseAt }: FoundShowing,
  change: HoldChange,
  wish?: SeatWish,
): Promise<Result<HoldRecord>> {
  const decision = await decide(house, showing, { change, salesCloseAt, wish })
  if (!decision.ok) return decision
  house.seatCopies.forget(showing.id)
  if (!('caller' in decision.value)) throw new Error('the desk has decided something else')
  return accept(decision.value)
}

export async function askToRelease(
  house: House,
  showing: Showing,
  change: ReleaseChange,
): Promise<Result<undefined>> {
  const decision = await decide(house, showing, { change, salesCloseAt: Number.MAX_SAFE_INTEGER })
  house.seatCopies.forget(showing.id)
  return decision.ok ? accept(undefined) : decision
}

export async function askToBlock(
  house: House,
  { showing }: FoundShowing,
  change: BlockChange,
): Promise<Result<undefined>> {
  const decision = await decide(house, showing, { change, salesCloseAt: Number.MAX_SAFE_INTEGER })
  house.seatCopies.forget(showing.id)
  return decision.ok ? accept(undefined) : decision
}

async function decide(house: House, showing: Showing, asked: Asked): Promise<Decision> {
  try {
    return await house.deskOf(showing).decide(asked)
  } catch (error) {
    logDeskError(error)
    return isOverloaded(error) ? refusedBusy : refusedUnknown
  }
}

/** The refusal of seats that are known to be sold, so that no desk need be asked. */
export function refusedByCopy(
  { seatCopies, now }: House,
  { showing, salesCloseAt }: FoundShowing,
  seats: readonly string[],
): Refused | undefined {
  const taken = now() < salesCloseAt ? seatCopies.soldOf(showing.id, seats) : []
  return taken.length > 0 ? refuse('seats_taken', { seats: taken }) : undefined
}

function keepCopies(
  { seatCopies }: House,
  change: BookChange | MoveChange,
  { booking, askedAt }: { booking: BookingRecord; askedAt: number },
): void {
  const { showingId, seats } = booking
  if (change.kind === 'move' || change.hold !== undefined) seatCopies.forget(change.booking.showingId)
  // What a key is remembered for was done before, and may have been undone since.
  else if (booking.id === change.booking.id) seatCopies.sell(showingId, seats, askedAt)
}

/**
 * Tells a desk of seats given back by a booking that is cancelled, or that moved elsewhere, then or later. It is committed already: a
 * desk that misses this only refuses for a moment.
 */
export async function tellDesk(
  house: House,
  { id, showingId, seats }: Pick<BookingRecord, 'id' | 'showingId' | 'seats'>,
  movedSince?: number,
): Promise<void> {
  house.seatCopies.forget(showingId)
  const showing = parseShowingId(showingId)
  if (showing === undefined) return
  try {
    await house.deskOf(showing).release(id, seats, movedSince)
  } catch (error) {
    logDeskError(error)
  }
}

/** Tells a desk that staff have changed its showing. By the epoch it is fenced already: it learns sooner why. */
export async function tellOfProgramme(house: House, showingId: string): Promise<void> {
  house.seatCopies.forget(showingId)
  const showing = parseShowingId(showingId)
  if (showing === undefined) return
  try {
    await house.deskOf(showing).programmeChanged()
  } catch (error) {
    logDeskError(error)
  }
}

function isOverloaded(error: unknown): boolean {
  return error instanceof Error && 'overloaded' in error && error.overloaded === true
}

function logDeskError(error: unknown): void {
  logError({ event: 'desk call failed', error: error instanceof Error ? error.message : 'unknown' })
}
