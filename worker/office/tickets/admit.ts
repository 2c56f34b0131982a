import { readScansOfBooking, recordScans } from '../../../db/scans.ts'
import { type StoredTicket, findTicket } from '../../../db/tickets.ts'
import { type AdmittedSeat, type Scan, foldScans } from '../../domain/admissions.ts'
import { type AtDoor, refusedAgain, refusedAtDoor, refusedByShowing } from '../../domain/door.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { TicketFacts } from '../../domain/ticket-code.ts'
import type { AdmitInput, Admitted } from '../../domain/ticket-schemas.ts'
import { byOf } from '../by.ts'
import { nameShowing } from '../find-showing.ts'
import type { Visit } from '../house.ts'
import { iso } from '../present.ts'
import { factsOf, readCode, scanOf } from './stored.ts'

/**
 * Lets somebody in on a ticket, once. Whether it is the first time is decided by the transaction that says so. Under the same
 * key it is the same scan, and answered as that: so a retry after a lost reply does not hear that somebody else is in.
 */
export async function admit(house: Visit, input: AdmitInput): Promise<Result<Admitted>> {
  const door = nameShowing(house, input.showing)
  if (!door.ok) return door
  const at: AtDoor = { showing: door.value.id, now: house.now() }
  const shown = await ticketShown(house, input, at)
  if (!shown.ok) return shown
  const { ticket, stored } = shown.value
  const { device, idempotencyKey: id = house.newId('sc') } = input

  const before = foldScans((await readScansOfBooking(house.db, stored.bookingId)).map(scanOf))
  const known = before.get(ticket.seat)
  // Another door may tell later of an earlier one.
  const told = known && [known.first, ...known.again].find((scan) => scan.device === device && scan.id === id)
  const isShowingCancelled = stored.showingCancelledAt !== null
  const facts = {
    ...(await factsOf(house, stored)),
    isShowingCancelled,
    admitted: told === undefined ? known : undefined,
  }
  const refused = refusedAtDoor(ticket, facts, at)
  // What was done is told also when it could not be done any more.
  if (told !== undefined && (refused === undefined || sinceThen.has(refused.failure.code))) {
    await house.ringSenders()
    return accept(presentAdmitted(stored, told, before))
  }
  if (refused !== undefined) return refused

  const { showing, seat, version } = ticket
  const { bookingId } = stored
  const scan = {
    showingId: showing,
    seat,
    device,
    id,
    bookingId,
    scannedAt: at.now,
    version,
    eventId: house.newId('ev'),
  }
  const after = await recordScans(house.db, [scan], { at: at.now, by: byOf(house), once: true })
  const admitted = foldScans(after.map(scanOf))
  const own = admitted.get(seat)
  // It was moved or cancelled since it was read.
  if (own === undefined) return refuse('ticket_stale', { showing, seat })
  if (own.first.device !== device || own.first.id !== id) return refusedAgain(showing, own)
  await house.ringSenders()
  return accept(presentAdmitted(stored, own.first, admitted))
}

/** Refusals that came to be since. */
const sinceThen: ReadonlySet<string> = new Set(['ticket_expired', 'showing_cancelled'])

interface Shown {
  readonly ticket: TicketFacts
  readonly stored: StoredTicket
}

/** The ticket that somebody shows, by its code or by its seat. */
async function ticketShown(house: Visit, input: AdmitInput, at: AtDoor): Promise<Result<Shown>> {
  if ('seat' in input) {
    const { seat } = input
    const stored = await findTicket(house.db, { showing: at.showing, seat })
    if (stored === undefined) {
      return refusedByShowing(at.showing, at) ?? refuse('ticket_not_found', { showing: at.showing, seat })
    }
    return accept({ ticket: { showing: at.showing, seat, ...(await factsOf(house, stored)) }, stored })
  }
  const read = await readCode(house, input.code)
  if (!read.ok) return read
  const ticket = read.value
  const { showing, seat } = ticket
  const stored = await findTicket(house.db, { showing, seat })
  return stored === undefined
    ? (refusedByShowing(showing, at) ?? refuse('ticket_stale', { showing, seat }))
    : accept({ ticket, stored })
}

function presentAdmitted(
  { showingId, seats }: StoredTicket,
  { seat, at, device }: Scan,
  admitted: ReadonlyMap<string, AdmittedSeat>,
): Admitted {
  const out = seats.filter((other) => !admitted.has(other))
  return { showing: showingId, seat, admittedAt: iso(at), device, out }
}
