import { planLengthMax } from './limits.ts'
import { readNewJson, readStoredJson } from './seat-plan-json.ts'
import { readSeatPlanText } from './seat-plan-text.ts'
import type { SeatPlanReading } from './seat-plan.ts'

/**
 * Reads a seat plan in either form: JSON where it begins with a brace, else the compact text. Never throws. What is stored is read
 * by this, plans of before there were rules for new ones among it; `readNewSeatPlan` knows those.
 * @example readSeatPlan('A: 1-4 _ 5-12\nB vip: 1a 2c _ 3-10\n@best B6')
 */
export function readSeatPlan(source: string): SeatPlanReading {
  return read(source, readStoredJson)
}

/** Reads a seat plan that somebody gives now: within its length, and with labels that can be written in a list. */
export function readNewSeatPlan(source: string): SeatPlanReading {
  if (source.length > planLengthMax) {
    const problem = `A seat plan may have at most ${planLengthMax} characters; this one has ${source.length}. Write ranges such as 1-12.`
    return { ok: false, problem }
  }
  return read(source, readNewJson)
}

function read(source: string, readJson: (source: string) => SeatPlanReading): SeatPlanReading {
  // What could not be stored as UTF-8 text must not be there, not even in a comment.
  if (!source.isWellFormed() || /[^\P{Cc}\t\n\r]/u.test(source)) {
    const problem = 'A seat plan must be well-formed text without control characters; take them out.'
    return { ok: false, problem }
  }
  return source.trimStart().startsWith('{') ? readJson(source) : readSeatPlanText(source)
}
