import type { AnyTRPCRouter } from '@trpc/server'
import * as z from 'zod'
import { bookFields, updateFields, viewQuery } from '../../worker/faces/classic/fields.ts'
import { rolesFor } from '../../worker/domain/access.ts'
import type { FailureCode } from '../../worker/domain/failures.ts'
import { restOperations } from '../../worker/faces/rest/operations.ts'
import { documentedFailures } from '../openapi/rest.ts'
import { appRouter } from '../../worker/faces/rpc/router.ts'
import {
  aliveAnswer,
  bookedAnswer,
  deletedAnswer,
  listedAnswer,
  readyAnswer,
  updatedAnswer,
  viewedAnswer,
  welcomeAnswer,
} from './classic-answers.ts'

/** What the fuzz knows of a classic route. */
export interface ClassicRoute {
  readonly face: 'classic'
  readonly label: string
  readonly method: string
  /** `:id` and `:name` in it are filled from the vocabulary. */
  readonly path: string
  readonly body?: z.ZodType
  readonly query?: z.ZodType
  readonly answer: z.ZodType
  /** The status of the route's own failures. */
  readonly fails?: 400 | 500
  /** How often among the others. */
  readonly weight: number
}

export interface Procedure {
  readonly face: 'rpc'
  readonly label: string
  readonly name: string
  readonly type: 'query' | 'mutation'
  readonly input: z.ZodType
  readonly answer: z.ZodType
}

export interface RestRoute {
  readonly face: 'rest'
  readonly label: string
  readonly method: string
  /** Fields of the input stand in it, in braces. */
  readonly path: string
  readonly input: z.ZodType
  readonly answer: z.ZodType
  /** Of a success. */
  readonly status: number
  readonly cacheControl: string
  readonly isFile: boolean
  readonly isForStaff: boolean
  readonly failures: readonly FailureCode[]
  /** What its fields are about: `booking`. */
  readonly noun: string
  readonly weight: number
}

export type Route = ClassicRoute | Procedure | RestRoute

type Options = Partial<Pick<ClassicRoute, 'body' | 'query' | 'fails' | 'weight'>> & { answer: z.ZodType }

function classic(method: string, path: string, options: Options): ClassicRoute {
  return { face: 'classic', label: `${method} ${path}`, method, path, weight: 1, ...options }
}

/** A new route is one line here. More bookings than cancellations, so that there is always something to change. */
export const classicRoutes: readonly ClassicRoute[] = [
  classic('GET', '/', { answer: welcomeAnswer }),
  classic('POST', '/book', { body: bookFields, answer: bookedAnswer, fails: 400, weight: 6 }),
  classic('GET', '/view/:id', { answer: viewedAnswer, fails: 500 }),
  classic('GET', '/view', { query: viewQuery, answer: listedAnswer, fails: 500 }),
  classic('PUT', '/update', { body: updateFields, answer: updatedAnswer, fails: 500 }),
  classic('PATCH', '/update', { body: updateFields, answer: updatedAnswer, fails: 500 }),
  classic('DELETE', '/delete/:name', { answer: deletedAnswer, fails: 500 }),
  classic('GET', '/healthz', { answer: aliveAnswer }),
  classic('GET', '/readyz', { answer: readyAnswer }),
]

/** Of a spoiled address, which may be none or another one; and of a body where none belongs. */
const ofSpoiled: readonly FailureCode[] = [
  'route_not_found',
  'method_not_allowed',
  'body_too_large',
  'body_too_slow',
]

/** Read off the operations of `/v1`: a new one is fuzzed without being listed. */
export const restRoutes: readonly RestRoute[] = Object.entries(restOperations).flatMap(([tag, operations]) =>
  operations.map((operation): RestRoute => {
    const { id, method, path, input, output, status, cacheControl, media } = operation
    return {
      face: 'rest',
      label: `REST ${id}`,
      method,
      path,
      input,
      // Nothing is answered where something is gone.
      answer: status === 204 ? z.literal('') : output,
      status,
      cacheControl,
      isFile: media !== 'application/json',
      isForStaff: rolesFor(operation.act) !== undefined,
      failures: [...documentedFailures(operation), ...ofSpoiled],
      noun: tag.replace(/s$/, ''),
      weight: id === 'createBooking' ? 4 : 1,
    }
  }),
)

const schema = z.custom<z.ZodType>((value) => value instanceof z.ZodType)
const definition = z.object({
  type: z.enum(['query', 'mutation']),
  inputs: z.tuple([schema]),
  output: schema,
})

/** The router under a type that names no procedure: those are read, not known. */
const router: AnyTRPCRouter = appRouter

/** Read off the router itself: a new procedure is fuzzed without being listed. */
export const procedures: readonly Procedure[] = Object.entries<{ readonly _def: unknown }>(
  description(router).procedures,
).map(([name, procedure]): Procedure => {
  const { type, inputs, output } = definition.parse(description(procedure))
  return { face: 'rpc', label: `tRPC ${name}`, name, type, input: inputs[0], answer: output }
})

function description<T>(of: { readonly _def: T }): T {
  // oxlint-disable-next-line no-underscore-dangle -- the only place where tRPC keeps it
  return of._def
}
