import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import * as z from 'zod'
import { type FailureCode, failureTable } from '../../worker/domain/failures.ts'
import { problemDetails } from '../openapi/problem-details.ts'
import type { ClassicRoute, RestRoute } from './routes.ts'

const isCode = (code: string): code is FailureCode => Object.hasOwn(failureTable, code)
const code = z.custom<FailureCode>((value) => typeof value === 'string' && isCode(value))

const classicFailure = z.strictObject({ msg: z.string().min(1), status: z.int(), code })

const rpcFailure = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    code: z.int(),
    data: z.strictObject({
      code: z.string(),
      httpStatus: z.int(),
      failure: z.strictObject({ code, message: z.string(), details: z.record(z.string(), z.unknown()) }),
    }),
  }),
})

export interface ToldFailure {
  readonly code: FailureCode
  /** What the table of failures does not bear out. */
  readonly wrong: readonly string[]
}

/** A classic failure, held against the table of failures; undefined where it is none. */
export function classicFailureOf(
  body: unknown,
  status: number,
  route: ClassicRoute | undefined,
): ToldFailure | undefined {
  const told = classicFailure.safeParse(body).data
  if (told === undefined) return undefined
  const rule = failureTable[told.code]
  const expected =
    rule.classic === 'own' ? [rule.http] : route?.fails === undefined ? [400, 500] : [route.fails]
  return {
    code: told.code,
    wrong: [
      ...unless(told.status === status, `says status ${told.status}, came with ${status}`),
      ...unless(
        expected.some((one) => one === status),
        `${told.code} came with ${status}, not ${expected.join(' or ')}`,
      ),
    ],
  }
}

/** The same of a tRPC failure. `status` is HTTP's, where it is this failure's alone. */
export function rpcFailureOf(body: unknown, status: number | undefined): ToldFailure | undefined {
  const told = rpcFailure.safeParse(body).data
  if (told === undefined) return undefined
  const { message, code: number, data } = told.error
  const { rpc, http } = failureTable[data.failure.code]
  return {
    code: data.failure.code,
    wrong: [
      ...unless(message === data.failure.message, 'two messages for one failure'),
      ...unless(data.code === rpc, `${data.failure.code} has the code ${data.code}, not ${rpc}`),
      ...unless(number === TRPC_ERROR_CODES_BY_KEY[rpc], `${rpc} has the number ${number}`),
      ...unless(data.httpStatus === http, `${data.failure.code} says ${data.httpStatus}, not ${http}`),
      ...unless(
        status === undefined || status === http,
        `${data.failure.code} came with ${status}, not ${http}`,
      ),
    ],
  }
}

const problem = z.object({
  type: z.string(),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  code,
})

/** The same of a problem, which its operation must have documented. */
export function problemOf(
  body: unknown,
  { status, media }: { status: number; media: string | undefined },
  route: RestRoute | undefined,
): ToldFailure | undefined {
  const told = problem.safeParse(body).data
  if (told === undefined) return undefined
  const { http } = failureTable[told.code]
  const head = Object.keys(problem.shape)
  const details = Object.fromEntries(Object.entries(Object(body)).filter(([name]) => !head.includes(name)))
  const isWhole = problemDetails[told.code].strict().safeParse(details).success
  return {
    code: told.code,
    wrong: [
      ...unless(media === 'application/problem+json', `a problem is sent as ${media}`),
      ...unless(told.type === `/problems/${told.code}`, `${told.code} has the type ${told.type}`),
      ...unless(told.status === status && http === status, `${told.code} came with ${status}, not ${http}`),
      ...unless(isWhole, `${told.code} tells other details: ${JSON.stringify(details)}`),
      ...unless(route?.failures.includes(told.code) ?? true, `${told.code} is not documented there`),
    ],
  }
}

function unless(holds: boolean, complaint: string): string[] {
  return holds ? [] : [complaint]
}
