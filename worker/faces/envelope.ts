import { type Failure, failureTable } from '../domain/failures.ts'
import { metrics } from '../metrics.ts'
import { answerText } from './answer-headers.ts'
import { failureHeaders } from './failure-headers.ts'

/** The status of a route's own failures, by the classic contract; elsewhere each failure has its own. */
export type RouteFailureStatus = 400 | 500 | 'own'

/** How the faces without tRPC say a failure: the classic envelope. */
export function answerFailure(failure: Failure, routeStatus: RouteFailureStatus): Response {
  metrics.refusals.add({ code: failure.code })
  const rule = failureTable[failure.code]
  const status = routeStatus === 'own' || rule.classic === 'own' ? rule.http : routeStatus
  const told = { msg: failure.message, status, code: failure.code }
  return answerText(JSON.stringify(told), { status, headers: failureHeaders([failure]) })
}
