import { readScansOfBooking } from '../../../db/scans.ts'
import { findTicket } from '../../../db/tickets.ts'
import { foldScans } from '../../domain/admissions.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { expiresAt, parseShowingId } from '../../domain/showing.ts'
import type { TicketView } from '../../domain/ticket-schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import type { House } from '../house.ts'
import { iso } from '../present.ts'
import { isCurrent, readCode, scanOf } from './stored.ts'

/** One ticket, for who has its code and nothing else. */
export async function seeTicket(house: House, { code }: { code: string }): Promise<Result<TicketView>> {
  const read = await readCode(house, code)
  if (!read.ok) return read
  const { showing, seat, startsAt } = read.value
  const stored = await findTicket(house.db, { showing, seat })
  if (stored === undefined || !(await isCurrent(house, read.value, stored)))
    return refuse('ticket_stale', { showing, seat })
  const scans = await readScansOfBooking(house.db, stored.bookingId)
  const admittedAt = foldScans(scans.map(scanOf)).get(seat)?.first.at ?? null
  const unused = expiresAt(startsAt) <= house.now() ? 'expired' : 'valid'
  return accept({
    showing: {
      id: showing,
      screen: parseShowingId(showing)?.screen ?? '',
      ...localOf(startsAt, house.zone),
      startsAt: iso(startsAt),
    },
    seat,
    status: admittedAt === null ? unused : 'admitted',
    admittedAt: admittedAt === null ? null : iso(admittedAt),
  })
}
