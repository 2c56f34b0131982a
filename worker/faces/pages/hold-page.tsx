import type { Failure } from '../../domain/failures.ts'
import { nameLengthMax, phoneLengthMax } from '../../domain/limits.ts'
import type { Hold } from '../../domain/schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import { Field } from './field.tsx'
import type { FormState } from './form.ts'
import { Layout } from './layout.tsx'
import type { SeenShowing } from './read-showing.ts'
import { ShowingHead } from './showing-page.tsx'
import { writePrice, writeSeats } from './written.ts'

export interface HoldProps {
  readonly seen: SeenShowing
  readonly hold: Hold
  readonly form: FormState
  readonly failure?: Failure | undefined
  readonly now: number
}

/** Seats that are kept for a while, and who is to have them. */
export function HoldPage({ seen, hold, form, failure, now }: HoldProps) {
  const { venue } = seen
  const until = Date.parse(hold.expiresAt)
  return (
    <Layout title="Your seats" venue={venue.name} styles={['seats']} scripts={['hold']} isPrivate>
      <ShowingHead seen={seen} />
      <section class="card held-seats" aria-labelledby="kept">
        <h2 id="kept">{writeSeats(hold.seats)}</h2>
        {hold.quote !== undefined && <p class="price">{writePrice(hold.quote.total, hold.quote.currency)}</p>}
        <p data-left-ms={String(Math.max(0, until - now))} id="left">
          {hold.seats.length === 1 ? 'It is' : 'They are'} yours until{' '}
          <time datetime={hold.expiresAt}>{localOf(until, venue.zone).time}</time>.
        </p>
        <p class="unseen" role="status" id="said" />
      </section>
      <form class="fields" id="booking" method="post" action={`/holds/${hold.id}`} novalidate>
        <h2>Who are they for?</h2>
        {failure !== undefined && <BookingFailure failure={failure} />}
        <Field
          form={form}
          name="name"
          label="Name"
          subject="Name"
          autocomplete="name"
          maxlength={nameLengthMax}
          required
        />
        <Field
          form={form}
          name="phone"
          label="Phone"
          subject="Phone"
          type="tel"
          autocomplete="tel"
          maxlength={phoneLengthMax}
          required
        />
        <button type="submit">{hold.seats.length === 1 ? 'Book this seat' : 'Book these seats'}</button>
        <p id="progress" role="status" />
      </form>
      <form method="post" action={`/holds/${hold.id}/release`}>
        <button type="submit" class="quiet">
          Choose other seats
        </button>
      </form>
    </Layout>
  )
}

function BookingFailure({ failure }: { failure: Failure }) {
  return (
    <p class="note bad" role="alert" data-code={failure.code}>
      {sayFailure(failure)}
    </p>
  )
}

/** What is said of the form's fields stands beside them. */
function sayFailure({ code, message }: Failure): string {
  if (code === 'invalid_request') return 'Something is missing, or not right yet: see below.'
  if (code === 'outcome_unknown')
    return 'We do not know yet whether your booking came through. Press again: it tells, and never books twice.'
  if (code === 'busy') return 'The box office is busy. Nothing is lost: press again in a moment.'
  return message
}
