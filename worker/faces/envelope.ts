import type { Context } from 'hono'
import { type Failure, failureTable, retryAfterOf } from '../domain/failures.ts'

/** The status of a route's own failures, by the classic contract. */
export type RouteFailureStatus = 400 | 500

/** How the faces without tRPC say a failure: the classic envelope. */
export function answerFailure(context: Context, failure: Failure, routeStatus: RouteFailureStatus): Response {
  const rule = failureTable[failure.code]
  const status = rule.classic === 'own' ? rule.http : routeStatus
  const retryAfter = retryAfterOf(failure)
  if (retryAfter !== undefined) context.header('Retry-After', String(retryAfter))
  if (failure.code === 'method_not_allowed') context.header('Allow', failure.details.allowed.join(', '))
  return context.json({ msg: failure.message, status, code: failure.code }, status)
}
