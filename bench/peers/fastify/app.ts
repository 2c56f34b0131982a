import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { nanoid } from 'nanoid'
import { type LocalTime, planOf, showingAt, timeOf } from './house.ts'
import { bookSchema, deleteSchema, seatsSchema, updateSchema, viewSchema } from './schemas.ts'
import type { Booking, Store } from './store.ts'

/** Of 6 bits each. */
const randomCharacters = 22
const expiresAfterMs = 8 * 60 * 60_000

interface BookBody extends LocalTime {
  readonly name: string
  readonly phn: string
  readonly tickets: number
  readonly seats: readonly string[]
}

/** The routes over a store. */
export function bookingApp(store: Store, seats: number): FastifyInstance {
  const plan = planOf(seats)
  const labels = new Set(plan)
  const app = Fastify({ routerOptions: { maxParamLength: 1_000 } })
  app.setErrorHandler<FastifyError>(answerError)
  app.addHook('onClose', () => store.close())

  app.post<{ Body: BookBody }>('/book', { schema: bookSchema }, async ({ body }, reply) => {
    if (body.tickets !== body.seats.length) {
      return reply.code(400).send(failure(400, 'invalid_request', 'Choose as many seats as tickets.'))
    }
    const unknown = body.seats.find((seat) => !labels.has(seat))
    if (unknown !== undefined) {
      return reply.code(400).send(failure(400, 'invalid_request', `There is no seat ${unknown}.`))
    }
    const now = Date.now()
    const booking: Booking = {
      id: newId(now),
      showing: showingAt(body),
      name: body.name,
      phone: body.phn,
      seats: body.seats,
      status: 'booked',
      bookedAt: now,
    }
    const taken = await store.book(booking)
    if (taken.length > 0) return reply.code(400).send(failure(400, 'seats_taken', soldText(taken)))
    return { msg: 'Booked successfully', status: 200, ticketID: booking.id }
  })

  app.get<{ Params: { ticketID: string } }>(
    '/view/:ticketID',
    { schema: viewSchema },
    async ({ params }, reply) => {
      const booking = await store.find(params.ticketID)
      if (booking === undefined) return reply.code(500).send(notFound('There is no such booking.'))
      return { info: infoOf(booking), status: 200 }
    },
  )

  app.get<{ Querystring: LocalTime }>('/seats', { schema: seatsSchema }, async ({ query }) => {
    const showing = showingAt(query)
    const sold = new Set(await store.soldSeats(showing))
    return {
      showing,
      free: plan.filter((label) => !sold.has(label)),
      sold: plan.filter((label) => sold.has(label)),
    }
  })

  app.put<{ Body: LocalTime & { ticketID: string } }>(
    '/update',
    { schema: updateSchema },
    async ({ body }, reply) => {
      const taken = await store.move(body.ticketID, showingAt(body))
      if (taken === undefined) return reply.code(500).send(notFound('There is no such booking.'))
      if (taken.length > 0) return reply.code(500).send(failure(500, 'seats_taken', soldText(taken)))
      return { msg: 'Updated successfully', status: 200 }
    },
  )

  app.delete<{ Params: { name: string } }>(
    '/delete/:name',
    { schema: deleteSchema },
    async ({ params }, reply) => {
      const deleted = await store.cancelAll(params.name)
      if (deleted === 0) return reply.code(500).send(notFound('There is no booking of that name.'))
      return { msg: 'Deleted successfully', status: 200, deleted }
    },
  )

  return app
}

/** It begins with the time: new ids are neighbours in the index, and a commit writes few of its pages. */
function newId(now: number): string {
  return `bk_${now.toString(36)}${nanoid(randomCharacters)}`
}

function infoOf({ id, showing, name, phone, seats, status, bookedAt }: Booking) {
  const { date, time } = timeOf(showing)
  const startsAt = Date.parse(`${date}T${time}Z`)
  return {
    date,
    name,
    phn: phone,
    seats,
    ticketID: id,
    tickets: seats.length,
    time,
    status,
    starts_at: new Date(startsAt).toISOString(),
    expires_at: new Date(startsAt + expiresAfterMs).toISOString(),
    booked_at: new Date(bookedAt).toISOString(),
  }
}

function soldText(taken: readonly string[]): string {
  return taken.length === 1
    ? `Seat ${taken[0]} is already sold. Choose other seats.`
    : `Seats ${taken.join(', ')} are already sold. Choose other seats.`
}

function notFound(msg: string) {
  return failure(500, 'booking_not_found', msg)
}

function failure(status: number, code: string, msg: string) {
  return { msg, status, code }
}

function answerError(error: FastifyError, _: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode: status = 500, message } = error
  if (status < 500) return reply.code(status).send(failure(status, 'invalid_request', message))
  console.error(error)
  return reply.code(500).send(failure(500, 'internal_error', 'Something went wrong.'))
}
