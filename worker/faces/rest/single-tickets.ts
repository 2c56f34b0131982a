import { showingInput } from '../../domain/schemas.ts'
import {
  admitInput,
  admittedOutput,
  doorOutput,
  ticketInput,
  ticketOutput,
  uploadInput,
  uploadedOutput,
} from '../../domain/ticket-schemas.ts'
import { showingNamed } from './failure-groups.ts'
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
  operation({
    method: 'POST',
    path: '/v1/admissions',
    id: 'admit',
    act: 'admit',
    summary: 'Let somebody in',
    description:
      'On a ticket by its code, or by its seat, at the door of a showing: once. A retry with the same Idempotency-Key has one effect and one answer.',
    input: admitInput,
    output: admittedOutput,
    run: (office, input) => office.tickets.admit(input),
    failures: [
      'ticket_forged',
      'ticket_stale',
      'ticket_not_found',
      'ticket_admitted',
      'ticket_elsewhere',
      'ticket_expired',
      'showing_cancelled',
    ],
  }),
  operation({
    method: 'GET',
    path: '/v1/showings/{showing}/door',
    id: 'getDoor',
    act: 'seeDoor',
    summary: 'What a door needs',
    description:
      'To judge tickets without asking the house: public keys, the tickets by serial and version, and who is in. It names no people.',
    input: showingInput,
    output: doorOutput,
    run: (office, input) => office.tickets.seeDoor(input),
    failures: showingNamed,
  }),
  operation({
    method: 'POST',
    path: '/v1/scans',
    id: 'uploadScans',
    act: 'uploadScans',
    summary: 'Upload scans',
    description:
      'What a door let in while it was offline. Neither the order nor how often a scan is sent makes a difference: the earliest scan of a ticket let its bearer in, and `again` names each further one.',
    input: uploadInput,
    output: uploadedOutput,
    run: (office, input) => office.tickets.uploadScans(input),
  }),
]
