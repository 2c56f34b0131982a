import { expiresAfterMs } from './limits.ts'

export type ShowingId = `${string}-${string}Z`

/** One movie on one screen at one instant: what a desk decides for. */
export interface Showing {
  readonly id: ShowingId
  readonly screen: string
  /** Epoch milliseconds, a whole minute. */
  readonly startsAt: number
}

const screenPattern = '[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?'
export const screenIdPattern = new RegExp(`^${screenPattern}$`)
const showingIdPattern = new RegExp(`^(${screenPattern})-(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})Z$`)

export function showingAt(screen: string, startsAt: number): Showing {
  const compact = new Date(startsAt).toISOString().replaceAll(/[-:]/g, '').slice(0, 'yyyymmddThhmm'.length)
  return { id: `${screen}-${compact}Z`, screen, startsAt }
}

/** The showing that an id such as `main-20261124T1830Z` names; undefined where it is not one. */
export function parseShowingId(id: string): Showing | undefined {
  const [, screen, year, month, day, hour, minute] = showingIdPattern.exec(id) ?? []
  if (screen === undefined) return undefined
  const startsAt = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
  const showing = showingAt(screen, startsAt)
  return showing.id === id ? showing : undefined
}

export function expiresAt(startsAt: number): number {
  return startsAt + expiresAfterMs
}

/** At this start and before, a showing is expired at `now`. */
export function lastExpiredStart(now: number): number {
  return now - expiresAfterMs
}
