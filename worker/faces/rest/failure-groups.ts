import type { FailureCode } from '../../domain/failures.ts'

/** Of whatever names a showing. */
export const showingNamed = [
  'showing_not_found',
  'screen_not_found',
  'showing_too_far',
] as const satisfies FailureCode[]

/** Of whatever takes seats. */
export const selling = [
  'seats_unknown',
  'seats_taken',
  'seats_held',
  'seats_blocked',
  'not_enough_seats',
  'single_stranded',
  'showing_cancelled',
  'showing_not_on_sale',
  'showing_closed',
] as const satisfies FailureCode[]

/** Of whatever keeps an idempotency key. */
export const keyed = ['idempotency_key_reused', 'booking_erased'] as const satisfies FailureCode[]
