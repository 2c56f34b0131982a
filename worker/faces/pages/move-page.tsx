import type { Failure } from '../../domain/failures.ts'
import type { ProgrammedShowing } from '../../domain/programme-schemas.ts'
import type { Booking } from '../../domain/schemas.ts'
import { Layout } from './layout.tsx'
import type { SeenSeats } from './read-showing.ts'
import { ChoiceFailure, SeatField, ShowingHead, forScript } from './showing-page.tsx'
import { WhenFields } from './when-fields.tsx'
import { writeMoment, writeSeats } from './written.ts'

export interface MoveProps {
  readonly booking: Booking
  /** Where to. */
  readonly seen: SeenSeats
  readonly chosen: readonly string[]
  /** Of the same movie. */
  readonly others: readonly ProgrammedShowing[]
  /** Any time of its screen can be booked. */
  readonly isOpenSchedule: boolean
  /** The venue's local day. */
  readonly today: string
  readonly failure?: Failure | undefined
}

/** Other seats for a booking, of its own showing or of another. */
export function MovePage(props: MoveProps) {
  const { booking, seen, chosen, failure } = props
  const { showing } = seen
  return (
    <Layout
      title="Move your booking"
      venue={seen.venue.name}
      styles={['room', 'seats']}
      scripts={['seats']}
      isPrivate
      isWide
    >
      <ShowingHead seen={seen} />
      <p class="note">
        You have {writeSeats(booking.seats).replace(/^S/, 's')}, {writeMoment(booking.showing)}. They stay
        yours until the move is done. <a href={`/b/${booking.id}`}>Leave them as they are</a>
      </p>
      <OtherTimes {...props} />
      <form
        class="choosing"
        method="post"
        action={`/b/${booking.id}/move`}
        {...forScript(showing, booking.showing.id === showing.id ? booking.seats : [])}
      >
        <input type="hidden" name="showing" value={showing.id} />
        <SeatField seen={seen} chosen={new Set(chosen)} isClosed={showing.status !== 'on_sale'}>
          {failure !== undefined && <ChoiceFailure failure={failure} />}
        </SeatField>
        <div class="side">
          <div class="choice">
            <p id="choice" role="status">
              Choose the seats to move to.
            </p>
            <button type="submit">Move here</button>
          </div>
        </div>
      </form>
    </Layout>
  )
}

function OtherTimes({ booking, seen, others, isOpenSchedule, today }: MoveProps) {
  const { showing } = seen
  if (isOpenSchedule) {
    return (
      <form class="fields inline other-times" method="get" action={`/b/${booking.id}/move`}>
        <input type="hidden" name="screen" value={showing.screen} />
        <WhenFields date={showing.date} time={showing.time} earliest={today} />
        <button type="submit" class="quiet">
          See that time
        </button>
      </form>
    )
  }
  if (others.length < 2) return null
  return (
    <form class="fields inline other-times" method="get" action={`/b/${booking.id}/move`}>
      <label>
        When
        <select name="showing">
          {others.map((other) => (
            <option value={other.id} selected={other.id === showing.id}>
              {writeMoment(other)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="quiet">
        See its seats
      </button>
    </form>
  )
}
