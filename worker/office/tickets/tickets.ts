import { type Result, accept } from '../../domain/result.ts'
import type { TicketKeySet } from '../../domain/ticket-keys.ts'
import type { ShowingRef } from '../../domain/schemas.ts'
import type {
  AdmitInput,
  Admitted,
  DoorView,
  TicketView,
  Tickets,
  UploadInput,
  Uploaded,
} from '../../domain/ticket-schemas.ts'
import { guardOf } from '../guard.ts'
import type { Visit } from '../house.ts'
import { admit } from './admit.ts'
import { seeDoor } from './see-door.ts'
import { seeTicket } from './see-ticket.ts'
import { seeTickets } from './see-tickets.ts'
import { uploadScans } from './upload-scans.ts'

/** What people show at the door, and who was let in. */
export interface TicketOffice {
  seeTickets(input: { id: string }): Promise<Result<Tickets>>
  seeTicket(input: { code: string }): Promise<Result<TicketView>>
  seeTicketKeys(): Promise<Result<TicketKeySet>>
  admit(input: AdmitInput): Promise<Result<Admitted>>
  seeDoor(input: { showing: ShowingRef }): Promise<Result<DoorView>>
  uploadScans(input: UploadInput): Promise<Result<Uploaded>>
}

const guard = guardOf<TicketOffice>()

export function openTickets(visit: Visit): TicketOffice {
  return guard(visit, {
    seeTickets: (input) => seeTickets(visit, input),
    seeTicket: (input) => seeTicket(visit, input),
    seeTicketKeys: async () => accept(await visit.ticketSigner.keySet()),
    admit: (input) => admit(visit, input),
    seeDoor: (input) => seeDoor(visit, input),
    uploadScans: (input) => uploadScans(visit, input),
  })
}
