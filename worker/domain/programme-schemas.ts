import * as z from 'zod'
import { isCurrency } from './currency.ts'
import {
  categoriesMax,
  categoryLengthMax,
  descriptionLengthMax,
  holdMinutesMax,
  planSeatsMax,
  movieIdLengthMax,
  nameLengthMax,
  priceMax,
  ratingLengthMax,
  runningMinutesMax,
  salesCloseMinutesMax,
  salesCloseMinutesMin,
  titleLengthMax,
  turnaroundMinutesMax,
  urlLengthMax,
} from './limits.ts'
import { movieIdPattern } from './movie-id.ts'
import {
  idempotencyKey,
  instant,
  isWellFormed,
  line,
  localDate,
  page,
  screenId,
  timeOfDay,
  wanted,
} from './fields.ts'
import { movieSummary, plan, showingRef, showingStatus } from './schemas.ts'
import { seatPlanInput } from './seat-plan-input.ts'

/*
 * The programme: what staff lay down. A change may come with an idempotency key, as any does; none is stored for it, as each of
 * these leaves the same behind, and answers the same, however often it is asked for.
 */
const change = { idempotencyKey: idempotencyKey.optional() }

function whole(what: string, { min, max }: { min: number; max: number }): z.ZodInt {
  return z
    .int(wanted(`${what}, as a whole number`))
    .min(min, `must be at least ${min}`)
    .max(max, `may be at most ${max}`)
}

const flag = z.boolean('must be true or false')

const venueName = line("the venue's name, as text", nameLengthMax)
const currency = z
  .string(wanted('a currency such as EUR'))
  .refine(isCurrency, 'must be the ISO 4217 code of a currency, such as EUR')
const phoneTicketsMax = whole('tickets', { min: 1, max: planSeatsMax })
const holdMinutes = whole('minutes', { min: 1, max: holdMinutesMax })
const turnaroundMinutes = whole('minutes', { min: 0, max: turnaroundMinutesMax })

export const venueInput = z.strictObject({}).optional()

export const venueChangeInput = z.strictObject({
  name: venueName.optional(),
  currency: currency.optional(),
  holdMinutes: holdMinutes.optional(),
  turnaroundMinutes: turnaroundMinutes.optional(),
  ...change,
})

export const venueOutput = z.object({
  name: z.string(),
  /** IANA; a setting of the deployment. */
  zone: z.string(),
  /** ISO 4217. */
  currency: z.string(),
  holdMinutes: z.number(),
  turnaroundMinutes: z.number(),
})

const screenName = line("the screen's name, as text", nameLengthMax)
const salesCloseAfterMinutes = whole('minutes after the start', {
  min: salesCloseMinutesMin,
  max: salesCloseMinutesMax,
})

export const screensInput = z.strictObject({}).optional()
export const screenInput = z.strictObject({ id: screenId })

export const screenAddInput = z.strictObject({
  id: screenId,
  name: screenName,
  plan: seatPlanInput,
  openSchedule: flag.default(false),
  salesCloseAfterMinutes: salesCloseAfterMinutes.default(salesCloseMinutesMax),
  avoidsSingles: flag.default(false),
  phoneTicketsMax: phoneTicketsMax.default(planSeatsMax),
  ...change,
})

export const screenChangeInput = z.strictObject({
  id: screenId,
  name: screenName.optional(),
  plan: seatPlanInput.optional(),
  openSchedule: flag.optional(),
  salesCloseAfterMinutes: salesCloseAfterMinutes.optional(),
  avoidsSingles: flag.optional(),
  phoneTicketsMax: phoneTicketsMax.optional(),
  ...change,
})

const screenSummary = z.object({
  id: z.string(),
  name: z.string(),
  openSchedule: z.boolean(),
  salesCloseAfterMinutes: z.number(),
  avoidsSingles: z.boolean(),
  phoneTicketsMax: z.number(),
  planVersion: z.int(),
})

export const screensOutput = z.object({ screens: z.array(screenSummary) })

export const screenOutput = z.object({
  ...screenSummary.shape,
  ...plan,
  /** The plan as it was given: the compact text, or JSON. */
  source: z.string(),
})

const movieId = z
  .string(wanted('the id of a movie, as text'))
  .max(movieIdLengthMax, `may have at most ${movieIdLengthMax} characters`)
  .regex(movieIdPattern, 'must be the id of a movie, such as the-salt-line')
const title = line('the title of the movie, as text', titleLengthMax)
const runningMinutes = whole('the running time in minutes', { min: 1, max: runningMinutesMax })
const rating = line('a rating such as PG-13, as text', ratingLengthMax)
const posterUrl = z
  .string(wanted('the address of an image'))
  .max(urlLengthMax, `may have at most ${urlLengthMax} characters`)
  .refine(isHttps, 'must be an https address')
const description = z
  .string(wanted('a text'))
  .refine(isWellFormed, 'must be well-formed text')
  .trim()
  .normalize('NFC')
  .max(descriptionLengthMax, `may have at most ${descriptionLengthMax} characters`)
  .regex(/^[\P{Cc}\n\t]*$/u, 'must not contain control characters')

/** As a browser will ask for it; the URL parser reads past blanks and control characters, which have no place in one. */
function isHttps(text: string): boolean {
  return /^https:\/\/[\x21-\x7e]+$/i.test(text) && URL.canParse(text)
}

export const moviesInput = z.strictObject(page)
export const movieInput = z.strictObject({ id: movieId })

export const movieAddInput = z.strictObject({
  /** Made of the title where none is given. */
  id: movieId.optional(),
  title,
  runningMinutes,
  rating: rating.nullable().default(null),
  posterUrl: posterUrl.nullable().default(null),
  description: description.default(''),
  ...change,
})

export const movieChangeInput = z.strictObject({
  id: movieId,
  title: title.optional(),
  runningMinutes: runningMinutes.optional(),
  rating: rating.nullable().optional(),
  posterUrl: posterUrl.nullable().optional(),
  description: description.optional(),
  ...change,
})

export const movieOutput = z.object({ ...movieSummary.shape, description: z.string() })
export const moviePageOutput = z.object({ movies: z.array(movieOutput), next: z.string().optional() })

/** Whether they are all the plan's categories, and no others, is judged beside the plan. */
const prices = z
  .record(
    z.string().max(categoryLengthMax, `may have at most ${categoryLengthMax} characters`),
    whole('a price in minor units', { min: 0, max: priceMax }),
    wanted('a price for each category, such as { "standard": 950 }'),
  )
  .refine((all) => Object.keys(all).length <= categoriesMax, `may name at most ${categoriesMax} categories`)

const salesInstant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-12-01T09:00:00Z' })
  .transform((text) => Date.parse(text))

/** Facts of a showing. An instant is ISO 8601, with its offset or Z. */
const showingFacts = {
  /** None where the house asks no price. */
  prices: prices.nullable().optional(),
  /** None: as soon as it is added. */
  salesOpenAt: salesInstant.nullable().optional(),
  /** None: when the screen says. */
  salesCloseAt: salesInstant.nullable().optional(),
}

export const showingsInput = z
  .strictObject({
    /** The first local day; today where it is left out. */
    from: localDate.optional(),
    /** The last local day. */
    to: localDate.optional(),
    screen: screenId.optional(),
    movie: movieId.optional(),
    ...page,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    error: 'must not be before "from"',
  })

export const showingAddInput = z.strictObject({
  screen: screenId,
  movie: movieId,
  date: localDate,
  time: timeOfDay,
  ...showingFacts,
  ...change,
})

export const showingChangeInput = z.strictObject({
  showing: showingRef,
  movie: movieId.optional(),
  ...showingFacts,
  /** The plan that its screen has now, in place of the one that it was added with. */
  plan: z.literal('latest', 'must be "latest"').optional(),
  ...change,
})

export const showingSubjectInput = z.strictObject({ showing: showingRef, ...change })

export const programmedOutput = z.object({
  id: z.string(),
  screen: z.string(),
  movie: movieSummary,
  date: z.string(),
  time: z.string(),
  startsAt: instant,
  endsAt: instant,
  expiresAt: instant,
  salesOpenAt: instant.nullable(),
  salesCloseAt: instant,
  /** Minor units of the currency, by category. */
  prices: z.record(z.string(), z.int()).nullable(),
  currency: z.string(),
  status: showingStatus,
  planVersion: z.int(),
  seats: z.object({ total: z.int(), free: z.int(), held: z.int(), sold: z.int(), blocked: z.int() }),
})

export const programmeOutput = z.object({ showings: z.array(programmedOutput), next: z.string().optional() })

export type VenueChangeInput = z.output<typeof venueChangeInput>
export type Venue = z.output<typeof venueOutput>
export type ScreenAddInput = z.output<typeof screenAddInput>
export type ScreenChangeInput = z.output<typeof screenChangeInput>
export type ScreenSummary = z.output<typeof screenSummary>
export type ScreenView = z.output<typeof screenOutput>
export type Screens = z.output<typeof screensOutput>
export type MoviesInput = z.output<typeof moviesInput>
export type MovieAddInput = z.output<typeof movieAddInput>
export type MovieChangeInput = z.output<typeof movieChangeInput>
export type Movie = z.output<typeof movieOutput>
export type MoviePage = z.output<typeof moviePageOutput>
export type ShowingsInput = z.output<typeof showingsInput>
export type ShowingAddInput = z.output<typeof showingAddInput>
export type ShowingChangeInput = z.output<typeof showingChangeInput>
export type ShowingSubject = z.output<typeof showingSubjectInput>
export type ProgrammedShowing = z.output<typeof programmedOutput>
export type Programme = z.output<typeof programmeOutput>
