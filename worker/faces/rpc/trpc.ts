import { TRPCError, initTRPC } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY, type TRPC_ERROR_CODE_NUMBER } from '@trpc/server/rpc'
import * as z from 'zod'
import { type Failure, failure, failureTable } from '../../domain/failures.ts'
import { fieldIssues } from '../../domain/issues.ts'
import { bodyBytesMax } from '../../domain/limits.ts'
import type { Result } from '../../domain/result.ts'
import { failureOfThrown } from '../../office/thrown.ts'
import type { RpcContext } from './context.ts'

/** Carries a refusal through tRPC, which knows thrown errors only. */
class Refusal extends Error {
  override name = 'Refusal'
  readonly failure: Failure

  constructor(refused: Failure) {
    super(refused.message)
    this.failure = refused
  }
}

interface Asked {
  readonly path?: string | undefined
  readonly requestId?: string
}

const failures = new WeakMap<TRPCError, Failure>()

/** What an error is as a failure; decided once, so that a bug is logged once. */
export function failureOfError(error: TRPCError, asked: Asked): Failure {
  const known = failures.get(error) ?? classify(error, asked)
  failures.set(error, known)
  return known
}

function classify(error: TRPCError, { path = '', requestId = 'unknown' }: Asked): Failure {
  const { cause } = error
  if (cause instanceof Refusal) return cause.failure
  if (error.code === 'BAD_REQUEST' && cause instanceof z.ZodError) {
    return failure('invalid_request', { issues: fieldIssues(cause) })
  }
  switch (error.code) {
    case 'NOT_FOUND':
      return failure('route_not_found', { path })
    case 'METHOD_NOT_SUPPORTED':
      return failure('method_not_allowed', { allowed: ['GET', 'POST'] })
    case 'PAYLOAD_TOO_LARGE':
      return failure('body_too_large', { maxBytes: bodyBytesMax })
    case 'PARSE_ERROR':
    case 'BAD_REQUEST':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return unreadable
    default:
      return failureOfThrown(cause ?? error, requestId)
  }
}

export const unreadable = failure('invalid_request', {
  issues: [{ field: '', problem: 'The call is not a readable tRPC request.' }],
})

const t = initTRPC.context<RpcContext>().create({
  isDev: false,
  // tRPC and Drizzle together would quote a failing statement and its parameters: no message of theirs goes out.
  errorFormatter: ({ error, path }) => shapeOf(failureOfError(error, { path })),
})

export const { router, procedure } = t

function codesOf(refused: Failure) {
  const { rpc, http } = failureTable[refused.code]
  return { code: rpc, httpStatus: http }
}

/** A refusal as the value of tRPC's `error`: its number is that of our code, whatever tRPC's own would be. */
export function shapeOf(refused: Failure) {
  const data = { ...codesOf(refused), failure: refused }
  const code: TRPC_ERROR_CODE_NUMBER = TRPC_ERROR_CODES_BY_KEY[data.code]
  return { message: refused.message, code, data }
}

/** The value of a result; a refusal is thrown for the error formatter to render. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw refusalError(result.failure)
}

function refusalError(refused: Failure): TRPCError {
  return new TRPCError({ code: failureTable[refused.code].rpc, cause: new Refusal(refused) })
}
