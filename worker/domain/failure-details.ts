import type { Role } from './caller.ts'

/** What each failure tells beside its code, for programs. Its words are in `failures.ts`. */
export interface FailureDetails {
  invalid_request: { issues: FieldIssue[] }
  too_many_seats: { max: number }
  seats_unknown: { seats: string[]; screen: string }
  seats_taken: { seats: string[] }
  seats_held: { seats: string[] }
  seats_blocked: { seats: string[] }
  not_enough_seats: { count: number; free: number }
  single_stranded: { offer: string[] }
  hold_too_large: { max: number }
  too_many_holds: { max: number }
  too_many_tickets: { max: number }
  hold_not_found: { hold: string }
  hold_expired: { hold: string }
  showing_cancelled: { showing: string }
  showing_not_on_sale: { showing: string; opensAt: string }
  showing_closed: { showing: string; closedAt: string }
  showing_too_far: { latest: string }
  showing_not_found: { showing: string }
  screen_not_found: { screen: string }
  screen_exists: { screen: string }
  movie_not_found: { movie: string }
  movie_exists: { movie: string }
  showing_exists: { showing: string }
  showing_past: { showing: string; startsAt: string }
  showing_overlaps: { showing: string; startsAt: string; endsAt: string }
  plan_in_use: { showing: string; sold: number; held: number }
  currency_in_use: { currency: string }
  limit_reached: { of: 'screens' | 'movies' | 'seat plans' | 'staff keys' | 'webhooks'; max: number }
  key_required: { roles: Role[] }
  key_invalid: { scheme: 'Bearer' }
  key_not_found: { key: string }
  webhook_not_found: { webhook: string }
  event_not_found: { event: string }
  role_forbidden: { role: Role; roles: Role[] }
  staff_closed: { missing: 'STAFF_KEY' }
  too_many_requests: { retryAfterSeconds: number; by: 'address' | 'key'; max: number; perSeconds: number }
  booking_not_found: { by: 'id' | 'name' }
  booking_ambiguous: { count: number }
  booking_cancelled: { booking: string }
  booking_expired: { booking: string }
  booking_changed: { booking: string }
  booking_erased: { booking: string }
  ticket_forged: { ticket: string }
  ticket_stale: { showing: string; seat: string }
  ticket_not_found: { showing: string; seat: string }
  ticket_admitted: { showing: string; seat: string; at: string; device: string }
  ticket_elsewhere: { showing: string; startsAt: string }
  ticket_expired: { showing: string; startsAt: string }
  booking_admitted: { booking: string; seats: string[] }
  idempotency_key_reused: { key: string }
  batch_too_large: { max: number }
  busy: { retryAfterSeconds: number }
  outcome_unknown: { retryAfterSeconds: number }
  origin_forbidden: { origin: string }
  route_not_found: { path: string }
  method_not_allowed: { allowed: string[] }
  body_too_large: { maxBytes: number }
  body_too_slow: { seconds: number }
  internal: { requestId: string }
}

export interface FieldIssue {
  /** Where in the request: `seats.0`, `date`; empty for the whole. */
  field: string
  problem: string
}
