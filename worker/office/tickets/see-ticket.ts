import { type Result, accept } from '../../domain/result.ts'
import { expiresAt, parseShowingId } from '../../domain/showing.ts'
import type { TicketView } from '../../domain/ticket-schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import type { House } from '../house.ts'
import { iso } from '../present.ts'
import { findByCode, readCode } from './find-by-code.ts'

/** One ticket, for who has its code and nothing else. */
export async function seeTicket(house: House, { code }: { code: string }): Promise<Result<TicketView>> {
  const read = await readCode(house, code)
  if (!read.ok) return read
  const { showing, seat, startsAt } = read.value
  const found = await findByCode(house, read.value)
  if (!found.ok) return found
  const { admittedAt } = found.value
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
