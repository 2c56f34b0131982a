import { pageSizeMax } from '../../../../domain/limits.ts'
import type { ScreenSummary } from '../../../../domain/programme-schemas.ts'
import type { Office } from '../../../../office/office.ts'

/** A showing of an open schedule that somebody has booked. */
export interface Unlisted {
  readonly id: string
  readonly time: string
  readonly screen: string
  readonly sold: number
}

/** Of one day, by its bookings. */
export async function readUnlisted(
  office: Office,
  openScreens: readonly ScreenSummary[],
  date: string,
): Promise<Unlisted[]> {
  if (openScreens.length === 0) return []
  const open = new Set(openScreens.map(({ id }) => id))
  const listed = await office.listBookings({ date, limit: pageSizeMax })
  if (!listed.ok) return []
  const ofOpen = listed.value.bookings.filter(({ showing }) => open.has(showing.screen))
  return [...Map.groupBy(ofOpen, ({ showing }) => showing.id)].flatMap(([id, bookings]) => {
    const showing = bookings[0]?.showing
    if (showing === undefined) return []
    const { time, screen } = showing
    return [{ id, time, screen, sold: bookings.reduce((sum, { seats }) => sum + seats.length, 0) }]
  })
}
