import * as z from 'zod'
import { localDate, name, phone, seatList, timeOfDay } from '../../worker/domain/fields.ts'

export const booking = z.object({
  name,
  date: localDate,
  time: timeOfDay,
  phn: phone,
  tickets: z.int(),
  seats: seatList,
})

export const showing = booking.pick({ date: true, time: true })
