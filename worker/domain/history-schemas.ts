import * as z from 'zod'
import { bookingId, idempotencyKey, instant, name, page, phone } from './fields.ts'
import { bookingOutput } from './schemas.ts'

const facts = z.record(z.string(), z.unknown()).nullable()

export const historyInput = z.strictObject({ id: bookingId, ...page })

const entry = z.object({
  /** In the order of commit, over all bookings. */
  sequence: z.int(),
  kind: z.string(),
  at: instant,
  /** Of a booking: `buyer`, `cron`, or `staff:` and the id of a key. */
  actor: z.string(),
  requestId: z.string(),
  before: facts,
  after: facts,
})

export const historyOutput = z.object({
  id: z.string(),
  entries: z.array(entry),
  next: z.string().optional(),
})

/** Beside the name as it was given, the digits of the phone decide. */
export const personInput = z.strictObject({ name, phone, idempotencyKey: idempotencyKey.optional() })

export const erasedOutput = z.object({
  /** Bookings whose name and phone are gone. */
  erased: z.int(),
})

export const exportOutput = z.object({
  name: z.string(),
  phone: z.string(),
  bookings: z.array(z.object({ ...bookingOutput.shape, history: z.array(entry) })),
  /** There are more than are told at once. */
  isMore: z.boolean(),
})

export type HistoryInput = z.output<typeof historyInput>
export type History = z.output<typeof historyOutput>
export type HistoryEntry = z.output<typeof entry>
export type PersonInput = z.output<typeof personInput>
export type Erased = z.output<typeof erasedOutput>
export type Export = z.output<typeof exportOutput>
