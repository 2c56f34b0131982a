import { type StoredTicket, findTicket } from '../../../db/tickets.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { UnverifiedTicket } from '../../domain/ticket-code.ts'
import { verifyTicketCode } from '../../domain/ticket-keys.ts'
import type { House } from '../house.ts'
import { ticketVersion } from './stored.ts'
import { ticketSerial } from './ticket-signer.ts'

/** What a code says, where this house signed it. */
export async function readCode({ ticketSigner }: House, code: string): Promise<Result<UnverifiedTicket>> {
  const ticket = await verifyTicketCode(code, await ticketSigner.ring())
  return ticket === undefined ? refuse('ticket_forged', { ticket: code }) : accept(ticket)
}

/** The ticket that a code is of, as it is now; one that was moved or cancelled since is refused. */
export async function findByCode(house: House, ticket: UnverifiedTicket): Promise<Result<StoredTicket>> {
  const { showing, seat } = ticket
  const stored = await findTicket(house.db, { showing, seat })
  return stored !== undefined && (await isOf(ticket, stored))
    ? accept(stored)
    : refuse('ticket_stale', { showing, seat })
}

async function isOf({ seat, serial, version }: UnverifiedTicket, stored: StoredTicket): Promise<boolean> {
  return version === ticketVersion(stored) && serial === (await ticketSerial(stored.bookingId, seat))
}
