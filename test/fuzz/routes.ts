import type { AnyTRPCRouter } from '@trpc/server'
import * as z from 'zod'
import { bookFields, updateFields, viewQuery } from '../../worker/faces/classic/fields.ts'
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

export type Route = ClassicRoute | Procedure

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
