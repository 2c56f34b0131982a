import { InvalidArgumentError } from 'commander'
import type { ShowingInput } from '../index.ts'

type ShowingRef = ShowingInput['showing']

export const showingWords = 'its id, or "2026-12-01 18:30" in the venue\'s time'

/** The showing that somebody named; `screen` goes with a date and time. */
export function readShowing(text: string, screen?: string): ShowingRef {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[ T](\S.*)$/.exec(text.trim()) ?? []
  if (date !== undefined && time !== undefined) {
    return { date, time, ...(screen === undefined ? {} : { screen }) }
  }
  if (screen !== undefined)
    throw new InvalidArgumentError(`--screen goes with a date and time; ${text} has its own.`)
  return text.trim()
}
