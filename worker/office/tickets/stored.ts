import type { BookingRecord, ScanRecord } from '../../../db/schema/bookings.ts'
import type { StoredTicket } from '../../../db/tickets.ts'
import type { AdmittedSeat, Scan } from '../../domain/admissions.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { TicketFacts, UnverifiedTicket } from '../../domain/ticket-code.ts'
import { verifyTicketCode } from '../../domain/ticket-keys.ts'
import type { DoorView } from '../../domain/ticket-schemas.ts'
import type { House } from '../house.ts'
import { iso } from '../present.ts'

/** What a code says, where this house signed it. */
export async function readCode({ ticketSigner }: House, code: string): Promise<Result<UnverifiedTicket>> {
  const ticket = await verifyTicketCode(code, await ticketSigner.ring())
  return ticket === undefined ? refuse('ticket_forged', { ticket: code }) : accept(ticket)
}

/** What a good code of this ticket says. */
export async function factsOf(
  { ticketSigner }: House,
  stored: StoredTicket,
): Promise<Pick<TicketFacts, 'serial' | 'version'>> {
  return { serial: await ticketSigner.serial(stored.bookingId, stored.seat), version: ticketVersion(stored) }
}

/** Whether a code is of this ticket, and its booking has not changed since it was made. */
export async function isCurrent(house: House, ticket: TicketFacts, stored: StoredTicket): Promise<boolean> {
  const { serial, version } = await factsOf(house, stored)
  return ticket.serial === serial && ticket.version === version
}

/** As codes have it. A booking that expires is marked, which is a change to it and none to its tickets. */
export function ticketVersion({ version, status }: Pick<BookingRecord, 'version' | 'status'>): number {
  return status === 'expired' ? version - 1 : version
}

export function scanOf({ seat, device, id, scannedAt }: ScanRecord): Scan {
  return { seat, device, id, at: scannedAt }
}

export function presentAdmittedSeat({ first, again }: AdmittedSeat): DoorView['admitted'][number] {
  const present = ({ id, device, at }: Scan): { id: string; device: string; at: string } => {
    return { id, device, at: iso(at) }
  }
  return { seat: first.seat, first: present(first), again: again.map(present) }
}
