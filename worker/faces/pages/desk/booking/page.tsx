import { cancelReasons } from '../../../../domain/schemas.ts'
import { writeDate, writePrice } from '../../written.ts'
import { Choice, FormHead, FormProblem } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { Moment } from '../moment.tsx'
import { Said } from '../said.tsx'
import { BookingStatus } from '../status.tsx'
import { History, reasonWords } from './history.tsx'
import type { BookingDetail } from './read-booking.ts'

interface BookingProps extends DeskProps {
  readonly detail: BookingDetail
  /** Of the cancellation. */
  readonly form: FormState
  readonly said: Said | undefined
}

export function BookingPage({ detail, form, said, ...desk }: BookingProps) {
  const { id, name, status, showing } = detail.booking
  return (
    <DeskLayout title={name || 'A booking'} {...desk}>
      <Said said={said} />
      <h1>{name || 'Erased'}</h1>
      {status !== 'booked' && <FormProblem form={form} />}
      <Facts detail={detail} zone={desk.zone} />
      <p class="buttons">
        {status === 'booked' && (
          <a class="button" href={`/desk/bookings/${id}/move`}>
            Move to other seats
          </a>
        )}
        <a class="button quiet" href={`/desk/showings/${showing.id}`}>
          See the showing
        </a>
        <a class="button quiet" href={`/b/${id}`}>
          The buyer’s page
        </a>
      </p>
      {status === 'booked' && <CancelForm id={id} form={form} />}
      {detail.history.length > 0 && <History entries={detail.history} zone={desk.zone} />}
    </DeskLayout>
  )
}

function Facts({ detail: { booking, showing: seen }, zone }: { detail: BookingDetail; zone: string }) {
  const { showing, seats, price, phone, status, bookedAt, id } = booking
  return (
    <dl class="told">
      <dt>Status</dt>
      <dd>
        <BookingStatus status={status} />
      </dd>
      <dt>Showing</dt>
      <dd>
        {seen?.movie?.title ?? `Screen ${showing.screen}`}, {writeDate(showing.date)}, {showing.time}
        {seen?.status === 'cancelled' && ' (cancelled)'}
      </dd>
      <dt>{seats.length === 1 ? 'Seat' : 'Seats'}</dt>
      <dd>{seats.join(', ')}</dd>
      {price !== undefined && (
        <>
          <dt>Price</dt>
          <dd>{writePrice(price.total, price.currency)}</dd>
        </>
      )}
      <dt>Phone</dt>
      <dd>{phone || 'erased'}</dd>
      <dt>Booked</dt>
      <dd>
        <Moment at={bookedAt} zone={zone} />
      </dd>
      <dt>Booking</dt>
      <dd class="id">{id}</dd>
    </dl>
  )
}

function CancelForm({ id, form }: { id: string; form: FormState }) {
  return (
    <section aria-labelledby="cancel">
      <h2 id="cancel">Cancel this booking</h2>
      <form class="fields" method="post" action={`/desk/bookings/${id}/cancel`}>
        <FormHead form={form} />
        <Choice
          form={form}
          name="reason"
          label="Why"
          options={[
            { value: '', text: 'Choose a reason' },
            ...cancelReasons.map((reason) => ({ value: reason, text: reasonWords[reason] })),
          ]}
        />
        <button type="submit" class="danger">
          Cancel the booking
        </button>
      </form>
    </section>
  )
}
