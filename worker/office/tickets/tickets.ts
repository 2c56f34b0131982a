import { type Result, accept } from '../../domain/result.ts'
import type { TicketKeySet } from '../../domain/ticket-keys.ts'
import type { TicketView, Tickets } from '../../domain/ticket-schemas.ts'
import { guardOf } from '../guard.ts'
import type { Visit } from '../house.ts'
import { seeTicket } from './see-ticket.ts'
import { seeTickets } from './see-tickets.ts'

/** What people show at the door, and who was let in. */
export interface TicketOffice {
  seeTickets(input: { id: string }): Promise<Result<Tickets>>
  seeTicket(input: { code: string }): Promise<Result<TicketView>>
  seeTicketKeys(): Promise<Result<TicketKeySet>>
}

const guard = guardOf<TicketOffice>()

export function openTickets(visit: Visit): TicketOffice {
  return guard(visit, {
    seeTickets: (input) => seeTickets(visit, input),
    seeTicket: (input) => seeTicket(visit, input),
    seeTicketKeys: async () => accept(await visit.ticketSigner.keySet()),
  })
}
