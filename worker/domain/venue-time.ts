import QuickLRU from 'quick-lru'
import * as Instant from 'temporal-polyfill/fns/Instant'
import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime'
import * as PlainTime from 'temporal-polyfill/fns/PlainTime'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'
import { timesRememberedMax } from './limits.ts'
import { remembered } from './remembered.ts'

/** A date and a time as people at the venue read them: `2026-12-01`, `18:30`. */
export interface LocalDateTime {
  readonly date: string
  readonly time: string
}

/** To reckon one takes as long as the rest of a request's reading. */
const instants = new QuickLRU<string, { readonly instant: number | undefined }>({
  maxSize: timesRememberedMax,
})
const dates = new QuickLRU<string, boolean>({ maxSize: timesRememberedMax })
const locals = new QuickLRU<string, LocalDateTime>({ maxSize: timesRememberedMax })

/**
 * The instant of a local date and time, in epoch milliseconds; undefined where the clocks skip it.
 * A local time that exists twice is the earlier one.
 */
export function instantOf({ date, time }: LocalDateTime, zone: string): number | undefined {
  const reckon = () => ({ instant: reckonInstant({ date, time }, zone) })
  return remembered(instants, `${date}T${time}[${zone}]`, reckon).instant
}

function reckonInstant({ date, time }: LocalDateTime, zone: string): number | undefined {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const local = PlainDate.toPlainDateTime(plainDate(date), PlainTime.create(hour, minute))
  const zoned = PlainDateTime.toZonedDateTime(local, zone, { disambiguation: 'earlier' })
  const isThere = PlainDateTime.equals(ZonedDateTime.toPlainDateTime(zoned), local)
  return isThere ? zoned.epochMilliseconds : undefined
}

export function localOf(instant: number, zone: string): LocalDateTime {
  return remembered(locals, `${instant}[${zone}]`, () => reckonLocal(instant, zone))
}

function reckonLocal(instant: number, zone: string): LocalDateTime {
  const zoned = Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(instant), zone)
  return {
    date: PlainDate.toString(ZonedDateTime.toPlainDate(zoned)),
    time: PlainTime.toString(ZonedDateTime.toPlainTime(zoned), { smallestUnit: 'minute' }),
  }
}

/** The instants of one local day: from its first to before the next day's first. */
export function dayOf(date: string, zone: string): { from: number; before: number } {
  const day = plainDate(date)
  return {
    from: PlainDate.toZonedDateTime(day, zone).epochMilliseconds,
    before: PlainDate.toZonedDateTime(PlainDate.addDays(day, 1), zone).epochMilliseconds,
  }
}

/** The local date so many days later, or earlier. */
export function daysAfter(date: string, days: number): string {
  return PlainDate.toString(PlainDate.addDays(plainDate(date), days))
}

export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  return remembered(dates, text, () => isDateOfCalendar(text))
}

function isDateOfCalendar(text: string): boolean {
  try {
    plainDate(text)
    return true
  } catch {
    return false
  }
}

/** Throws where the calendar has no such day. */
function plainDate(date: string): ReturnType<typeof PlainDate.create> {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return PlainDate.create(year, month, day)
}

/** `18:30` of `18:30`, `6:30 PM` or `6:30pm`; undefined where it is no time of day. */
export function parseTimeOfDay(text: string): string | undefined {
  const [, hours, minutes, half] = /^(\d{1,2}):(\d{2})(?:\s*([ap])\.?m\.?)?$/i.exec(text.trim()) ?? []
  if (hours === undefined || minutes === undefined) return undefined
  const hour = half === undefined ? Number(hours) : hourOfHalf(Number(hours), half.toLowerCase())
  if (hour === undefined || hour > 23 || Number(minutes) > 59) return undefined
  return `${String(hour).padStart(2, '0')}:${minutes}`
}

function hourOfHalf(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

export function isTimeZone(zone: string): boolean {
  try {
    Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(0), zone)
    return true
  } catch {
    return false
  }
}
