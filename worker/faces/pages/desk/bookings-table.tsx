import type { Booking } from '../../../domain/schemas.ts'
import { writePrice } from '../written.ts'
import { BookingStatus } from './status.tsx'

interface BookingsTableProps {
  readonly caption: string
  readonly bookings: readonly Booking[]
  /** Where they are of several showings. */
  readonly withShowing?: boolean
}

export function BookingsTable({ caption, bookings, withShowing = false }: BookingsTableProps) {
  return (
    <div class="wide">
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {withShowing && <th scope="col">Showing</th>}
            <th scope="col">Seats</th>
            <th scope="col">Phone</th>
            <th scope="col" class="on-wide">
              Price
            </th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {bookings.map(({ id, name, showing, seats, phone, price, status }) => (
            <tr>
              <th scope="row">
                <a href={`/desk/bookings/${id}`}>{name || 'Erased'}</a>
              </th>
              {withShowing && (
                <td>
                  <a href={`/desk/showings/${showing.id}`}>
                    {showing.date} {showing.time}
                  </a>{' '}
                  {showing.screen}
                </td>
              )}
              <td>{seats.join(', ')}</td>
              <td class="number">{phone}</td>
              <td class="number on-wide">
                {price === undefined ? '' : writePrice(price.total, price.currency)}
              </td>
              <td>
                <BookingStatus status={status} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
