import type { Context } from 'hono'
import { type Failure, failureTable } from '../domain/failures.ts'
import { metrics } from '../metrics.ts'
import { failureHeaders } from './failure-headers.ts'

/** The status of a route's own failures, by the classic contract; elsewhere each failure has its own. */
export type RouteFailureStatus = 400 | 500 | 'own'

/** How the faces without tRPC say a failure: the classic envelope. */
export function answerFailure(context: Context, failure: Failure, routeStatus: RouteFailureStatus): Response {
  metrics.refusals.add({ code: failure.code })
  const rule = failureTable[failure.code]
  const status = routeStatus === 'own' || rule.classic === 'own' ? rule.http : routeStatus
  return context.json({ msg: failure.message, status, code: failure.code }, status, failureHeaders([failure]))
}
