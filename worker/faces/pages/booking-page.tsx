import type { Failure } from '../../domain/failures.ts'
import type { Booking } from '../../domain/schemas.ts'
import type { Tickets } from '../../domain/ticket-schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import { Layout } from './layout.tsx'
import type { SeenShowing } from './read-showing.ts'
import { TicketCard } from './ticket-card.tsx'
import { titleOf } from './showing-page.tsx'
import { writeMoment, writePrice, writeSeats } from './written.ts'

export interface BookingProps {
  readonly seen: SeenShowing
  readonly booking: Booking
  readonly tickets: Tickets['tickets']
  readonly failure?: Failure | undefined
}

const heads: Readonly<Record<Booking['status'], string>> = {
  booked: 'You are booked',
  expired: 'This evening is over',
  cancelled: 'This booking is cancelled',
}

/** A booking, with a ticket for each of its seats. Whoever has its address may change it. */
export function BookingPage({ seen, booking, tickets, failure }: BookingProps) {
  const { seats, status, price } = booking
  const isBooked = status === 'booked'
  return (
    <Layout
      title={titleOf(seen)}
      venue={seen.venue.name}
      styles={['tickets']}
      scripts={['booking']}
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
        <Fact name={seats.length === 1 ? 'Seat' : 'Seats'} kind="seats">
          {seats.join(', ')}
        </Fact>
        <Fact name="For">{booking.name}</Fact>
        {price !== undefined && <Fact name="Price">{writePrice(price.total, price.currency)}</Fact>}
      </dl>
      {isBooked && (
        <>
          <h2>{seats.length === 1 ? 'Your ticket' : 'Your tickets'}</h2>
          <ul class={`tickets ${sizeOf(seats.length)}`}>
            {tickets.map((ticket) => (
              <li>
                <BookedTicket seen={seen} {...ticket} />
              </li>
            ))}
          </ul>
          <BookingActions
            booking={booking}
            mayChange={tickets.every(({ admittedAt }) => admittedAt === null)}
          />
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

function Fact({ name, kind, children }: { name: string; kind?: string; children?: unknown }) {
  return (
    <div class={kind}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** With a link that shows it alone. */
function BookedTicket({ seen, seat, code, admittedAt }: { seen: SeenShowing } & Tickets['tickets'][number]) {
  const admitted = admittedAt === null ? undefined : localOf(Date.parse(admittedAt), seen.venue.zone).time
  return (
    <>
      <TicketCard seen={seen} seat={seat} code={code} admitted={admitted} />
      <p class="share">
        <a href={`/t/${code}`} data-share={`Seat ${seat}, ${titleOf(seen)}`}>
          Share this ticket<span class="unseen"> for seat {seat}</span>
        </a>
      </p>
    </>
  )
}

function BookingActions({ booking: { id, seats }, mayChange }: { booking: Booking; mayChange: boolean }) {
  return (
    <section class="actions" aria-label="Your booking">
      <p class="row-of-buttons">
        <a class="button quiet" href={`/v1/bookings/${id}/calendar.ics`}>
          Add to calendar
        </a>
        {mayChange && (
          <a class="button quiet" href={`/b/${id}/move`}>
            Move to other seats or another time
          </a>
        )}
        <button type="button" class="quiet" id="print" hidden>
          Print
        </button>
      </p>
      <p class="facts">
        Keep this page’s address, and keep it to yourself: whoever has it can move and cancel the booking. To
        send a friend a ticket, share it by its own link.
      </p>
      {mayChange && (
        <details class="card">
          <summary>Cancel the booking</summary>
          <form method="post" action={`/b/${id}/cancel`}>
            <p>
              {seats.length === 1 ? 'Its seat is' : 'All of its seats are'} free for others at once. This
              cannot be undone.
            </p>
            <button type="submit">Cancel {writeSeats(seats).replace(/^S/, 's')}</button>
          </form>
        </details>
      )}
    </section>
  )
}
