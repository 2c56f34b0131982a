import { pageSizeMax } from '../../../../domain/limits.ts'
import type { ProgrammedShowing, ScreenSummary } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { daysAfter, localOf } from '../../../../domain/venue-time.ts'
import type { Office } from '../../../../office/office.ts'
import { type Unlisted, readUnlisted } from './read-unlisted.ts'

const days = 7

export interface Day {
  readonly date: string
  readonly showings: readonly ProgrammedShowing[]
  /** Of open schedules, whose showings come to be with their first booking. */
  readonly unlisted: readonly Unlisted[]
}

export interface Week {
  readonly today: string
  readonly days: readonly Day[]
  readonly before: string
  readonly after: string
  readonly screens: ReadonlyMap<string, string>
  readonly openScreens: readonly ScreenSummary[]
}

/** Seven days from the one that is given, or from today. */
export async function readWeek(office: Office, first: string | undefined): Promise<Result<Week>> {
  const { programme } = office
  const venue = await programme.seeVenue()
  if (!venue.ok) return venue
  const today = localOf(Date.now(), venue.value.zone).date
  const from = first ?? today
  const dates = Array.from({ length: days }, (_, day) => daysAfter(from, day))
  const [listed, screened] = await Promise.all([
    programme.listShowings({ from: dates[0], to: dates.at(-1), limit: pageSizeMax }),
    programme.listScreens(),
  ])
  if (!listed.ok) return listed
  if (!screened.ok) return screened
  const { screens } = screened.value
  const openScreens = screens.filter(({ openSchedule }) => openSchedule)
  const byDate = Map.groupBy(listed.value.showings, ({ date }) => date)
  const unlisted = await Promise.all(dates.map((date) => readUnlisted(office, openScreens, date)))
  return accept({
    today,
    days: dates.map((date, day) => {
      const showings = byDate.get(date) ?? []
      const known = new Set(showings.map(({ id }) => id))
      return { date, showings, unlisted: (unlisted[day] ?? []).filter(({ id }) => !known.has(id)) }
    }),
    before: daysAfter(from, -days),
    after: daysAfter(from, days),
    screens: new Map(screens.map(({ id, name }) => [id, name])),
    openScreens,
  })
}
