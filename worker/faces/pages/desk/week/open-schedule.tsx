import type { ScreenSummary } from '../../../../domain/programme-schemas.ts'

interface OpenScheduleProps {
  readonly screens: readonly ScreenSummary[]
  readonly today: string
  readonly problem: string | undefined
}

/** Leads to any date and time where one can be booked. */
export function OpenSchedule({ screens, today, problem }: OpenScheduleProps) {
  return (
    <section aria-labelledby="open-schedule">
      <h2 id="open-schedule">Another time</h2>
      <form class="fields inline" action="/desk/showings" method="get">
        {problem !== undefined && (
          <p class="note bad" role="alert">
            {problem}
          </p>
        )}
        <label>
          Screen
          <select name="screen">
            {screens.map(({ id, name }) => (
              <option value={id}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Date
          <input type="date" name="date" value={today} required />
        </label>
        <label>
          Time
          <input type="time" name="time" value="20:00" required />
        </label>
        <button type="submit" class="quiet">
          See the seats
        </button>
      </form>
    </section>
  )
}
