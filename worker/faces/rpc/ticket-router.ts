import { ticketInput, ticketOutput } from '../../domain/ticket-schemas.ts'
import { procedure, router, valueOf } from './trpc.ts'

export const ticketRouter = router({
  get: procedure
    .input(ticketInput)
    .output(ticketOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.tickets.seeTicket(opts.input))),
})
