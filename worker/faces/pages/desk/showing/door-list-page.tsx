import type { Booking } from '../../../../domain/schemas.ts'
import { writeDate } from '../../written.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { titleOf } from './heading.tsx'
import type { ShowingDetail } from './read-showing.ts'

interface DoorListProps extends DeskProps {
  readonly detail: ShowingDetail
}

/** For paper: everybody by name, with a box to tick for each seat. */
export function DoorListPage({ detail: { showing, bookings }, ...desk }: DoorListProps) {
  const { id, date, time, screen } = showing
  const seats = bookings.reduce((sum, booking) => sum + booking.seats.length, 0)
  return (
    <DeskLayout title={`Door list, ${titleOf(showing)}`} at="/desk" scripts={['desk-print']} {...desk}>
      <h1>{titleOf(showing)}</h1>
      <p>
        <strong>
          {writeDate(date)}, {time}
        </strong>
        , {screen}: {bookings.length} {bookings.length === 1 ? 'booking' : 'bookings'}, {seats}{' '}
        {seats === 1 ? 'seat' : 'seats'}
      </p>
      <p class="steps on-screen">
        <a href={`/desk/showings/${id}`}>Back to the showing</a>
        <button type="button" class="quiet" data-print hidden>
          Print
        </button>
      </p>
      <table class="door-list">
        <caption class="unseen">Who comes, by name</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Seats</th>
            <th scope="col">Phone</th>
          </tr>
        </thead>
        <tbody>
          {bookings.map((booking) => (
            <Row booking={booking} />
          ))}
        </tbody>
      </table>
    </DeskLayout>
  )
}

function Row({ booking: { name, seats, phone } }: { booking: Booking }) {
  return (
    <tr>
      <th scope="row">{name || 'Erased'}</th>
      <td>
        <ul class="boxes">
          {seats.map((seat) => (
            <li>{seat}</li>
          ))}
        </ul>
      </td>
      <td class="number">{phone}</td>
    </tr>
  )
}
