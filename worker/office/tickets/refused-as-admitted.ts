import { readScansOfBooking } from '../../../db/scans.ts'
import { type Refused, refuse } from '../../domain/result.ts'
import type { House } from '../house.ts'

/** Where somebody was let in with a booking, it neither moves nor is cancelled: the database sees to it, and this says why. */
export async function refusedAsAdmitted({ db }: House, booking: string): Promise<Refused | undefined> {
  const scans = await readScansOfBooking(db, booking)
  if (scans.length === 0) return undefined
  return refuse('booking_admitted', { booking, seats: [...new Set(scans.map(({ seat }) => seat))].sort() })
}
