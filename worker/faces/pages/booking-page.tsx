import type { Failure } from '../../domain/failures.ts'
import type { Booking } from '../../domain/schemas.ts'
import { Layout } from './layout.tsx'
import type { SeenShowing } from './read-showing.ts'
import { TicketCard } from './ticket-card.tsx'
import { titleOf } from './showing-page.tsx'
import { writeMoment, writePrice, writeSeats } from './written.ts'

export interface BookingProps {
  readonly seen: SeenShowing
  readonly booking: Booking
  readonly failure?: Failure | undefined
}

const heads: Readonly<Record<Booking['status'], string>> = {
  booked: 'You are booked',
  expired: 'This evening is over',
  cancelled: 'This booking is cancelled',
}

/** A booking, with a ticket for each of its seats. Whoever has its address may change it. */
export function BookingPage({ seen, booking, failure }: BookingProps) {
  const { seats, status, price } = booking
  const isBooked = status === 'booked'
  return (
    <Layout
      title={titleOf(seen)}
      venue={seen.venue.name}
      styles={['tickets']}
      scripts={['booking', 'once']}
      isPrivate
    >
      <h1>{titleOf(seen)}</h1>
      <p class={`note ${isBooked ? 'good' : 'bad'}`} role="status">
        {heads[status]}
        {isBooked && `: show ${seats.length === 1 ? 'this ticket' : 'these tickets'} at the door.`}
      </p>
      {failure !== undefined && (
        <p class="note bad" role="alert" data-code={failure.code}>
          {failure.message}
        </p>
      )}
      <dl class="details">
        <Fact name="When">
          <time datetime={booking.showing.startsAt}>{writeMoment(booking.showing)}</time>
        </Fact>
        <Fact name="Where">{seen.screenName}</Fact>
        <Fact name={seats.length === 1 ? 'Seat' : 'Seats'}>{seats.join(', ')}</Fact>
        <Fact name="For">{booking.name}</Fact>
        {price !== undefined && <Fact name="Price">{writePrice(price.total, price.currency)}</Fact>}
      </dl>
      {isBooked && (
        <>
          <h2>{seats.length === 1 ? 'Your ticket' : 'Your tickets'}</h2>
          <ul class={`tickets ${sizeOf(seats.length)}`}>
            {seats.map((seat) => (
              <li>
                <TicketCard seen={seen} seat={seat} />
              </li>
            ))}
          </ul>
          <BookingActions booking={booking} />
        </>
      )}
    </Layout>
  )
}

/** So that all of them fit one sheet of paper. */
function sizeOf(count: number): string {
  if (count <= 2) return 'few'
  return count <= 6 ? 'some' : 'many'
}

function Fact({ name, children }: { name: string; children?: unknown }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function BookingActions({ booking: { id, seats } }: { booking: Booking }) {
  return (
    <section class="actions" aria-label="Your booking">
      <p class="row-of-buttons">
        <a class="button quiet" href={`/v1/bookings/${id}/calendar.ics`}>
          Add to calendar
        </a>
        <a class="button quiet" href={`/b/${id}/move`}>
          Move to other seats or another time
        </a>
        <button type="button" class="quiet" id="print" hidden>
          Print
        </button>
      </p>
      <p class="facts">
        Keep this page’s address, and keep it to yourself: whoever has it can move and cancel the booking.
      </p>
      <details class="card">
        <summary>Cancel the booking</summary>
        <form method="post" action={`/b/${id}/cancel`}>
          <p>
            {seats.length === 1 ? 'Its seat is' : 'All of its seats are'} free for others at once. This cannot
            be undone.
          </p>
          <button type="submit">Cancel {writeSeats(seats).replace(/^S/, 's')}</button>
        </form>
      </details>
    </section>
  )
}
