import { type Result, accept, refuse } from '../domain/result.ts'
import type { Booking } from '../domain/schemas.ts'
import type { House } from './house.ts'
import { asOf, presentBooking } from './present.ts'

export async function seeBooking(house: House, { id }: { id: string }): Promise<Result<Booking>> {
  const booking = await house.findBooking(id)
  if (booking === undefined) return refuse('booking_not_found', { by: 'id' })
  return accept(await presentBooking(house, asOf(house.now(), booking)))
}
