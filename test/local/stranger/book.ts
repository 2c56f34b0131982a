import { type Booking, type Failure, createMarqueeClient, failureOf } from '@marquee/client'

const url = process.argv[2] ?? ''
const client = createMarqueeClient({ url, key: process.argv[4] ?? '' })
const showing = { date: process.argv[3] ?? '', time: '18:30' }

const booking: Booking = await client.booking.create.mutate({
  showing,
  seats: ['A3', 'A4'],
  name: 'Ayush',
  phone: '9876543210',
})
const refused = await client.booking.create
  .mutate({ showing, seats: ['A4'], name: 'Ayush', phone: '9876543210' })
  .catch((error: unknown) => failureOf(error))

console.log(
  JSON.stringify({ booking, refused: refused && 'code' in refused ? advice(refused) : 'sold twice' }),
)

function advice(failure: Failure): string {
  switch (failure.code) {
    case 'seats_taken':
      return `taken: ${failure.details.seats.join()}`
    case 'busy':
    case 'outcome_unknown':
    case 'too_many_requests':
      return `again in ${failure.details.retryAfterSeconds} s`
    case 'invalid_request':
      return failure.details.issues.map(({ field, problem }) => `${field} ${problem}`).join()
    case 'too_many_seats':
    case 'seats_unknown':
    case 'seats_held':
    case 'seats_blocked':
    case 'not_enough_seats':
    case 'single_stranded':
    case 'hold_too_large':
    case 'too_many_holds':
    case 'too_many_tickets':
    case 'hold_not_found':
    case 'hold_expired':
    case 'showing_cancelled':
    case 'showing_not_on_sale':
    case 'showing_closed':
    case 'showing_too_far':
    case 'showing_not_found':
    case 'screen_not_found':
    case 'screen_exists':
    case 'movie_not_found':
    case 'movie_exists':
    case 'showing_exists':
    case 'showing_past':
    case 'showing_overlaps':
    case 'plan_in_use':
    case 'currency_in_use':
    case 'limit_reached':
    case 'key_required':
    case 'key_invalid':
    case 'key_not_found':
    case 'webhook_not_found':
    case 'event_not_found':
    case 'role_forbidden':
    case 'staff_closed':
    case 'booking_not_found':
    case 'booking_ambiguous':
    case 'booking_cancelled':
    case 'booking_expired':
    case 'booking_changed':
    case 'booking_erased':
    case 'ticket_forged':
    case 'ticket_stale':
    case 'ticket_not_found':
    case 'ticket_admitted':
    case 'ticket_elsewhere':
    case 'ticket_expired':
    case 'booking_admitted':
    case 'idempotency_key_reused':
    case 'batch_too_large':
    case 'origin_forbidden':
    case 'route_not_found':
    case 'method_not_allowed':
    case 'body_too_large':
    case 'body_too_slow':
    case 'internal':
      return failure.message
  }
}
