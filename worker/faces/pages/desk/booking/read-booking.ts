import type { HistoryEntry } from '../../../../domain/history-schemas.ts'
import { pageSizeDefault } from '../../../../domain/limits.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { type Booking, type ShowingView, bookingInput } from '../../../../domain/schemas.ts'
import type { Office } from '../../../../office/office.ts'
import { parsed } from '../../../parsed.ts'

export interface BookingDetail {
  readonly booking: Booking
  /** None where it cannot be seen any more. */
  readonly showing: ShowingView | undefined
  readonly history: readonly HistoryEntry[]
}

export async function readBooking(office: Office, id: string): Promise<Result<BookingDetail>> {
  const input = parsed(bookingInput, { id })
  const seen = input.ok ? await office.seeBooking(input.value) : input
  if (!seen.ok) return seen
  const [showing, history] = await Promise.all([
    office.seeShowing({ showing: seen.value.showing.id }),
    office.seeHistory({ id, limit: pageSizeDefault }),
  ])
  return accept({
    booking: seen.value,
    showing: showing.ok ? showing.value : undefined,
    history: history.ok ? history.value.entries : [],
  })
}
