import { rolesFor } from '../../../../domain/access.ts'
import { BookingsTable } from '../bookings-table.tsx'
import { FormHead } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { Said } from '../said.tsx'
import { SaidOfSeats, liveAt } from '../live-seats.tsx'
import { SeatMap } from '../seat-map.tsx'
import { ShowingHeading, titleOf } from './heading.tsx'
import { markSeats } from './mark-seats.ts'
import { OnOrOff } from './on-or-off.tsx'
import type { ShowingDetail } from './read-showing.ts'
import { BlockButtons, SellFields } from './sell-fields.tsx'

interface ShowingProps extends DeskProps {
  readonly detail: ShowingDetail
  readonly form: FormState
  readonly said: Said | undefined
}

export function ShowingPage({ detail, form, said, ...desk }: ShowingProps) {
  const { showing, plan, bookings } = detail
  const { id, status, movie } = showing
  const canBlock = rolesFor('blockSeats')?.includes(desk.role) === true
  const isOnSale = status === 'on_sale'
  return (
    <DeskLayout title={titleOf(showing)} at="/desk" scripts={['desk-ticked', 'desk-map']} {...desk}>
      <Said said={said} />
      <ShowingHeading showing={showing} />
      <nav class="steps" aria-label="Of this showing">
        <a href="#bookings">Bookings</a>
        <a href={`/desk/showings/${id}/door-list`}>Door list</a>
        <a href={`/desk/showings/${id}/tickets.csv`} download>
          Tickets as CSV
        </a>
        {movie !== null && rolesFor('changeShowing')?.includes(desk.role) && (
          <a href={`/desk/programme/showings/${id}`}>Movie and prices</a>
        )}
      </nav>
      <form
        class="counter"
        method="post"
        action={`/desk/showings/${id}/sell`}
        {...liveAt(id, `/desk/showings/${id}`)}
      >
        <FormHead form={form} />
        <SeatMap
          seats={plan.seats}
          categories={plan.categories}
          markOf={markSeats(detail, { canUnblock: canBlock })}
          ticked={new Set(form.typed.getAll('seats'))}
        />
        <div class="till">
          <SaidOfSeats />
          {isOnSale ? <SellFields form={form} /> : <p class="note">Nothing is sold here now.</p>}
          {canBlock && <BlockButtons showing={id} />}
        </div>
      </form>
      <section id="bookings" aria-labelledby="bookings-title" data-live-part>
        <h2 id="bookings-title">Bookings</h2>
        {bookings.length === 0 ? (
          <p class="facts">Nobody has booked yet.</p>
        ) : (
          <BookingsTable caption="Bookings of this showing, by name" bookings={bookings} />
        )}
      </section>
      {movie !== null && <OnOrOff role={desk.role} showing={id} isOff={status === 'cancelled'} />}
    </DeskLayout>
  )
}
