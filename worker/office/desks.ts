import { isOnProgramme } from '../../db/screens.ts'
import type { Change } from '../../db/desk-changes.ts'
import type { BookingRecord } from '../../db/schema.ts'
import type { Decision } from '../desk/order.ts'
import { type Refused, refuse, refusedBusy, refusedUnknown } from '../domain/result.ts'
import { parseShowingId } from '../domain/showing.ts'
import type { FoundShowing } from './find-showing.ts'
import type { House } from './house.ts'
import { recallKey } from './idempotency.ts'

/**
 * Has the showing's desk decide. Past closing time no desk is disturbed, except for a key at a showing that has sold:
 * its first try may still be in the desk's hand. The runtime repeats undelivered calls by itself, so nothing is repeated here.
 */
export async function askDesk(
  house: House,
  { showing, salesCloseAt }: FoundShowing,
  change: Change,
): Promise<Decision> {
  const isClosed = house.now() >= salesCloseAt
  if (isClosed && (change.key === undefined || !(await isOnProgramme(house.db, showing.id)))) {
    const closedAt = new Date(salesCloseAt).toISOString()
    return (await recallKey(house, change.key)) ?? refuse('showing_closed', { showing: showing.id, closedAt })
  }
  try {
    const askedAt = house.now()
    const decision = await house.deskOf(showing.id).decide(change, salesCloseAt)
    keepCopies(house, change, { decision, askedAt })
    return decision
  } catch (error) {
    logDeskError(error)
    return isOverloaded(error) ? refusedBusy : refusedUnknown
  }
}

/** The refusal of seats that are known to be sold, so that no desk need be asked. */
export function refusedByCopy(
  { soldCopies, now }: House,
  { showing, salesCloseAt }: FoundShowing,
  seats: readonly string[],
): Refused | undefined {
  const taken = now() < salesCloseAt ? soldCopies.soldOf(showing.id, seats) : []
  return taken.length > 0 ? refuse('seats_taken', { seats: taken }) : undefined
}

function keepCopies(
  { soldCopies }: House,
  { kind, booking }: Change,
  { decision, askedAt }: { decision: Decision; askedAt: number },
): void {
  const { showingId, seats } = booking
  if (!decision.ok) {
    if (decision.failure.code !== 'seats_taken') return
    soldCopies.hear(showingId, decision.failure.details.seats, askedAt)
  } else if (kind === 'move') soldCopies.forget(showingId)
  // What a key is remembered for was done before, and may have been undone since.
  else if (decision.value === booking) soldCopies.sell(showingId, seats, askedAt)
}

/** Tells a desk of seats given back. It is committed already: a desk that misses this only refuses for a moment. */
export async function tellDesk(
  house: House,
  { id, showingId, seats }: Pick<BookingRecord, 'id' | 'showingId' | 'seats'>,
): Promise<void> {
  house.soldCopies.forget(showingId)
  const showing = parseShowingId(showingId)
  if (showing === undefined) return
  try {
    await house.deskOf(showing.id).release(id, seats)
  } catch (error) {
    logDeskError(error)
  }
}

function isOverloaded(error: unknown): boolean {
  return error instanceof Error && 'overloaded' in error && error.overloaded === true
}

function logDeskError(error: unknown): void {
  console.error({ event: 'desk call failed', error: error instanceof Error ? error.message : 'unknown' })
}
