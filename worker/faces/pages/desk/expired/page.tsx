import { daysAfter } from '../../../../domain/venue-time.ts'
import type { Booking } from '../../../../domain/schemas.ts'
import { writeDate } from '../../written.ts'
import { BookingsTable } from '../bookings-table.tsx'
import { type DeskProps, DeskLayout } from '../layout.tsx'

export interface Expired {
  readonly date: string
  readonly today: string
  readonly bookings: readonly Booking[]
  readonly next: string | undefined
}

interface ExpiredProps extends DeskProps {
  readonly expired: Expired
}

export function ExpiredPage({ expired: { date, today, bookings, next }, ...desk }: ExpiredProps) {
  return (
    <DeskLayout title="Expired bookings" at="/desk/expired" {...desk}>
      <h1>Expired bookings</h1>
      <p class="facts">A booking expires eight hours after its showing began.</p>
      <nav class="steps" aria-label="Days">
        <a href={`/desk/expired?date=${daysAfter(date, -1)}`}>Day before</a>
        {date < today && <a href={`/desk/expired?date=${daysAfter(date, 1)}`}>Day after</a>}
      </nav>
      <form class="fields inline" method="get" action="/desk/expired">
        <label>
          Of the showings on
          <input type="date" name="date" value={date} required />
        </label>
        <button type="submit" class="quiet">
          Show
        </button>
      </form>
      <h2>{writeDate(date)}</h2>
      {bookings.length === 0 ? (
        <p class="facts">None.</p>
      ) : (
        <BookingsTable caption={`Expired bookings of ${writeDate(date)}`} bookings={bookings} withShowing />
      )}
      {next !== undefined && (
        <p>
          <a class="button quiet" href={`/desk/expired?date=${date}&after=${encodeURIComponent(next)}`}>
            More of that day
          </a>
        </p>
      )}
    </DeskLayout>
  )
}
