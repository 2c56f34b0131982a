import * as z from 'zod'
import { failureTable } from '../../worker/domain/failures.ts'
import { bookingOutput, cancelledOutput, holdOutput, releasedOutput } from '../../worker/domain/schemas.ts'
import type { BookRequest, Effect, HoldRequest, Outcome, Request } from '../judge/history.ts'
import type { Call, Reply } from './caller.ts'
import { type Face, failureCode, jsonOf, undocumented } from './face.ts'

/** The tRPC face over plain HTTP, so that the answer is kept as it came. */
export const rpcFace: Face = { says, means }

function says(request: Request, key: string | undefined): Call {
  const [procedure, input] = procedureOf(request)
  return {
    method: 'POST',
    path: `/trpc/${procedure}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...input, ...(key === undefined ? {} : { idempotencyKey: key }) }),
  }
}

function procedureOf(request: Request): [procedure: string, input: object] {
  switch (request.kind) {
    case 'book': {
      const { name, phone } = request
      return ['booking.create', { ...seatsOf(request), name, phone }]
    }
    case 'hold':
      return ['hold.place', seatsOf(request)]
    case 'release':
      return ['hold.release', { id: request.hold }]
    case 'block':
    case 'unblock':
      return [`showing.${request.kind}`, { showing: request.showing, seats: request.seats }]
    case 'move': {
      const { booking: id, showing, seats } = request
      return ['booking.move', { id, showing, seats }]
    }
    case 'cancel':
      return ['booking.cancel', { id: request.booking }]
    case 'cancelByName':
      return ['booking.cancelByName', { name: request.name }]
    case 'admit':
      throw new Error('the visitors let nobody in')
  }
}

function seatsOf(request: BookRequest | HoldRequest): object {
  if ('hold' in request) return { hold: request.hold, showing: request.showing }
  const { showing } = request
  if ('seats' in request) return { showing, seats: request.seats }
  const { count, together } = request
  return { showing, best: { count, together } }
}

const booking = z.strictObject({ result: z.strictObject({ data: bookingOutput.strict() }) })
const cancelled = z.strictObject({ result: z.strictObject({ data: cancelledOutput.strict() }) })
const held = z.strictObject({ result: z.strictObject({ data: holdOutput.strict() }) })
const released = z.strictObject({ result: z.strictObject({ data: releasedOutput.strict() }) })
const failed = z.object({
  error: z.object({
    message: z.string().min(1),
    data: z.object({
      code: z.string(),
      httpStatus: z.int(),
      failure: z.object({
        code: failureCode,
        details: z.object({ seats: z.array(z.string()).default([]) }),
      }),
    }),
  }),
})

function means(request: Request, reply: Reply): Outcome {
  const answer = jsonOf(reply.text)
  if (reply.status === 200) {
    const effect = effectOf(request, answer)
    return effect === undefined ? undocumented : { kind: 'done', effect }
  }
  const data = failed.safeParse(answer).data?.error.data
  if (data === undefined) return undocumented
  const { http, rpc } = failureTable[data.failure.code]
  if (reply.status !== http || data.httpStatus !== http || data.code !== rpc) return undocumented
  return { kind: 'refused', code: data.failure.code, seats: data.failure.details.seats }
}

function effectOf({ kind }: Request, answer: unknown): Effect | undefined {
  if (kind === 'cancelByName') {
    const told = cancelled.safeParse(answer).data?.result.data
    return told && { bookings: told.cancelled }
  }
  if (kind === 'release') return released.safeParse(answer).success ? {} : undefined
  if (kind === 'hold') {
    const told = held.safeParse(answer).data?.result.data
    if (told === undefined) return undefined
    const { id, showing, seats, expiresAt } = told
    return { hold: { id, expiresAt: Date.parse(expiresAt) }, showing, seats }
  }
  const told = booking.safeParse(answer).data?.result.data
  return told && { bookings: [told.id], showing: told.showing.id, seats: told.seats }
}
