import { TRPCClientError } from '@trpc/client'
import type { Failure } from '../worker/domain/failures.ts'
import type { AppRouter } from '../worker/faces/rpc/router.ts'

/**
 * Why the service refused; undefined where it is no refusal of the service's: no answer, or a bug of the caller's.
 * @example
 * const failure = failureOf(error)
 * if (failure?.code === 'seats_taken') console.log(failure.details.seats)
 */
export function failureOf(error: unknown): Failure | undefined {
  return isFromService(error) ? error.data?.failure : undefined
}

function isFromService(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError
}
