import * as z from 'zod'
import {
  bookingId,
  holdId,
  homeScreen,
  idempotencyKey,
  instant,
  line,
  localDate,
  name,
  page,
  phone,
  screenId,
  seatCategory,
  seatList,
  showingId,
  timeOfDay,
  wanted,
} from './fields.ts'
import { findLengthMin, nameLengthMax, seatsPerBookingMax } from './limits.ts'

export const showingRef = z.union([
  showingId,
  z.strictObject({ date: localDate, time: timeOfDay, screen: screenId.default(homeScreen) }),
])

/** Where a booking moves to; what is left out of the date, time and screen stays as it is. */
const showingChange = z.union([
  showingId,
  z.strictObject({ date: localDate.optional(), time: timeOfDay.optional(), screen: screenId.optional() }),
])

const seatWish = z.strictObject({
  count: z
    .int(wanted('how many seats, as a whole number'))
    .min(1, 'must be at least 1')
    .max(seatsPerBookingMax, `may be at most ${seatsPerBookingMax}`),
  category: seatCategory.optional(),
  /** At least one wheelchair place among them. */
  accessible: z.boolean('must be true or false').optional(),
  /** Only seats beside each other will do. */
  together: z.boolean('must be true or false').optional(),
})

const buyer = { name, phone, idempotencyKey: idempotencyKey.optional() }

/** The seats by their labels, the best that there are, or those of a hold. */
export const bookInput = z.union([
  z.strictObject({ showing: showingRef, seats: seatList, ...buyer }),
  z.strictObject({ showing: showingRef, best: seatWish, ...buyer }),
  z.strictObject({ hold: holdId, showing: showingRef.optional(), ...buyer }),
])

export const placeHoldInput = z.union([
  z.strictObject({ showing: showingRef, seats: seatList, idempotencyKey: idempotencyKey.optional() }),
  z.strictObject({ showing: showingRef, best: seatWish, idempotencyKey: idempotencyKey.optional() }),
])

export const holdInput = z.strictObject({ id: holdId })
/** Without a key: to release again is to have released. */
export const releaseHoldInput = z.strictObject({ id: holdId, idempotencyKey: idempotencyKey.optional() })

export const bookingInput = z.strictObject({ id: bookingId })

export const moveInput = z
  .strictObject({
    id: bookingId,
    showing: showingChange.optional(),
    seats: seatList.optional(),
    idempotencyKey: idempotencyKey.optional(),
  })
  .refine(
    ({ showing, seats }) => showing !== undefined || seats !== undefined,
    'Give a showing, seats, or both.',
  )

export const moveByNameInput = z.strictObject({
  name,
  showing: showingChange,
  idempotencyKey: idempotencyKey.optional(),
})

/** A closed list: the history keeps it for good, and so nothing may be written there of people. */
export const cancelReasons = ['asked', 'mistake', 'not_collected', 'showing_off', 'other'] as const

export const cancelInput = z.strictObject({
  id: bookingId,
  /** Told by the history alone. */
  reason: z.enum(cancelReasons, `must be one of ${cancelReasons.join(', ')}`).optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export const cancelByNameInput = z.strictObject({ name, idempotencyKey: idempotencyKey.optional() })

export const listInput = z
  .strictObject({
    showing: showingRef.optional(),
    date: localDate.optional(),
    time: timeOfDay.optional(),
    ...page,
  })
  .refine(({ date, time }) => time === undefined || date !== undefined, {
    path: ['date'],
    error: 'is missing; a time needs a date',
  })
  .refine(({ date, showing }) => date === undefined || showing === undefined, {
    path: ['showing'],
    error: 'excludes a date; give one of them',
  })

/** How a name, a phone or an id begins; a change by its method alone, so that what is looked for is in no address. */
export const findInput = z.strictObject({
  text: line('how a name, a phone or the id of a booking begins', nameLengthMax).min(
    findLengthMin,
    `must have at least ${findLengthMin} characters`,
  ),
  idempotencyKey: idempotencyKey.optional(),
})

/** Naturally idempotent: what is blocked already is blocked. */
export const blockSeatsInput = z.strictObject({
  showing: showingRef,
  seats: seatList,
  idempotencyKey: idempotencyKey.optional(),
})

export const showingInput = z.strictObject({ showing: showingRef })

export const movieSummary = z.object({
  id: z.string(),
  title: z.string(),
  runningMinutes: z.int(),
  rating: z.string().nullable(),
  posterUrl: z.string().nullable(),
})

export const showingStatus = z.enum(['announced', 'on_sale', 'closed', 'cancelled'])

export const showingOutput = z.object({
  id: z.string(),
  screen: z.string(),
  /** None where it is sold by an open schedule. */
  movie: movieSummary.nullable(),
  status: showingStatus,
  date: z.string(),
  time: z.string(),
  startsAt: instant,
  expiresAt: instant,
  salesOpenAt: instant.nullable(),
  salesCloseAt: instant,
  /** Minor units of the currency, by category; none where the house asks no price. */
  prices: z.record(z.string(), z.int()).nullable(),
  currency: z.string(),
  seats: z.object({ total: z.int(), free: z.int(), held: z.int(), sold: z.int(), blocked: z.int() }),
})

const labels = z.array(z.string())

export const seatsOutput = z.object({
  showing: z.string(),
  free: labels,
  held: labels,
  sold: labels,
  blocked: labels,
})

/** Minor units of the currency, as a whole and by seat in the order of the seats. */
const price = z.object({ total: z.int(), bySeat: z.array(z.int()), currency: z.string() })

const plannedSeat = z.object({
  label: z.string(),
  row: z.string(),
  /** In seat widths from the left, and in rows from the front. */
  x: z.number(),
  y: z.number(),
  category: z.string(),
  /** A place for a wheelchair, and one for who comes along. */
  accessible: z.boolean(),
  companion: z.boolean(),
  blocked: z.boolean(),
})

/** The seats in the order of the plan, the front row first. */
export const plan = { seats: z.array(plannedSeat), categories: z.array(z.string()) }

export const planOutput = z.object({ showing: z.string(), ...plan })

export const holdOutput = z.object({
  id: z.string(),
  showing: z.string(),
  seats: labels,
  /** What they will cost, whatever changes meanwhile; none where the house asks no price. */
  quote: price.optional(),
  expiresAt: instant,
})

export const releasedOutput = z.object({ released: z.string() })

export const bookingOutput = z.object({
  id: z.string(),
  showing: z.object({
    id: z.string(),
    screen: z.string(),
    date: z.string(),
    time: z.string(),
    startsAt: instant,
  }),
  seats: z.array(z.string()),
  price: price.optional(),
  name: z.string(),
  phone: z.string(),
  status: z.enum(['booked', 'expired', 'cancelled']),
  bookedAt: instant,
  expiresAt: instant,
})

export const bookingPageOutput = z.object({
  bookings: z.array(bookingOutput),
  next: z.string().optional(),
})

export const foundOutput = z.object({
  /** Those to come first, the soonest before the others; cancelled ones too. */
  bookings: z.array(bookingOutput),
  /** There are more than are told: look for more of it. */
  isMore: z.boolean(),
})

export const cancelledOutput = z.object({ cancelled: z.array(z.string()) })

export type ShowingRef = z.output<typeof showingRef>
export type ShowingChange = z.output<typeof showingChange>
export type PlaceHoldInput = z.output<typeof placeHoldInput>
export type MovieSummary = z.output<typeof movieSummary>
export type Price = z.output<typeof price>
export type BlockSeatsInput = z.output<typeof blockSeatsInput>
export type Hold = z.output<typeof holdOutput>
export type Released = z.output<typeof releasedOutput>
export type BookInput = z.output<typeof bookInput>
export type MoveInput = z.output<typeof moveInput>
export type MoveByNameInput = z.output<typeof moveByNameInput>
export type CancelInput = z.output<typeof cancelInput>
export type CancelByNameInput = z.output<typeof cancelByNameInput>
export type ListInput = z.output<typeof listInput>
export type ShowingView = z.output<typeof showingOutput>
export type PlanView = z.output<typeof planOutput>
export type SeatsView = z.output<typeof seatsOutput>
export type Booking = z.output<typeof bookingOutput>
export type BookingPage = z.output<typeof bookingPageOutput>
export type CancelReason = (typeof cancelReasons)[number]
export type FindInput = z.output<typeof findInput>
export type Found = z.output<typeof foundOutput>
export type Cancelled = z.output<typeof cancelledOutput>
