import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import { failure } from '../../domain/failures.ts'
import { seatsPerBookingMax } from '../../domain/limits.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { homeScreen } from '../../domain/fields.ts'
import {
  type BookInput,
  bookingInput,
  cancelByNameInput,
  listInput,
  moveByNameInput,
  moveInput,
} from '../../domain/schemas.ts'
import { failureOfThrown } from '../../office/thrown.ts'
import { answerText } from '../answer-headers.ts'
import { type RouteFailureStatus, answerFailure } from '../envelope.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { fieldsOf, readFields } from './body.ts'
import { bookFields, ticketCount, updateFields, viewQuery } from './fields.ts'
import { classicInfo } from './info.ts'

/** The classic REST routes. Their contract is older than this project and kept to the letter. */
export function classicRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/', (c) => c.json({ msg: 'Welcome to Ticket Booking System', status: 200 }))

  routes.post(
    '/book',
    answering(400, async (c) => {
      const input = await readBooking(c)
      if (!input.ok) return input
      const booked = await c.get('office').book(input.value)
      return booked.ok
        ? accept({ msg: 'Booked successfully', status: 200, ticketID: booked.value.id })
        : booked
    }),
  )

  routes.get(
    '/view/:ticketID',
    answering(500, async (c) => {
      const input = parsed(bookingInput, { id: c.req.param('ticketID') })
      const seen = input.ok ? await c.get('office').seeBooking(input.value) : noSuchBooking
      return seen.ok ? accept({ info: classicInfo(seen.value), status: 200 }) : seen
    }),
  )

  routes.get(
    '/view',
    answering(500, async (c) => {
      const input = readQuery(c)
      const listed = input.ok ? await c.get('office').listBookings(input.value) : input
      if (!listed.ok) return listed
      const { bookings, next } = listed.value
      return accept({
        AllTickets: bookings.map(classicInfo),
        status: 200,
        ...(next === undefined ? {} : { next }),
      })
    }),
  )

  routes.on(
    ['PUT', 'PATCH'],
    '/update',
    answering(500, async (c) => {
      const moved = await update(c)
      return moved.ok ? accept({ msg: 'Updated successfully', status: 200 }) : moved
    }),
  )

  routes.delete(
    '/delete/:name',
    answering(500, async (c) => {
      const input = parsed(cancelByNameInput, {
        name: c.req.param('name'),
        idempotencyKey: idempotencyKeyOf(c),
      })
      const cancelled = input.ok ? await c.get('office').cancelByName(input.value) : input
      if (!cancelled.ok) return cancelled
      return accept({ msg: 'Deleted successfully', status: 200, deleted: cancelled.value.cancelled.length })
    }),
  )

  for (const [path, allowed] of methodsOf) {
    routes.all(path, () => answerFailure(failure('method_not_allowed', { allowed }), 500))
  }
  return routes
}

/** One of the classic routes, or below one. */
export function isClassic(path: string): boolean {
  return /^\/(?:book|view|update|delete)(?:\/|$)/.test(path)
}

const methodsOf: [path: string, allowed: string[]][] = [
  ['/', ['GET']],
  ['/book', ['POST']],
  ['/view/:ticketID?', ['GET']],
  ['/update', ['PUT', 'PATCH']],
  ['/delete/:name', ['DELETE']],
]

const noSuchBooking = refuse('booking_not_found', { by: 'id' })

/** Runs a route and renders what it answers, or what became of it. */
function answering(routeStatus: RouteFailureStatus, run: (c: Context<Visited>) => Promise<Result<object>>) {
  return async (c: Context<Visited>): Promise<Response> => {
    const answer = await run(c).catch((error: unknown) => ({
      ok: false as const,
      failure: failureOfThrown(error, c.get('requestId')),
    }))
    return answer.ok ? answerText(JSON.stringify(answer.value)) : answerFailure(answer.failure, routeStatus)
  }
}

async function readBooking(c: Context): Promise<Result<BookInput>> {
  const body = await readFields(c.req)
  if (!body.ok) return body
  const count = 'tickets' in body.value ? ticketCount.safeParse(body.value.tickets).data : undefined
  if (count !== undefined && count > seatsPerBookingMax) {
    return refuse('too_many_seats', { max: seatsPerBookingMax })
  }
  const fields = parsed(bookFields, { ...body.value, idempotencyKey: idempotencyKeyOf(c) })
  if (!fields.ok) return fields
  const { name, phn: phone, date, time, seats, tickets, idempotencyKey } = fields.value
  if (tickets !== seats.length) {
    const problem = `is ${tickets}, but the seats named are ${seats.length}; make them agree`
    return refuse('invalid_request', { issues: [{ field: 'tickets', problem }] })
  }
  return accept({ showing: { date, time, screen: homeScreen }, seats, name, phone, idempotencyKey })
}

function readQuery(c: Context): Result<z.output<typeof listInput>> {
  const pairs = fieldsOf(new URL(c.req.url).searchParams)
  const query = pairs.ok ? parsed(viewQuery, pairs.value) : pairs
  return query.ok ? parsed(listInput, query.value) : query
}

async function update(c: Context<Visited>) {
  const body = await readFields(c.req)
  const fields = body.ok ? parsed(updateFields, body.value) : body
  if (!fields.ok) return fields
  const { name, ticketID, time, date } = fields.value
  const showing = { time, ...(date === undefined ? {} : { date }) }
  if (ticketID === undefined) {
    const input = parsed(moveByNameInput, { name, showing, idempotencyKey: idempotencyKeyOf(c) })
    return input.ok ? c.get('office').moveByName(input.value) : input
  }
  if (!bookingInput.safeParse({ id: ticketID }).success) return noSuchBooking
  const input = parsed(moveInput, { id: ticketID, showing, idempotencyKey: idempotencyKeyOf(c) })
  return input.ok ? c.get('office').move(input.value) : input
}
