import * as z from 'zod'
import {
  cursorLengthMax,
  idempotencyKeyLengthMax,
  idempotencyKeyLengthMin,
  nameLengthMax,
  pageSizeDefault,
  pageSizeMax,
  phoneDigitsMax,
  phoneDigitsMin,
  phoneLengthMax,
  seatLabelLengthMax,
  seatListLengthMax,
} from './limits.ts'
import { categoryPattern, categoryWords } from './seat-plan-draft.ts'
import { showingOfHold } from './hold.ts'
import { parseShowingId, screenIdPattern } from './showing.ts'
import { isLocalDate, parseTimeOfDay } from './venue-time.ts'

/** The message for a value that is missing or of the wrong type. */
export function wanted(what: string): { error: (issue: { input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? `is missing; give ${what}` : `must be ${what}`) }
}

/** A line of text that people read. */
export function line(what: string, lengthMax: number): z.ZodString {
  return z
    .string(wanted(what))
    .refine(isWellFormed, 'must be well-formed text')
    .trim()
    .normalize('NFC')
    .min(1, 'must not be empty')
    .max(lengthMax, `may have at most ${lengthMax} characters`)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
}

export const name = line('the name of the buyer, as text', nameLengthMax)

/** Half of a surrogate pair cannot be stored as UTF-8: SQLite would keep it, and nobody could read it again. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed()
}

const phoneWords = `must be a phone number of ${phoneDigitsMin} to ${phoneDigitsMax} digits, such as +91 98765 43210`

export const phone = z
  .string(wanted('a phone number, as text'))
  .trim()
  .refine((text) => {
    const digits = text.replaceAll(/\D/g, '').length
    const isWritten = text.length <= phoneLengthMax && /^\+?[\d\s().\-/]*$/.test(text)
    return isWritten && digits >= phoneDigitsMin && digits <= phoneDigitsMax
  }, phoneWords)

export const localDate = z
  .string(wanted('a date such as 2026-12-01'))
  .trim()
  .refine(isLocalDate, 'must be a date of the calendar, such as 2026-12-01')

export const timeOfDay = z
  .string(wanted('a time such as 18:30'))
  .max(16, 'must be a time of day, such as 18:30 or 6:30 PM')
  .transform((text, context) => {
    const time = parseTimeOfDay(text)
    if (time !== undefined) return time
    context.addIssue('must be a time of day, such as 18:30 or 6:30 PM')
    return z.NEVER
  })

export const seatLabel = z
  .string(wanted('a seat label as text, such as "A3"'))
  .refine(isWellFormed, 'must be well-formed text')
  .trim()
  .min(1, 'must not be empty')
  .max(seatLabelLengthMax, `may have at most ${seatLabelLengthMax} characters`)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters')

export const seatList = z
  .array(seatLabel, wanted('a list of seat labels, such as ["A3", "A4"]'))
  .min(1, 'must name at least one seat')
  .max(seatListLengthMax, `may name at most ${seatListLengthMax} seats`)
  .superRefine((labels, context) => {
    const twice = labels.filter((label, index) => labels.indexOf(label) !== index)
    if (twice.length > 0)
      context.addIssue(`must name each seat once; ${[...new Set(twice)].join(', ')} is named twice`)
  })

export const bookingId = z
  .string(wanted("a booking's id, as text"))
  // Those of bookings made before ids began with their time are seven characters shorter.
  .regex(/^bk_(?:[0-9a-z]{7})?[0-9a-z]{26}$/, "must be a booking's id: bk_ and 33 letters and digits")

/** Where a showing is that names none. */
export const homeScreen = 'main'

export const screenId = z
  .string(wanted('the id of a screen, as text'))
  .regex(screenIdPattern, 'must be the id of a screen, such as main')

export const showingId = z
  .string(wanted('the id of a showing'))
  .refine((id) => parseShowingId(id) !== undefined, "must be a showing's id, such as main-20261124T1830Z")

export const idempotencyKey = z
  .string()
  .regex(
    new RegExp(`^[\\x21-\\x7e]{${idempotencyKeyLengthMin},${idempotencyKeyLengthMax}}$`),
    `must have ${idempotencyKeyLengthMin} to ${idempotencyKeyLengthMax} visible ASCII characters`,
  )

export const seatCategory = z
  .string(wanted('a category of seats, such as "standard"'))
  .regex(categoryPattern, categoryWords)

export const holdId = z
  .string(wanted("a hold's id, as text"))
  .refine((id) => showingOfHold(id) !== undefined, "must be a hold's id, as it was given")

/** Which page of a list. */
export const page = {
  cursor: z.string().max(cursorLengthMax).optional(),
  limit: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(pageSizeMax, `may be at most ${pageSizeMax}`)
    .default(pageSizeDefault),
}

export const instant = z.iso.datetime()
