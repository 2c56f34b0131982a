import type { Failure } from '../../domain/failures.ts'
import type { ProgrammedShowing, ScreenSummary, Venue } from '../../domain/programme-schemas.ts'
import { Layout } from './layout.tsx'
import { OpenSchedule } from './open-schedule.tsx'
import { writeDate, writePrice } from './written.ts'

export interface ProgrammeProps {
  readonly venue: Venue
  readonly showings: readonly ProgrammedShowing[]
  /** Of the page of showings that comes after these. */
  readonly next: string | undefined
  /** Those where any date and time can be booked. */
  readonly openScreens: readonly ScreenSummary[]
  readonly screens: readonly ScreenSummary[]
  /** The venue's local day. */
  readonly today: string
  /** Why the date and time that were asked for cannot be had. */
  readonly failure?: Failure | undefined
}

/** What is on, by day and by movie. */
export function ProgrammePage(props: ProgrammeProps) {
  const { venue, showings, next, openScreens, today, failure } = props
  const screenNames = new Map(props.screens.map(({ id, name }) => [id, name]))
  const days = Map.groupBy(showings, ({ date }) => date)
  return (
    <Layout title={venue.name} venue={venue.name} scripts={['once']}>
      <h1>What is on</h1>
      {showings.length === 0 && openScreens.length === 0 && (
        <p class="note">Nothing is announced at the moment.</p>
      )}
      {[...days].map(([date, ofDay]) => (
        <section aria-labelledby={`day-${date}`}>
          <h2 id={`day-${date}`}>{date === today ? `Today, ${writeDate(date)}` : writeDate(date)}</h2>
          {[...Map.groupBy(ofDay, ({ movie }) => movie.id)].map(([, ofMovie]) => (
            <MovieCard showings={ofMovie} screenNames={screenNames} />
          ))}
        </section>
      ))}
      {next !== undefined && (
        <p>
          <a class="button quiet" href={`/?after=${encodeURIComponent(next)}`}>
            Later showings
          </a>
        </p>
      )}
      {openScreens.length > 0 && (
        <OpenSchedule
          title="Choose your own time"
          action="/showings"
          screens={openScreens}
          today={today}
          earliest={today}
          failure={failure}
        />
      )}
    </Layout>
  )
}

interface MovieCardProps {
  readonly showings: readonly ProgrammedShowing[]
  readonly screenNames: ReadonlyMap<string, string>
}

function MovieCard({ showings, screenNames }: MovieCardProps) {
  const movie = showings[0]?.movie
  if (movie === undefined) return null
  return (
    <article class="movie">
      {movie.posterUrl !== null && (
        <img src={movie.posterUrl} alt="" width="96" height="144" loading="lazy" />
      )}
      <div>
        <h3>{movie.title}</h3>
        <p class="facts">
          {movie.runningMinutes} min{movie.rating !== null && ` · ${movie.rating}`}
        </p>
        <ul class="times">
          {showings.map((showing) => (
            <li>
              <Time showing={showing} screen={screenNames.get(showing.screen) ?? showing.screen} />
            </li>
          ))}
        </ul>
      </div>
    </article>
  )
}

function Time({ showing, screen }: { showing: ProgrammedShowing; screen: string }) {
  const { id, time, status, prices, currency } = showing
  const lowest = prices === null ? undefined : Math.min(...Object.values(prices))
  return (
    <a class={status === 'on_sale' ? 'time' : 'time off'} href={`/showings/${id}`}>
      <strong>{time}</strong> <span>{screen}</span>{' '}
      <span class="facts">
        {stateOf(showing)}
        {status === 'on_sale' && lowest !== undefined && ` · from ${writePrice(lowest, currency)}`}
      </span>
    </a>
  )
}

function stateOf({ status, seats }: ProgrammedShowing): string {
  if (status === 'cancelled') return 'Cancelled'
  if (status === 'closed') return 'Sales closed'
  if (status === 'announced') return 'On sale soon'
  if (seats.free === 0) return 'Sold out'
  return seats.free === 1 ? '1 seat left' : `${seats.free} seats left`
}
