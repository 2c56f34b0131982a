import type { FailureCode } from '../../worker/domain/failures.ts'
import type { Result } from '../../worker/domain/result.ts'
import type {
  BookInput,
  Booking,
  CancelByNameInput,
  CancelInput,
  Cancelled,
  MoveInput,
} from '../../worker/domain/schemas.ts'

export type Request =
  | { readonly kind: 'book'; readonly input: BookInput }
  | { readonly kind: 'move'; readonly input: MoveInput }
  | { readonly kind: 'cancel'; readonly input: CancelInput }
  | { readonly kind: 'cancelByName'; readonly input: CancelByNameInput }

export type Answer = Result<Booking | Cancelled>

export interface Attempt {
  readonly sentAt: number
  readonly answeredAt: number
  readonly answer: Answer
  /** The ids that were made for it: at most one of the events can become true. */
  readonly eventIds: readonly string[]
  readonly bookingIds: readonly string[]
}

/** One request, with all its tries. */
export interface Operation {
  readonly request: Request
  readonly attempts: Attempt[]
}

export function codeOf({ answer }: Attempt): FailureCode | 'ok' {
  return answer.ok ? 'ok' : answer.failure.code
}

/** Not known to have had an effect, nor to have had none. */
export function isOpen({ attempts }: Operation): boolean {
  const last = attempts.at(-1)
  return last === undefined || codeOf(last) === 'outcome_unknown'
}

export function describe({ request, attempts }: Operation): string {
  const tries = attempts.map((one) => {
    const outcome = one.answer.ok
      ? JSON.stringify(one.answer.value)
      : `${codeOf(one)} ${JSON.stringify(one.answer.failure.details)}`
    return `${one.sentAt}-${one.answeredAt} ${outcome}`
  })
  return `${request.kind} ${JSON.stringify(request.input)}: ${tries.join(' | ')}`
}
