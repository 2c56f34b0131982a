import type { Failure } from '../../domain/failures.ts'
import { nameLengthMax, phoneLengthMax } from '../../domain/limits.ts'
import type { Hold } from '../../domain/schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import { Layout } from './layout.tsx'
import type { SeenShowing } from './read-showing.ts'
import { ShowingHead } from './showing-page.tsx'
import { writePrice, writeSeats } from './written.ts'

/** What was typed, to stand there again. */
export interface Typed {
  readonly name: string
  readonly phone: string
}

export interface HoldProps {
  readonly seen: SeenShowing
  readonly hold: Hold
  readonly typed: Typed
  readonly failure?: Failure | undefined
  readonly now: number
}

/** Seats that are kept for a while, and who is to have them. */
export function HoldPage({ seen, hold, typed, failure, now }: HoldProps) {
  const { venue } = seen
  const until = Date.parse(hold.expiresAt)
  const problems = failure?.code === 'invalid_request' ? failure.details.issues : []
  const problemOf = (field: string): string | undefined =>
    problems.find((issue) => issue.field === field)?.problem
  return (
    <Layout title="Your seats" venue={venue.name} styles={['seats']} scripts={['hold', 'once']} isPrivate>
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
          name="name"
          label="Name"
          value={typed.name}
          problem={problemOf('name')}
          autocomplete="name"
          maxlength={nameLengthMax}
        />
        <Field
          name="phone"
          label="Phone"
          type="tel"
          value={typed.phone}
          problem={problemOf('phone')}
          autocomplete="tel"
          maxlength={phoneLengthMax}
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

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type?: string
  readonly value: string
  readonly problem: string | undefined
  readonly autocomplete: string
  readonly maxlength: number
}

/** With what is wrong with it beside it, where a screen reader finds it too. */
function Field({ name, label, type = 'text', value, problem, autocomplete, maxlength }: FieldProps) {
  const described = problem === undefined ? {} : { 'aria-describedby': `${name}-problem` }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        autocomplete={autocomplete}
        maxlength={maxlength}
        required
        aria-invalid={problem === undefined ? 'false' : 'true'}
        {...described}
      />
      {problem !== undefined && (
        <p class="wrong" id={`${name}-problem`}>
          {`${label} ${problem}.`}
        </p>
      )}
    </div>
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
