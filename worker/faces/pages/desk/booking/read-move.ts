import { pageSizeDefault } from '../../../../domain/limits.ts'
import type { ProgrammedShowing, ScreenSummary } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import type { Booking, ShowingRef } from '../../../../domain/schemas.ts'
import type { Office } from '../../../../office/office.ts'
import { type ShowingDetail, readShowing } from '../showing/read-showing.ts'
import { readBooking } from './read-booking.ts'

/** A booking, where it may go, and the seats there. */
export interface MoveDetail {
  readonly booking: Booking
  readonly target: ShowingDetail
  readonly upcoming: readonly ProgrammedShowing[]
  readonly openScreens: readonly ScreenSummary[]
}

/** To another showing where one is named, else within its own. */
export async function readMove(
  office: Office,
  { id, to }: { id: string; to: ShowingRef | undefined },
): Promise<Result<MoveDetail>> {
  const read = await readBooking(office, id)
  if (!read.ok) return read
  const { booking } = read.value
  const [target, listed, screened] = await Promise.all([
    readShowing(office, to ?? booking.showing.id),
    office.programme.listShowings({ limit: pageSizeDefault }),
    office.programme.listScreens(),
  ])
  if (!target.ok) return target
  if (!listed.ok) return listed
  if (!screened.ok) return screened
  return accept({
    booking,
    target: target.value,
    upcoming: listed.value.showings.filter(({ status }) => status === 'on_sale'),
    openScreens: screened.value.screens.filter(({ openSchedule }) => openSchedule),
  })
}
