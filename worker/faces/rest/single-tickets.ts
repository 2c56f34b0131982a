import { ticketInput, ticketOutput } from '../../domain/ticket-schemas.ts'
import { operation } from './operation.ts'

export const ticketOperations = [
  operation({
    method: 'GET',
    path: '/v1/tickets/{code}',
    id: 'getTicket',
    act: 'seeTicket',
    summary: 'See one ticket',
    description:
      'By its code alone: for who was given one ticket of a booking, and may not move or cancel it.',
    input: ticketInput,
    output: ticketOutput,
    run: (office, input) => office.tickets.seeTicket(input),
    failures: ['ticket_forged', 'ticket_stale'],
  }),
]
