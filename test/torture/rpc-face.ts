import * as z from 'zod'
import { failureTable } from '../../worker/domain/failures.ts'
import { bookingOutput, cancelledOutput } from '../../worker/domain/schemas.ts'
import type { Effect, Outcome, Request } from '../judge/history.ts'
import type { Call, Reply } from './caller.ts'
import { type Face, failureCode, jsonOf, undocumented } from './face.ts'

/** The tRPC face over plain HTTP, so that the answer is kept as it came. */
export const rpcFace: Face = { says, means }

function says(request: Request, key: string | undefined): Call {
  const [procedure, input] = procedureOf(request)
  return {
    method: 'POST',
    path: `/trpc/booking.${procedure}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...input, ...(key === undefined ? {} : { idempotencyKey: key }) }),
  }
}

function procedureOf(request: Request): [procedure: string, input: object] {
  switch (request.kind) {
    case 'book': {
      const { showing, seats, name, phone } = request
      return ['create', { showing, seats, name, phone }]
    }
    case 'move': {
      const { booking: id, showing, seats } = request
      return ['move', { id, showing, seats }]
    }
    case 'cancel':
      return ['cancel', { id: request.booking }]
    case 'cancelByName':
      return ['cancelByName', { name: request.name }]
  }
}

const booking = z.strictObject({ result: z.strictObject({ data: bookingOutput.strict() }) })
const cancelled = z.strictObject({ result: z.strictObject({ data: cancelledOutput.strict() }) })
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
  const told = booking.safeParse(answer).data?.result.data
  return told && { bookings: [told.id], showing: told.showing.id, seats: told.seats }
}
