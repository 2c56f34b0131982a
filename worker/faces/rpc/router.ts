import { historyInput, historyOutput } from '../../domain/history-schemas.ts'
import {
  blockSeatsInput,
  bookInput,
  bookingInput,
  bookingOutput,
  bookingPageOutput,
  cancelByNameInput,
  cancelInput,
  cancelledOutput,
  findInput,
  foundOutput,
  holdInput,
  holdOutput,
  listInput,
  moveInput,
  placeHoldInput,
  planOutput,
  releaseHoldInput,
  releasedOutput,
  seatsOutput,
  showingInput,
  showingOutput,
} from '../../domain/schemas.ts'
import { ticketsOutput } from '../../domain/ticket-schemas.ts'
import { keyRouter } from './key-router.ts'
import { movieRouter, programmeProcedures, screenRouter, venueRouter } from './programme-router.ts'
import { doorRouter, ticketRouter } from './ticket-router.ts'
import { personRouter } from './person-router.ts'
import { procedure, router, valueOf } from './trpc.ts'
import { webhookRouter } from './webhook-router.ts'

export const appRouter = router({
  key: keyRouter,
  ticket: ticketRouter,
  door: doorRouter,
  webhook: webhookRouter,
  venue: venueRouter,
  screen: screenRouter,
  movie: movieRouter,
  person: personRouter,
  booking: router({
    create: procedure
      .input(bookInput)
      .output(bookingOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.book(opts.input))),
    get: procedure
      .input(bookingInput)
      .output(bookingOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.seeBooking(opts.input))),
    tickets: procedure
      .input(bookingInput)
      .output(ticketsOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.tickets.seeTickets(opts.input))),
    list: procedure
      .input(listInput)
      .output(bookingPageOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.listBookings(opts.input))),
    // A query's input would be in its address.
    find: procedure
      .input(findInput)
      .output(foundOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.findBookings(opts.input))),
    history: procedure
      .input(historyInput)
      .output(historyOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.seeHistory(opts.input))),
    move: procedure
      .input(moveInput)
      .output(bookingOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.move(opts.input))),
    cancel: procedure
      .input(cancelInput)
      .output(bookingOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.cancel(opts.input))),
    cancelByName: procedure
      .input(cancelByNameInput)
      .output(cancelledOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.cancelByName(opts.input))),
  }),
  hold: router({
    place: procedure
      .input(placeHoldInput)
      .output(holdOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.placeHold(opts.input))),
    get: procedure
      .input(holdInput)
      .output(holdOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.seeHold(opts.input))),
    release: procedure
      .input(releaseHoldInput)
      .output(releasedOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.releaseHold(opts.input))),
  }),
  showing: router({
    ...programmeProcedures,
    get: procedure
      .input(showingInput)
      .output(showingOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.seeShowing(opts.input))),
    block: procedure
      .input(blockSeatsInput)
      .output(seatsOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.blockSeats(opts.input))),
    unblock: procedure
      .input(blockSeatsInput)
      .output(seatsOutput)
      .mutation(async (opts) => valueOf(await opts.ctx.office.unblockSeats(opts.input))),
    plan: procedure
      .input(showingInput)
      .output(planOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.seePlan(opts.input))),
    seats: procedure
      .input(showingInput)
      .output(seatsOutput)
      .query(async (opts) => valueOf(await opts.ctx.office.seeSeats(opts.input))),
  }),
})

export type AppRouter = typeof appRouter
