import { writeDate } from '../../written.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import type { Week } from '../week/read-week.ts'

/** Yesterday's late ones are still coming in. */
const daysShown = 3

/** Which showing a door is for. */
export function DoorChoicePage({ week, ...desk }: DeskProps & { readonly week: Week }) {
  const days = week.days.slice(0, daysShown)
  return (
    <DeskLayout title="The door" at="/desk/door" {...desk}>
      <h1>The door</h1>
      <p class="facts">Choose the showing that people come in for.</p>
      {days.map(({ date, showings, unlisted }) => (
        <section aria-labelledby={`day-${date}`}>
          <h2 id={`day-${date}`}>{date === week.today ? `Today, ${writeDate(date)}` : writeDate(date)}</h2>
          {showings.length + unlisted.length === 0 && <p class="facts">Nothing is on.</p>}
          <ul class="times">
            {showings.map(({ id, time, movie, screen }) => (
              <DoorLink id={id} time={time} what={movie.title} screen={week.screens.get(screen) ?? screen} />
            ))}
            {unlisted.map(({ id, time, screen }) => (
              <DoorLink id={id} time={time} what="" screen={week.screens.get(screen) ?? screen} />
            ))}
          </ul>
        </section>
      ))}
    </DeskLayout>
  )
}

interface LinkProps {
  readonly id: string
  readonly time: string
  readonly what: string
  readonly screen: string
}

function DoorLink({ id, time, what, screen }: LinkProps) {
  return (
    <li>
      <a class="time" href={`/desk/door/${id}`}>
        <strong>{time}</strong>
        <span>{what || screen}</span>
        {what !== '' && <span class="facts">{screen}</span>}
      </a>
    </li>
  )
}
