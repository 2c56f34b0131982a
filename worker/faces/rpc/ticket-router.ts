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
import { procedure, router, valueOf } from './trpc.ts'

export const ticketRouter = router({
  get: procedure
    .input(ticketInput)
    .output(ticketOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.tickets.seeTicket(opts.input))),
  admit: procedure
    .input(admitInput)
    .output(admittedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.tickets.admit(opts.input))),
})

/** What a door needs that may be offline. */
export const doorRouter = router({
  get: procedure
    .input(showingInput)
    .output(doorOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.tickets.seeDoor(opts.input))),
  upload: procedure
    .input(uploadInput)
    .output(uploadedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.tickets.uploadScans(opts.input))),
})
