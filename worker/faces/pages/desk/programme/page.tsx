import type { Movie, ScreenSummary } from '../../../../domain/programme-schemas.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { Said } from '../said.tsx'

export interface Programme {
  readonly movies: readonly Movie[]
  /** Of the page of movies that comes after these. */
  readonly next: string | undefined
  readonly screens: readonly ScreenSummary[]
}

interface ProgrammeProps extends DeskProps {
  readonly programme: Programme
  readonly said: Said | undefined
}

export function ProgrammePage({ programme, said, ...desk }: ProgrammeProps) {
  const { movies, next, screens } = programme
  return (
    <DeskLayout title="Programme" at="/desk/programme" {...desk}>
      <Said said={said} />
      <h1>Programme</h1>
      <section aria-labelledby="screens">
        <h2 id="screens">Screens</h2>
        <ul class="things">
          {screens.map(({ id, name, openSchedule }) => (
            <li>
              <a href={`/desk/programme/screens/${id}`}>{name}</a>
              {openSchedule && <span class="facts">open schedule</span>}
              <a class="button quiet" href={`/desk/programme/showings?screen=${id}`}>
                Add a showing<span class="unseen"> on {name}</span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a class="button quiet" href="/desk/programme/screens">
            Add a screen
          </a>
        </p>
      </section>
      <section aria-labelledby="movies">
        <h2 id="movies">Movies</h2>
        {movies.length === 0 && <p class="facts">None yet.</p>}
        <ul class="things">
          {movies.map(({ id, title, runningMinutes, rating }) => (
            <li>
              <a href={`/desk/programme/movies/${id}`}>{title}</a>
              <span class="facts">
                {runningMinutes} min{rating !== null && ` · ${rating}`}
              </span>
            </li>
          ))}
        </ul>
        <p class="buttons">
          <a class="button quiet" href="/desk/programme/movies">
            Add a movie
          </a>
          {next !== undefined && (
            <a href={`/desk/programme?after=${encodeURIComponent(next)}`}>More movies</a>
          )}
        </p>
      </section>
      <section aria-labelledby="venue">
        <h2 id="venue">The house</h2>
        <p>
          <a href="/desk/programme/venue">Its name, currency and times</a>
        </p>
      </section>
    </DeskLayout>
  )
}
