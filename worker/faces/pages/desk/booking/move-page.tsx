import type { Booking } from '../../../../domain/schemas.ts'
import type { PlannedSeat } from '../../seat-lines.ts'
import { writeDate } from '../../written.ts'
import { FormHead } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { SaidOfSeats, liveAt } from '../live-seats.tsx'
import { type SeatMark, SeatMap } from '../seat-map.tsx'
import { ShowingHeading } from '../showing/heading.tsx'
import { markSeats } from '../showing/mark-seats.ts'
import type { MoveDetail } from './read-move.ts'
import { ChooseShowing } from './choose-showing.tsx'

interface MoveProps extends DeskProps {
  readonly detail: MoveDetail
  readonly form: FormState
}

export function MovePage({ detail, form, ...desk }: MoveProps) {
  const { booking, target, upcoming, openScreens } = detail
  const { showing, plan } = target
  const isElsewhere = showing.id !== booking.showing.id
  const ticked = form.typed.getAll('seats')
  const move = `/desk/bookings/${booking.id}/move`
  return (
    <DeskLayout title={`Move ${booking.name}`} scripts={['desk-ticked', 'desk-map']} {...desk}>
      <h1>Move {booking.name || 'a booking'}</h1>
      <p>
        Now in {booking.seats.join(', ')}, {writeDate(booking.showing.date)}, {booking.showing.time}.{' '}
        <a href={`/desk/bookings/${booking.id}`}>Leave it there</a>
      </p>
      <ChooseShowing booking={booking} upcoming={upcoming} openScreens={openScreens} chosen={showing.id} />
      <h2>{isElsewhere ? 'Seats there' : 'Other seats'}</h2>
      <ShowingHeading showing={showing} level={3} />
      <form
        class="counter"
        method="post"
        action={move}
        {...liveAt(showing.id, `${move}?showing=${encodeURIComponent(showing.id)}`)}
      >
        <FormHead form={form} />
        <input type="hidden" name="showing" value={showing.id} />
        <SeatMap
          seats={plan.seats}
          categories={plan.categories}
          markOf={markForMove(detail)}
          ticked={new Set(ticked.length > 0 ? ticked : ownSeats(booking, showing.id))}
        />
        <div class="till">
          <SaidOfSeats />
          <button type="submit">Move here</button>
        </div>
      </form>
    </DeskLayout>
  )
}

function ownSeats(booking: Booking, showing: string): readonly string[] {
  return booking.showing.id === showing ? booking.seats : []
}

/** Its own seats are free to it. */
function markForMove({ booking, target }: MoveDetail): (seat: PlannedSeat) => SeatMark {
  const own = new Set(ownSeats(booking, target.showing.id))
  const markOf = markSeats(target, { canUnblock: false })
  return (seat) => (own.has(seat.label) ? { kind: 'own', canTick: true } : markOf(seat))
}
