import { rowLabelLengthMax, seatLabelLengthMax, seatNumberMax } from './limits.ts'
import {
  SeatPlanDraft,
  categoryPattern,
  categoryWords,
  standardCategory,
  tooManySeats,
} from './seat-plan-draft.ts'
import type { Seat, SeatPlanReading } from './seat-plan.ts'

/** `7`, `1-12`, `12-5x`, `3a=vip`. */
const seatsPattern = /^(0|[1-9]\d*)(?:-(0|[1-9]\d*))?([acx]*)(?:=(.*))?$/

/** Reads the compact text: a line a row, the row nearest the stage first. */
export function readSeatPlanText(text: string): SeatPlanReading {
  const draft = new SeatPlanDraft()
  let best: { readonly label: string; readonly line: number } | undefined
  let y = 0
  let hasRows = false
  for (const [index, untrimmed] of text.split('\n').entries()) {
    const line = untrimmed.trim()
    const say = (problem: string): SeatPlanReading => ({
      ok: false,
      problem: `Line ${index + 1}: ${problem}`,
    })
    if (line === '') {
      if (hasRows) y += 1
    } else if (line.startsWith('@')) {
      const label = /^@best\s+(\S+)$/.exec(line)?.[1]
      if (label === undefined) {
        return say(`${excerpt(line)} is not understood; the best seat is named as in @best F7.`)
      }
      if (best !== undefined) return say(`the best seat is named on line ${best.line} already; name one.`)
      best = { label, line: index + 1 }
    } else if (!line.startsWith('#')) {
      const problem = readRow(line, y, draft)
      if (problem !== undefined) return say(problem)
      hasRows = true
      y += 1
    }
  }
  if (best !== undefined && !draft.has(best.label)) {
    const problem = `Line ${best.line}: there is no seat ${excerpt(best.label)}; the best seat must be one of the plan's.`
    return { ok: false, problem }
  }
  return draft.finish(best?.label)
}

/** What is wrong with a line such as `K vip: 1-4 _ 5-12`; nothing where the draft has its seats. */
function readRow(line: string, y: number, draft: SeatPlanDraft): string | undefined {
  const colon = line.indexOf(':')
  if (colon === -1)
    return `${excerpt(line)} is not understood; write a row as its label, a colon and its seats: A: 1-12.`
  const [row = '', category = standardCategory, ...more] = words(line.slice(0, colon))
  if (more.length > 0) {
    return `${excerpt(more.join(' '))} is too much; before the colon there are a label and a category.`
  }
  if (row.length > rowLabelLengthMax) {
    return `the row's label ${excerpt(row)} is too long; it may have at most ${rowLabelLengthMax} characters.`
  }
  if (!categoryPattern.test(category)) return `the category ${excerpt(category)} ${categoryWords}.`

  const seats: Seat[] = []
  let x = 0
  for (const token of words(line.slice(colon + 1))) {
    if (/^_+$/.test(token)) {
      x += token.length
      continue
    }
    const block = readSeats(token, row)
    if (typeof block === 'string') return block
    const { from, to, flags } = block
    const count = Math.abs(to - from) + 1
    // Asked before the range becomes seats, which might be a billion.
    if (seats.length + count > draft.room) return tooManySeats
    for (let step = 0; step < count; step += 1) {
      seats.push({
        label: `${row}${from < to ? from + step : from - step}`,
        row,
        x: x + step,
        y,
        category: block.category ?? category,
        accessible: flags.includes('a'),
        companion: flags.includes('c'),
        blocked: flags.includes('x'),
      })
    }
    x += count
  }
  return draft.addRow(seats)
}

interface SeatRange {
  readonly from: number
  readonly to: number
  readonly flags: string
  readonly category: string | undefined
}

/** Of a token such as `7-8x=vip`; in words, what is wrong with it. */
function readSeats(token: string, row: string): SeatRange | string {
  const [isSeats, first, last = first, flags = '', category] = seatsPattern.exec(token) ?? []
  if (isSeats === undefined) {
    return `${excerpt(token)} is not understood; write seats as 7 or 1-12, with a, c or x directly after them, and a gap as _.`
  }
  const [from, to] = [Number(first), Number(last)]
  if (Math.max(from, to) > seatNumberMax) {
    return `${excerpt(token)} goes too far; a seat's number may be at most ${seatNumberMax}.`
  }
  const label = `${row}${Math.max(from, to)}`
  if (label.length > seatLabelLengthMax) {
    return `the label ${label} is too long; it may have at most ${seatLabelLengthMax} characters.`
  }
  if (category !== undefined && !categoryPattern.test(category)) {
    return `the category ${excerpt(category)} ${categoryWords}.`
  }
  return { from, to, flags, category }
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** In quotes, and not longer than a person reads; a code point is never cut in two. */
function excerpt(text: string): string {
  const points = Array.from(text.slice(0, 80))
  return points.length > 32 ? `"${points.slice(0, 32).join('')}..."` : `"${text}"`
}
