import type { Failure } from '../../domain/failures.ts'
import type { ScreenSummary } from '../../domain/programme-schemas.ts'
import { ScreenField, WhenFields } from './when-fields.tsx'

interface OpenScheduleProps {
  readonly title: string
  /** Where a date and a time lead to their showing. */
  readonly action: string
  /** Those where any date and time can be booked. */
  readonly screens: readonly ScreenSummary[]
  /** The venue's local day. */
  readonly today: string
  readonly earliest?: string | undefined
  /** Why the date and time that were asked for cannot be had. */
  readonly failure: Failure | undefined
}

/** Leads to any date and time where one can be booked. */
export function OpenSchedule({ title, action, screens, today, earliest, failure }: OpenScheduleProps) {
  return (
    <section aria-labelledby="open-schedule">
      <h2 id="open-schedule">{title}</h2>
      <form class="fields inline" action={action} method="get">
        {failure !== undefined && (
          <p class="note bad" role="alert" data-code={failure.code}>
            {failure.message}
          </p>
        )}
        {screens.length === 1 ? (
          <input type="hidden" name="screen" value={screens[0]?.id} />
        ) : (
          <ScreenField screens={screens} />
        )}
        <WhenFields date={today} time="20:00" earliest={earliest} />
        <button type="submit">See the seats</button>
      </form>
    </section>
  )
}
