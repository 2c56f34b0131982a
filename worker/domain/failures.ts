import type { FailureDetails, FieldIssue } from './failure-details.ts'

export type FailureCode = keyof FailureDetails

export type FailureOf<C extends FailureCode> = {
  [K in C]: { code: K; message: string; details: FailureDetails[K] }
}[C]

/** An expected refusal. Switch on `code`: it narrows `details`. */
export type Failure = FailureOf<FailureCode>

interface Rule<D> {
  /** The HTTP status of REST, among those that tRPC can express too. */
  http: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 422 | 429 | 500 | 503
  rpc:
    | 'BAD_REQUEST'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'METHOD_NOT_SUPPORTED'
    | 'TIMEOUT'
    | 'CONFLICT'
    | 'PAYLOAD_TOO_LARGE'
    | 'UNPROCESSABLE_CONTENT'
    | 'TOO_MANY_REQUESTS'
    | 'INTERNAL_SERVER_ERROR'
    | 'SERVICE_UNAVAILABLE'
  /** The classic routes answer with the route's own failure status, or with `http`. */
  classic: 'of route' | 'own'
  /** Whether the same request may succeed later, unchanged. */
  retry: boolean
  say: (details: D) => string
}

const badRequest = { http: 400, rpc: 'BAD_REQUEST', classic: 'of route', retry: false } as const
const unauthorized = { http: 401, rpc: 'UNAUTHORIZED', classic: 'own', retry: false } as const
const forbidden = { http: 403, rpc: 'FORBIDDEN', classic: 'own', retry: false } as const
const notFound = { http: 404, rpc: 'NOT_FOUND', classic: 'of route', retry: false } as const
const conflict = { http: 409, rpc: 'CONFLICT', classic: 'of route', retry: false } as const
const unavailable = { http: 503, rpc: 'SERVICE_UNAVAILABLE', classic: 'own', retry: true } as const

type FailureTable = { readonly [C in FailureCode]: Rule<FailureDetails[C]> }

/** The one table of failures: every face renders from it. */
export const failureTable: FailureTable = {
  invalid_request: { ...badRequest, say: ({ issues }) => issues.map(sayIssue).join(' ') },
  too_many_seats: { ...badRequest, say: ({ max }) => `More than ${max} tickets cannot be booked` },
  seats_unknown: {
    ...badRequest,
    say: ({ seats, screen }) =>
      `Screen ${screen} has no ${plural(seats.length, 'seat')} ${list(seats)}. Choose among its own seats.`,
  },
  seats_taken: {
    ...conflict,
    say: ({ seats }) =>
      `${seats.length === 1 ? 'Seat' : 'Seats'} ${list(seats)} ${seats.length === 1 ? 'is' : 'are'} already sold. Choose other seats.`,
  },
  seats_held: {
    ...conflict,
    retry: true,
    say: ({ seats }) =>
      `${seats.length === 1 ? 'Seat' : 'Seats'} ${list(seats)} ${seats.length === 1 ? 'is' : 'are'} held for somebody else at the moment. Choose other seats, or try again in some minutes.`,
  },
  seats_blocked: {
    ...conflict,
    say: ({ seats }) =>
      `${seats.length === 1 ? 'Seat' : 'Seats'} ${list(seats)} ${seats.length === 1 ? 'is' : 'are'} not for sale. Choose other seats.`,
  },
  not_enough_seats: {
    ...conflict,
    retry: true,
    say: ({ count, free }) =>
      free === 0
        ? 'No such seats are free any more.'
        : `There are no ${count} such seats free; ${free} are. Ask for fewer, or for others.`,
  },
  single_stranded: {
    ...conflict,
    say: ({ offer }) =>
      `That would leave a single seat beside it that nobody wants. Take ${list(offer)} instead; they are as good.`,
  },
  hold_too_large: {
    ...badRequest,
    say: ({ max }) => `A hold may have at most ${max} seats. Ask for fewer.`,
  },
  too_many_holds: {
    ...conflict,
    retry: true,
    say: ({ max }) =>
      `You hold seats of this showing ${max} times already. Book or release some of them, or wait until they run out.`,
  },
  too_many_tickets: {
    ...conflict,
    say: ({ max }) => `One phone number may have at most ${max} tickets of this showing. Ask for fewer.`,
  },
  hold_not_found: {
    ...notFound,
    say: () => 'There is no such hold; it may have been booked or released already. Hold the seats anew.',
  },
  hold_expired: {
    ...conflict,
    say: () => 'This hold has run out, and its seats may be gone. Hold them anew.',
  },
  showing_cancelled: { ...conflict, say: () => 'This showing is cancelled. Choose another one.' },
  showing_not_on_sale: {
    ...conflict,
    retry: true,
    say: ({ opensAt }) => `Sales for this showing open at ${opensAt}. Come back then.`,
  },
  showing_closed: {
    ...conflict,
    say: ({ closedAt }) => `Sales for this showing closed at ${closedAt}. Choose a later showing.`,
  },
  showing_too_far: {
    ...badRequest,
    say: ({ latest }) => `Showings are on sale until ${latest} at the latest. Choose an earlier date.`,
  },
  showing_not_found: {
    ...notFound,
    say: ({ showing }) => `There is no showing ${showing} on the programme.`,
  },
  screen_not_found: { ...notFound, say: ({ screen }) => `There is no screen ${screen}.` },
  screen_exists: {
    ...conflict,
    say: ({ screen }) =>
      `There is another screen ${screen} already. Choose another id, or change the screen that there is.`,
  },
  movie_not_found: { ...notFound, say: ({ movie }) => `There is no movie ${movie}.` },
  movie_exists: {
    ...conflict,
    say: ({ movie }) =>
      `There is another movie ${movie} already. Give this one an id of its own, or change the movie that there is.`,
  },
  showing_exists: {
    ...conflict,
    say: ({ showing }) =>
      `There is a showing ${showing} already. Change it, reopen it where it is cancelled, or choose another time.`,
  },
  showing_past: {
    ...conflict,
    say: ({ startsAt }) => `This showing would have started at ${startsAt}. Choose a time to come.`,
  },
  showing_overlaps: {
    ...conflict,
    say: ({ showing, startsAt, endsAt }) =>
      `The screen is taken by showing ${showing}, from ${startsAt} to ${endsAt}, and needs its turnaround before and after. Choose another time or screen.`,
  },
  plan_in_use: {
    ...conflict,
    say: ({ sold, held }) =>
      `${sold} ${plural(sold, 'seat')} of this showing ${sold === 1 ? 'is' : 'are'} sold and ${held} held, so it keeps its seat plan. Move or cancel its bookings first, and wait for its holds to run out.`,
  },
  currency_in_use: {
    ...conflict,
    say: ({ currency }) =>
      `There are prices in ${currency}, of showings or of what was booked or held there, and they would mean something else in another. The currency stays.`,
  },
  limit_reached: {
    ...conflict,
    say: ({ of, max }) => `There are ${max} ${of} already, which is the most that there can be.`,
  },
  key_required: {
    ...unauthorized,
    say: ({ roles }) =>
      `This is for staff. Show a key of the role ${oneOf(roles)}: "Authorization: Bearer <key>".`,
  },
  key_invalid: {
    ...unauthorized,
    say: () =>
      'This is no staff key of this house, or one that was revoked. Show a valid one, or none: "Authorization: Bearer <key>".',
  },
  key_not_found: {
    ...notFound,
    say: ({ key }) => `There is no staff key ${key}. The list of the keys has their ids.`,
  },
  webhook_not_found: {
    ...notFound,
    say: ({ webhook }) => `There is no webhook ${webhook}. The list of the webhooks has their ids.`,
  },
  event_not_found: {
    ...notFound,
    say: ({ event }) => `There is no event ${event}. The deliveries of a webhook have their events' ids.`,
  },
  role_forbidden: {
    ...forbidden,
    say: ({ role, roles }) => `A key of the role ${role} may not do this; one of ${oneOf(roles)} may.`,
  },
  staff_closed: {
    ...forbidden,
    say: ({ missing }) =>
      `The staff side is closed, as the secret ${missing} of this deployment is not set. Buyers are served as ever.`,
  },
  too_many_requests: {
    http: 429,
    rpc: 'TOO_MANY_REQUESTS',
    classic: 'own',
    retry: true,
    say: ({ retryAfterSeconds: seconds, by, max, perSeconds }) =>
      `More than ${max} calls came ${by === 'key' ? 'with this key' : 'from your address'} within ${perSeconds} seconds. This one changed nothing; try again in ${seconds} ${plural(seconds, 'second')}.`,
  },
  booking_not_found: {
    ...notFound,
    say: ({ by }) =>
      by === 'id'
        ? 'No booking has this id. Check that it is complete.'
        : 'No upcoming booking is under this name. Check how it is spelled.',
  },
  booking_ambiguous: {
    ...conflict,
    say: ({ count }) =>
      `${count} upcoming bookings are under this name. Give the ticketID of the one you mean.`,
  },
  booking_cancelled: { ...conflict, say: () => 'This booking is cancelled; it cannot be changed any more.' },
  booking_expired: { ...conflict, say: () => 'This booking has expired; it cannot be changed any more.' },
  booking_changed: {
    ...conflict,
    retry: true,
    say: () => 'Somebody changed this booking at the same moment. Look at it and try again.',
  },
  booking_erased: {
    ...conflict,
    say: () => 'This was done, and the name and phone that belong to the answer have been erased since.',
  },
  ticket_forged: {
    ...badRequest,
    say: () => 'This is no ticket of this house: it is incomplete, or somebody made it up.',
  },
  ticket_stale: {
    ...conflict,
    say: ({ seat }) =>
      `This ticket for seat ${seat} is not valid any more: its booking was moved or cancelled. Its booking's page has the tickets that are.`,
  },
  ticket_not_found: {
    ...notFound,
    say: ({ seat }) => `Nobody has a ticket for seat ${seat} of this showing.`,
  },
  ticket_admitted: {
    ...conflict,
    say: ({ seat, at, device }) => `Seat ${seat} was let in already, at ${at} by ${device}.`,
  },
  ticket_elsewhere: {
    ...conflict,
    say: ({ showing, startsAt }) =>
      `This ticket is for another showing, ${showing}, which starts at ${startsAt}.`,
  },
  ticket_expired: {
    ...conflict,
    say: ({ startsAt }) => `This ticket has expired: its showing started at ${startsAt}.`,
  },
  booking_admitted: {
    ...conflict,
    say: ({ seats }) =>
      `Somebody was let in with this booking already, on ${plural(seats.length, 'seat')} ${list(seats)}; it stays as it is.`,
  },
  idempotency_key_reused: {
    http: 422,
    rpc: 'UNPROCESSABLE_CONTENT',
    classic: 'of route',
    retry: false,
    say: () => 'This idempotency key belongs to another request. Use a new key for a new request.',
  },
  batch_too_large: {
    ...badRequest,
    say: ({ max }) => `A batch may call at most ${max} procedures. Send fewer.`,
  },
  busy: {
    ...unavailable,
    say: ({ retryAfterSeconds: seconds }) =>
      `The box office is busy, and this try changed nothing. Try again in ${seconds} ${plural(seconds, 'second')}.`,
  },
  outcome_unknown: {
    ...unavailable,
    say: () =>
      'It is not known yet whether this took effect. The same request with the same idempotency key will tell.',
  },
  origin_forbidden: {
    ...forbidden,
    say: ({ origin }) =>
      `Requests from ${origin} are not served here. Use the address that the server printed.`,
  },
  route_not_found: { ...notFound, classic: 'own', say: ({ path }) => `There is nothing at ${path}.` },
  method_not_allowed: {
    http: 405,
    rpc: 'METHOD_NOT_SUPPORTED',
    classic: 'own',
    retry: false,
    say: ({ allowed }) => `This address answers ${list(allowed)} only.`,
  },
  body_too_large: {
    http: 413,
    rpc: 'PAYLOAD_TOO_LARGE',
    classic: 'own',
    retry: false,
    say: ({ maxBytes }) => `A request's body may have at most ${maxBytes} bytes.`,
  },
  body_too_slow: {
    http: 408,
    rpc: 'TIMEOUT',
    classic: 'own',
    retry: true,
    say: ({ seconds }) =>
      `A request's body has to arrive within ${seconds} seconds. This try changed nothing; send it again.`,
  },
  internal: {
    http: 500,
    rpc: 'INTERNAL_SERVER_ERROR',
    classic: 'of route',
    retry: false,
    say: ({ requestId }) => `Something went wrong on our side. Tell us this number: ${requestId}.`,
  },
}

export function failure<C extends FailureCode>(code: C, details: FailureDetails[C]): FailureOf<C> {
  return { code, message: failureTable[code].say(details), details }
}

/** Seconds for `Retry-After`, where waiting helps. */
export function retryAfterOf(refused: Failure): number | undefined {
  return 'retryAfterSeconds' in refused.details ? refused.details.retryAfterSeconds : undefined
}

function sayIssue({ field, problem }: FieldIssue): string {
  const sentence = /[.!?]$/.test(problem) ? problem : `${problem}.`
  return field === '' ? sentence : `${field}: ${sentence}`
}

function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`
}
