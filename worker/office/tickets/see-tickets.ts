import { readScansOfBooking } from '../../../db/scans.ts'
import { foldScans } from '../../domain/admissions.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { parseShowingId } from '../../domain/showing.ts'
import type { Tickets } from '../../domain/ticket-schemas.ts'
import type { House } from '../house.ts'
import { iso } from '../present.ts'
import { scanOf, ticketVersion } from './stored.ts'

/** The tickets of a booking with their codes, for who has its id. */
export async function seeTickets(house: House, { id }: { id: string }): Promise<Result<Tickets>> {
  const [booking, scans] = await Promise.all([house.findBooking(id), readScansOfBooking(house.db, id)])
  if (booking === undefined) return refuse('booking_not_found', { by: 'id' })
  const showing = parseShowingId(booking.showingId)?.id
  if (showing === undefined) throw new Error(`a booking of no showing: ${booking.showingId}`)
  const seats = booking.status === 'cancelled' ? [] : booking.seats
  const admitted = foldScans(scans.map(scanOf))
  const version = ticketVersion(booking)
  const tickets = seats.map(async (seat) => {
    const first = admitted.get(seat)?.first
    const serial = await house.ticketSigner.serial(id, seat)
    const code = await house.ticketSigner.sign({ showing, seat, serial, version })
    return { seat, code, admittedAt: first === undefined ? null : iso(first.at) }
  })
  return accept({ booking: id, tickets: await Promise.all(tickets) })
}
