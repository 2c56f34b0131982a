import * as z from 'zod'
import { roles as allRoles } from '../../worker/domain/caller.ts'
import type { FailureDetails } from '../../worker/domain/failure-details.ts'
import type { FailureCode } from '../../worker/domain/failures.ts'

const seats = z.object({ seats: z.array(z.string()) })
const max = z.object({ max: z.int() })
const showing = z.object({ showing: z.string() })
const seat = z.object({ ...showing.shape, seat: z.string() })
const screen = z.object({ screen: z.string() })
const movie = z.object({ movie: z.string() })
const hold = z.object({ hold: z.string() })
const booking = z.object({ booking: z.string() })
const retryAfter = z.object({ retryAfterSeconds: z.int() })
const instant = z.iso.datetime()
const role = z.enum(allRoles)
const roles = z.array(role)

/** What each failure tells beside its code, as a schema: held against the table of failures by the compiler. */
export const problemDetails = {
  invalid_request: z.object({ issues: z.array(z.object({ field: z.string(), problem: z.string() })) }),
  too_many_seats: max,
  seats_unknown: z.object({ ...seats.shape, ...screen.shape }),
  seats_taken: seats,
  seats_held: seats,
  seats_blocked: seats,
  not_enough_seats: z.object({ count: z.int(), free: z.int() }),
  single_stranded: z.object({ offer: z.array(z.string()) }),
  hold_too_large: max,
  too_many_holds: max,
  too_many_tickets: max,
  hold_not_found: hold,
  hold_expired: hold,
  showing_cancelled: showing,
  showing_not_on_sale: z.object({ ...showing.shape, opensAt: instant }),
  showing_closed: z.object({ ...showing.shape, closedAt: instant }),
  showing_too_far: z.object({ latest: z.iso.date() }),
  showing_not_found: showing,
  screen_not_found: screen,
  screen_exists: screen,
  movie_not_found: movie,
  movie_exists: movie,
  showing_exists: showing,
  showing_past: z.object({ ...showing.shape, startsAt: instant }),
  showing_overlaps: z.object({ ...showing.shape, startsAt: instant, endsAt: instant }),
  plan_in_use: z.object({ ...showing.shape, sold: z.int(), held: z.int() }),
  currency_in_use: z.object({ currency: z.string() }),
  limit_reached: z.object({
    of: z.enum(['screens', 'movies', 'seat plans', 'staff keys', 'webhooks']),
    max: z.int(),
  }),
  key_required: z.object({ roles }),
  key_invalid: z.object({ scheme: z.literal('Bearer') }),
  key_not_found: z.object({ key: z.string() }),
  webhook_not_found: z.object({ webhook: z.string() }),
  event_not_found: z.object({ event: z.string() }),
  role_forbidden: z.object({ role, roles }),
  staff_closed: z.object({ missing: z.literal('STAFF_KEY') }),
  too_many_requests: z.object({
    ...retryAfter.shape,
    by: z.enum(['address', 'key']),
    max: z.int(),
    perSeconds: z.int(),
  }),
  ticket_forged: z.object({ ticket: z.string() }),
  ticket_stale: seat,
  ticket_not_found: seat,
  ticket_admitted: z.object({ ...seat.shape, at: instant, device: z.string() }),
  ticket_elsewhere: z.object({ ...showing.shape, startsAt: instant }),
  ticket_expired: z.object({ ...showing.shape, startsAt: instant }),
  booking_admitted: z.object({ ...booking.shape, ...seats.shape }),
  booking_not_found: z.object({ by: z.enum(['id', 'name']) }),
  booking_ambiguous: z.object({ count: z.int() }),
  booking_cancelled: booking,
  booking_expired: booking,
  booking_changed: booking,
  booking_erased: booking,
  idempotency_key_reused: z.object({ key: z.string() }),
  batch_too_large: max,
  busy: retryAfter,
  outcome_unknown: retryAfter,
  origin_forbidden: z.object({ origin: z.string() }),
  route_not_found: z.object({ path: z.string() }),
  method_not_allowed: z.object({ allowed: z.array(z.string()) }),
  body_too_large: z.object({ maxBytes: z.int() }),
  body_too_slow: z.object({ seconds: z.int() }),
  internal: z.object({ requestId: z.string() }),
} as const satisfies { [C in FailureCode]: z.ZodType<FailureDetails[C]> }
