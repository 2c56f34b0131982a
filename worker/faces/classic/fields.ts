import * as z from 'zod'
import { idempotencyKey, localDate, name, phone, seatList, timeOfDay } from '../../domain/fields.ts'

export const ticketCount = z.preprocess(
  (value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value),
  z.int({ error: 'must be the number of seats' }).min(1, 'must be at least 1'),
)

/** What the classic clients send, in their own words: `phn` for the phone, `tickets` for how many seats. The key is a header. */
export const bookFields = z.object({
  name,
  date: localDate,
  time: timeOfDay,
  phn: z.preprocess((value) => (typeof value === 'number' ? String(value) : value), phone),
  tickets: ticketCount,
  seats: seatList,
  idempotencyKey: idempotencyKey.optional(),
})

const subject = {
  name: name.optional(),
  ticketID: z.string({ error: 'must be the ticketID as text' }).optional(),
}

export const updateFields = z
  .object({ ...subject, time: timeOfDay, date: localDate.optional() })
  .refine(({ name: named, ticketID }) => named !== undefined || ticketID !== undefined, {
    path: ['name'],
    error: 'is missing; give the name or the ticketID of the booking',
  })

export const viewQuery = z.object({
  date: localDate.optional(),
  time: timeOfDay.optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number('must be a whole number').optional(),
})
