import { readScansOfShowing } from '../../../db/scans.ts'
import { readTicketsOfShowing } from '../../../db/tickets.ts'
import { foldScans } from '../../domain/admissions.ts'
import { type Result, accept } from '../../domain/result.ts'
import type { ShowingRef } from '../../domain/schemas.ts'
import { expiresAt } from '../../domain/showing.ts'
import type { DoorView } from '../../domain/ticket-schemas.ts'
import { findShowingToSee } from '../find-showing.ts'
import type { House } from '../house.ts'
import { iso } from '../present.ts'
import { factsOf, presentAdmittedSeat, scanOf } from './stored.ts'

/** All that a door needs to judge tickets by itself. It names no people, and no bookings. */
export async function seeDoor(
  house: House,
  { showing: ref }: { showing: ShowingRef },
): Promise<Result<DoorView>> {
  const found = await findShowingToSee(house, ref)
  if (!found.ok) return found
  const { id, startsAt } = found.value.showing
  const asOf = house.now()
  // The tickets first: whoever was let in is then among them.
  const tickets = await readTicketsOfShowing(house.db, id)
  const scans = await readScansOfShowing(house.db, id)
  const parties = new Map<string, number>()
  for (const { bookingId } of tickets) {
    if (!parties.has(bookingId)) parties.set(bookingId, parties.size + 1)
  }
  const presented = tickets.map(async (ticket) => {
    const { seat, bookingId } = ticket
    return { seat, ...(await factsOf(house, ticket)), party: parties.get(bookingId) ?? 0 }
  })
  const { keys } = await house.ticketSigner.keySet()
  return accept({
    showing: id,
    startsAt: iso(startsAt),
    expiresAt: iso(expiresAt(startsAt)),
    isCancelled: tickets.some(({ showingCancelledAt }) => showingCancelledAt !== null),
    asOf: iso(asOf),
    keys: [...keys],
    tickets: await Promise.all(presented),
    admitted: [...foldScans(scans.map(scanOf)).values()].map(presentAdmittedSeat),
  })
}
