import * as z from 'zod'
import { fieldIssues } from './issues.ts'
import { rowLabelLengthMax, seatLabelLengthMax, seatPositionMax } from './limits.ts'
import { SeatPlanDraft, categoryPattern, categoryWords, standardCategory } from './seat-plan-draft.ts'
import type { Seat, SeatPlanReading } from './seat-plan.ts'

const label = z
  .string('must be a seat label as text')
  .regex(/^[^\s\p{Cc}]+$/u, 'must not be empty, nor have white space or control characters')
  .max(seatLabelLengthMax, `may have at most ${seatLabelLengthMax} characters`)
  .refine((text) => text.isWellFormed(), 'must be well-formed text')

const rowLabel = z
  .string("must be the row's label as text, which may be empty")
  .regex(/^\P{Cc}*$/u, 'must not have control characters')
  .max(rowLabelLengthMax, `may have at most ${rowLabelLengthMax} characters`)
  .refine((text) => text.isWellFormed(), 'must be well-formed text')

const category = z.string('must be a category as text').regex(categoryPattern, categoryWords)

const position = z
  .number('must be a number')
  .min(-seatPositionMax, `must be at least -${seatPositionMax}`)
  .max(seatPositionMax, `may be at most ${seatPositionMax}`)

const flag = z.boolean('must be true or false')

/** The shape of the JSON form, by what a label may be. */
function planWith(seatLabel: typeof label) {
  const detailedSeat = z.strictObject({
    label: seatLabel,
    category: category.optional(),
    accessible: flag.optional(),
    companion: flag.optional(),
    blocked: flag.optional(),
    x: position.optional(),
    y: position.optional(),
  })
  const row = z.strictObject({
    label: rowLabel,
    category: category.optional(),
    y: position.optional(),
    seats: z.array(
      z.union([
        z.null('must be a seat: its label, an object with its label and more, or null for a gap'),
        seatLabel,
        detailedSeat,
      ]),
      'must be a list of seats, such as ["A1", "A2", null, "A3"]',
    ),
  })
  return z.strictObject({
    rows: z.array(row, 'must be a list of rows, the one nearest the stage first'),
    best: seatLabel.optional(),
  })
}

/** A seat plan as an object: what it says beyond the compact text is where seats stand, and labels that are no numbers. */
export const seatPlanObject = planWith(label)

/** The first houses listed their seats by whatever label they liked; migration 0002 wrote these down as they were. */
const storedPlanObject = planWith(z.string())

type Row = z.output<typeof seatPlanObject>['rows'][number]
type DetailedSeat = Exclude<Row['seats'][number], string | null>

export function readNewJson(source: string): SeatPlanReading {
  return readJson(source, seatPlanObject)
}

export function readStoredJson(source: string): SeatPlanReading {
  return readJson(source, storedPlanObject)
}

function readJson(source: string, shape: typeof seatPlanObject): SeatPlanReading {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  const checked = shape.safeParse(parsed.value)
  if (!checked.success) return { ok: false, problem: sayFirst(checked.error) }

  const { rows, best } = checked.data
  const draft = new SeatPlanDraft()
  let y = 0
  for (const [index, given] of rows.entries()) {
    y = given.y ?? y
    const problem = draft.addRow(seatsOf(given, y))
    if (problem !== undefined) return { ok: false, problem: `rows.${index}: ${problem}` }
    y += 1
  }
  if (best !== undefined && !draft.has(best)) {
    return { ok: false, problem: `best: there is no seat ${best}; it must be one of the plan's.` }
  }
  return draft.finish(best)
}

function seatsOf(given: Row, y: number): Seat[] {
  const seats: Seat[] = []
  let x = 0
  for (const entry of given.seats) {
    if (entry !== null) {
      const seat: DetailedSeat = typeof entry === 'string' ? { label: entry } : entry
      x = seat.x ?? x
      seats.push({
        label: seat.label,
        row: given.label,
        x,
        y: seat.y ?? y,
        category: seat.category ?? given.category ?? standardCategory,
        accessible: seat.accessible ?? false,
        companion: seat.companion ?? false,
        blocked: seat.blocked ?? false,
      })
    }
    x += 1
  }
  return seats
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string }

function parse(source: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(source) }
  } catch (error) {
    const why = error instanceof Error ? `: ${error.message}` : ''
    return { ok: false, problem: `The plan begins with a brace, but is not JSON${why}` }
  }
}

function sayFirst(error: z.ZodError): string {
  const [issue] = fieldIssues(error)
  return issue === undefined ? 'The plan is not understood.' : `${issue.field}: ${issue.problem}.`
}
