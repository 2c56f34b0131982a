import QuickLRU from 'quick-lru'
import { expiresAfterMs, timesRememberedMax } from './limits.ts'
import { remembered } from './remembered.ts'

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
const showingIdLengthMax = 'YYYYMMDDThhmmZ'.length + '-'.length + 32
const showingIdPattern = new RegExp(`^(${screenPattern})-(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})Z$`)

export function showingAt(screen: string, startsAt: number): Showing {
  // By its places: to take the marks out by a pattern would take four times as long.
  const iso = new Date(startsAt).toISOString()
  const date = `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}`
  const time = `${iso.slice(11, 13)}${iso.slice(14, 16)}`
  return { id: `${screen}-${date}T${time}Z`, screen, startsAt }
}

/** Null where a text of a showing's form is none, such as one of February's 30th. */
const parsed = new QuickLRU<string, Showing | null>({ maxSize: timesRememberedMax })

/** The showing that an id such as `main-20261124T1830Z` names; undefined where it is not one. */
export function parseShowingId(id: string): Showing | undefined {
  // No more is remembered than what could be an id.
  if (id.length > showingIdLengthMax) return undefined
  return remembered(parsed, id, () => reckonShowing(id)) ?? undefined
}

function reckonShowing(id: string): Showing | null {
  const [, screen, year, month, day, hour, minute] = showingIdPattern.exec(id) ?? []
  if (screen === undefined) return null
  const startsAt = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
  const showing = showingAt(screen, startsAt)
  return showing.id === id ? showing : null
}

export function expiresAt(startsAt: number): number {
  return startsAt + expiresAfterMs
}

/** At this start and before, a showing is expired at `now`. */
export function lastExpiredStart(now: number): number {
  return now - expiresAfterMs
}
