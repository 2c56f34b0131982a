import * as z from 'zod'
import { failureTable } from '../../worker/domain/failures.ts'
import { parseShowingId } from '../../worker/domain/showing.ts'
import type { Effect, Outcome, Request } from '../judge/history.ts'
import type { Call, Reply } from './caller.ts'
import { type Face, failureCode, jsonOf, undocumented } from './face.ts'

/** The classic REST routes, asked as their clients ask. */
export const classicFace: Face = { says, means }

function says(request: Request, key: string | undefined): Call {
  // The classic clients send JSON as text.
  const headers = {
    'content-type': 'text/plain;charset=UTF-8',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }
  switch (request.kind) {
    case 'book': {
      if (!('seats' in request)) throw new Error('the classic face books seats by their labels')
      const { name, phone: phn, seats, showing } = request
      const body = JSON.stringify({ name, ...dateAndTime(showing), phn, tickets: seats.length, seats })
      return { method: 'POST', path: '/book', headers, body }
    }
    case 'move': {
      if (request.showing === undefined || request.seats !== undefined)
        throw new Error('the classic face moves a booking to another time, and leaves its seats alone')
      const body = JSON.stringify({ ticketID: request.booking, ...dateAndTime(request.showing) })
      return { method: 'PUT', path: '/update', headers, body }
    }
    case 'cancelByName':
      return { method: 'DELETE', path: `/delete/${encodeURIComponent(request.name)}`, headers, body: '' }
    case 'cancel':
    case 'hold':
    case 'release':
    case 'block':
    case 'unblock':
    case 'admit':
      throw new Error('the classic face knows no such request')
  }
}

/** In UTC, the zone of a fresh house. */
function dateAndTime(showing: string): { date: string; time: string } {
  const startsAt = parseShowingId(showing)?.startsAt
  if (startsAt === undefined) throw new Error(`${showing} is no showing's id`)
  const [date = '', time = ''] = new Date(startsAt).toISOString().split('T')
  return { date, time: time.slice(0, 'hh:mm'.length) }
}

const status = z.literal(200)
const booked = z.strictObject({ msg: z.literal('Booked successfully'), status, ticketID: z.string() })
const updated = z.strictObject({ msg: z.literal('Updated successfully'), status })
const deleted = z.strictObject({ msg: z.literal('Deleted successfully'), status, deleted: z.int().min(1) })
const failed = z.strictObject({ msg: z.string().min(1), status: z.int(), code: failureCode })

function means(request: Request, reply: Reply): Outcome {
  const answer = jsonOf(reply.text)
  if (reply.status === 200) {
    const effect = effectOf(request, answer)
    return effect === undefined ? undocumented : { kind: 'done', effect }
  }
  const failure = failed.safeParse(answer).data
  if (failure === undefined || failure.status !== reply.status) return undocumented
  const { classic, http } = failureTable[failure.code]
  const routeStatus = request.kind === 'book' ? 400 : 500
  if (reply.status !== (classic === 'own' ? http : routeStatus)) return undocumented
  return { kind: 'refused', code: failure.code, seats: failure.msg.match(/\b[A-D][1-5]\b/g) ?? [] }
}

/** The classic face tells little: of a booking its id, of a change that it happened. */
function effectOf({ kind }: Request, answer: unknown): Effect | undefined {
  if (kind === 'book') {
    const told = booked.safeParse(answer).data
    return told && { bookings: [told.ticketID] }
  }
  if (kind === 'move') return updated.safeParse(answer).success ? {} : undefined
  const told = deleted.safeParse(answer).data
  return told && { count: told.deleted }
}
