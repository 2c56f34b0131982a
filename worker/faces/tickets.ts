import { csvFormatRow } from 'd3-dsv'
import * as z from 'zod'
import { majorUnits } from '../domain/currency.ts'
import { pageSizeMax, planSeatsMax } from '../domain/limits.ts'
import { type Result, accept } from '../domain/result.ts'
import { type Booking, type ShowingRef, showingInput } from '../domain/schemas.ts'
import type { Office } from '../office/office.ts'

export const ticketsInput = showingInput
export const ticketsText = z.string()
export const ticketsMedia = 'text/csv; charset=utf-8; header=present'

const columns = ['seat', 'name', 'phone', 'booking', 'status', 'price', 'currency', 'booked at']

/** Each booking has a seat at least. */
const pagesMax = Math.ceil(planSeatsMax / pageSizeMax)

/** A line for each seat that is sold. What a spreadsheet would take for a formula is marked as text. */
export async function readTickets(
  office: Office,
  { showing }: z.output<typeof ticketsInput>,
): Promise<Result<string>> {
  const [plan, bookings] = await Promise.all([office.seePlan({ showing }), readBookings(office, showing)])
  // First whether he who asks may.
  if (!bookings.ok) return bookings
  if (!plan.ok) return plan
  const order = new Map(plan.value.seats.map(({ label }, index) => [label, index]))
  const rows = bookings.value
    .flatMap(linesOf)
    .sort(([one = ''], [other = '']) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
  return accept([columns, ...rows].map((row) => `${csvFormatRow(row.map(asText))}\r\n`).join(''))
}

/** A spreadsheet runs what begins like a formula. */
function asText(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}

/** All bookings of a showing. */
export async function readBookings(office: Office, showing: ShowingRef): Promise<Result<Booking[]>> {
  const bookings: Booking[] = []
  let cursor: string | undefined
  for (let page = 0; page < pagesMax; page += 1) {
    const listed = await office.listBookings({ showing, cursor, limit: pageSizeMax })
    if (!listed.ok) return listed
    bookings.push(...listed.value.bookings)
    cursor = listed.value.next
    if (cursor === undefined) return accept(bookings)
  }
  throw new Error('a showing with more bookings than a plan has seats')
}

function linesOf({ id, seats, name, phone, status, price, bookedAt }: Booking): string[][] {
  return seats.map((seat, index) => {
    const paid = price === undefined ? '' : majorUnits(price.bySeat[index] ?? 0, price.currency)
    return [seat, name, phone, id, status, paid, price?.currency ?? '', bookedAt]
  })
}
