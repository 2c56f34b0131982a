import * as z from 'zod'
import { type FailureCode, failureTable } from '../../../worker/domain/failures.ts'
import { bookingOutput, bookingPageOutput, holdOutput, seatsOutput } from '../../../worker/domain/schemas.ts'
import type { Booking, Held, Listed, SeatMap } from './face.ts'

export const failureCode = z.string().refine((code): code is FailureCode => Object.hasOwn(failureTable, code))

/** A booking as all faces but the classic one tell it. */
export function bookingOf(answer: unknown): Booking {
  const { id, showing, seats, name, phone, status } = bookingOutput.parse(answer)
  return { id, date: showing.date, time: showing.time, seats, name, phone, status }
}

export function listOf(answer: unknown): Listed {
  return { bookings: bookingPageOutput.parse(answer).bookings.map(bookingOf) }
}

export function holdOf(answer: unknown): Held {
  const { id: hold, seats } = holdOutput.parse(answer)
  return { hold, seats }
}

export function seatsOf(answer: unknown): SeatMap {
  const { held, sold } = seatsOutput.parse(answer)
  return { held, sold }
}
