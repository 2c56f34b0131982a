import type { ProgrammedShowing, ScreenSummary } from '../../../../domain/programme-schemas.ts'
import type { Booking } from '../../../../domain/schemas.ts'
import { ScreenField, WhenFields } from '../../when-fields.tsx'
import { writeDate } from '../../written.ts'

interface ChooseShowingProps {
  readonly booking: Booking
  readonly upcoming: readonly ProgrammedShowing[]
  readonly openScreens: readonly ScreenSummary[]
  readonly chosen: string
}

/** Another showing of the programme, or another time of an open schedule. */
export function ChooseShowing({ booking, upcoming, openScreens, chosen }: ChooseShowingProps) {
  const action = `/desk/bookings/${booking.id}/move`
  return (
    <details open={booking.showing.id !== chosen}>
      <summary>To another showing</summary>
      {upcoming.length > 0 && (
        <form class="fields inline" method="get" action={action}>
          <label>
            Showing
            <select name="showing">
              {upcoming.map(({ id, date, time, movie, screen, seats }) => (
                <option value={id} selected={id === chosen}>
                  {writeDate(date)}, {time}: {movie.title}, {screen} ({seats.free} free)
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="quiet">
            See its seats
          </button>
        </form>
      )}
      {openScreens.length > 0 && (
        <form class="fields inline" method="get" action={action}>
          <ScreenField screens={openScreens} />
          <WhenFields date={booking.showing.date} time={booking.showing.time} />
          <button type="submit" class="quiet">
            See the seats
          </button>
        </form>
      )}
    </details>
  )
}
