import type { FailureDetails } from './failure-details.ts'
import { type FailureCode, type FailureOf, failure } from './failures.ts'
import { retryAfterSeconds } from './limits.ts'

/** What an operation answers: its value, or an expected refusal as data. Bugs are thrown instead. */
export type Result<T> = Accepted<T> | Refused

interface Accepted<T> {
  readonly ok: true
  readonly value: T
}

export interface Refused<C extends FailureCode = FailureCode> {
  readonly ok: false
  readonly failure: FailureOf<C>
}

export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value }
}

export function refuse<C extends FailureCode>(code: C, details: FailureDetails[C]): Refused<C> {
  return { ok: false, failure: failure(code, details) }
}

export const refusedBusy = refuse('busy', { retryAfterSeconds })
export const refusedUnknown = refuse('outcome_unknown', { retryAfterSeconds })
