import { type Failure, type FailureCode, failureTable } from '../../domain/failures.ts'
import { metrics } from '../../metrics.ts'
import { answerText } from '../answer-headers.ts'
import { failureHeaders } from '../failure-headers.ts'

export const problemPath = '/problems'
export const problemMedia = 'application/problem+json'

/** What each problem says of itself, by RFC 9457; `code` says the same as `type`, in one word. */
export interface ProblemHead {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: FailureCode
}

/** Details, none of which is named as one of the head's fields; or this does not compile. */
type Beside<D> = D extends unknown ? (Extract<keyof D, keyof ProblemHead> extends never ? D : never) : never

/** How REST says a failure: a problem with the failure's details beside its code. */
export function answerProblem(failure: Failure): Response {
  metrics.refusals.add({ code: failure.code })
  const { code, message, details } = failure
  const { http: status } = failureTable[code]
  const beside: Beside<Failure['details']> = details
  const head: ProblemHead = { ...describeProblem(code), status, detail: message, code }
  const headers = failureHeaders([failure])
  return answerText(JSON.stringify({ ...head, ...beside }), { status, media: problemMedia, headers })
}

/** What is the same of all problems with a code. */
export function describeProblem(code: FailureCode): Pick<ProblemHead, 'type' | 'title'> {
  const words = code.replaceAll('_', ' ')
  return { type: `${problemPath}/${code}`, title: `${words.charAt(0).toUpperCase()}${words.slice(1)}` }
}
