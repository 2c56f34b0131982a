import type { Failure } from '../../../../domain/failures.ts'
import type { ProgrammedShowing } from '../../../../domain/programme-schemas.ts'
import { OpenSchedule } from '../../open-schedule.tsx'
import { writeDate } from '../../written.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { Occupancy } from '../occupancy.tsx'
import { ShowingStatus } from '../status.tsx'
import type { Unlisted } from './read-unlisted.ts'
import type { Day, Week } from './read-week.ts'

interface WeekProps extends DeskProps {
  readonly week: Week
  readonly failure?: Failure | undefined
}

export function WeekPage({ week, failure, ...desk }: WeekProps) {
  const { days, today, before, after, screens, openScreens } = week
  const isThisWeek = days[0]?.date === today
  return (
    <DeskLayout title="The week" at="/desk" {...desk}>
      <h1>{isThisWeek ? 'Today and the week' : 'The week'}</h1>
      <nav class="steps" aria-label="Weeks">
        <a href={`/desk?from=${before}`}>Week before</a>
        {!isThisWeek && <a href="/desk">Today</a>}
        <a href={`/desk?from=${after}`}>Week after</a>
      </nav>
      {days.map((day) => (
        <DaySection day={day} today={today} screens={screens} />
      ))}
      {openScreens.length > 0 && (
        <OpenSchedule
          title="Another time"
          action="/desk/showings"
          screens={openScreens}
          today={today}
          failure={failure}
        />
      )}
    </DeskLayout>
  )
}

interface DayProps {
  readonly day: Day
  readonly today: string
  readonly screens: ReadonlyMap<string, string>
}

function DaySection({ day: { date, showings, unlisted }, today, screens }: DayProps) {
  const isEmpty = showings.length === 0 && unlisted.length === 0
  return (
    <section aria-labelledby={`day-${date}`}>
      <h2 id={`day-${date}`}>{date === today ? `Today, ${writeDate(date)}` : writeDate(date)}</h2>
      {isEmpty && <p class="facts">Nothing is on.</p>}
      <ul class="evening">
        {showings.map((showing) => (
          <Showing showing={showing} screen={screens.get(showing.screen) ?? showing.screen} />
        ))}
        {unlisted.map((showing) => (
          <OpenShowing showing={showing} screen={screens.get(showing.screen) ?? showing.screen} />
        ))}
      </ul>
    </section>
  )
}

function Showing({ showing, screen }: { showing: ProgrammedShowing; screen: string }) {
  const { id, time, movie, seats, status } = showing
  return (
    <li>
      <time>{time}</time>
      <span class="what">
        <a href={`/desk/showings/${id}`}>{movie.title}</a> <span class="facts">{screen}</span>
      </span>
      <ShowingStatus status={status} />
      <Occupancy counts={seats} />
    </li>
  )
}

function OpenShowing({ showing: { id, time, sold }, screen }: { showing: Unlisted; screen: string }) {
  return (
    <li>
      <time>{time}</time>
      <span class="what">
        <a href={`/desk/showings/${id}`}>{screen}</a> <span class="facts">open schedule</span>
      </span>
      <span class="occupancy">
        <strong>{sold}</strong> sold
      </span>
    </li>
  )
}
