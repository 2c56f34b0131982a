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
export class TicketOffice {
  readonly #visit: Visit

  constructor(visit: Visit) {
    this.#visit = visit
  }

  seeTickets(input: { id: string }): Promise<Result<Tickets>> {
    return seeTickets(this.#visit, input)
  }

  seeTicket(input: { code: string }): Promise<Result<TicketView>> {
    return seeTicket(this.#visit, input)
  }

  async seeTicketKeys(): Promise<Result<TicketKeySet>> {
    return accept(await this.#visit.ticketSigner.keySet())
  }

  admit(input: AdmitInput): Promise<Result<Admitted>> {
    return admit(this.#visit, input)
  }

  seeDoor(input: { showing: ShowingRef }): Promise<Result<DoorView>> {
    return seeDoor(this.#visit, input)
  }

  uploadScans(input: UploadInput): Promise<Result<Uploaded>> {
    return uploadScans(this.#visit, input)
  }
}

const guard = guardOf<TicketOffice>()

export function openTickets(visit: Visit): TicketOffice {
  return guard(visit, new TicketOffice(visit))
}
