import type { Seat, SeatPlan } from './seat-plan.ts'
import { type Block, freeStretches, seatsOf, strandedBy } from './stretches.ts'

/** Seats of one row are not farther apart than that, in rows, where the row is curved. */
const sameRowWithin = 0.5

/**
 * Where picked seats strand a single one, and the row has an equally good pick that strands none: the nearest such.
 * Picks that are not free, or not beside each other, are let be. What is offered here is itself never refused.
 */
export function offerInstead(
  plan: SeatPlan,
  isFree: (label: string) => boolean,
  picked: readonly string[],
): string[] | undefined {
  const pick = blockOf(plan, isFree, picked)
  if (pick === undefined || strandedBy(pick) === 0) return undefined

  const wanted = kindsOf(pick)
  const { row, y } = firstOf(pick)
  const isOfRow = (seat: Seat): boolean => seat.row === row && Math.abs(seat.y - y) < sameRowWithin
  const runs = plan.runs.filter(([first]) => first !== undefined && isOfRow(first))
  let offer: readonly Seat[] | undefined
  let nearest = Infinity
  for (const block of blocksIn(freeStretches(runs, isFree), pick.size)) {
    const away = Math.abs(middleOf(block) - middleOf(pick))
    if (away >= nearest || strandedBy(block) > 0) continue
    const seats = seatsOf(block)
    if (!seats.every(isOfRow) || kindsOf(block) !== wanted) continue
    offer = seats
    nearest = away
  }
  return offer?.map(({ label }) => label)
}

/** The picked seats as one block, where they are one and are free. */
function blockOf(
  plan: SeatPlan,
  isFree: (label: string) => boolean,
  picked: readonly string[],
): Block | undefined {
  const labels = new Set(picked)
  const [first] = labels
  const seat = first === undefined ? undefined : plan.byLabel.get(first)
  const run = seat === undefined ? undefined : plan.runs.find((seats) => seats.includes(seat))
  if (run === undefined) return undefined

  const size = labels.size
  const start = run.findIndex(({ label }) => labels.has(label))
  const stretch = freeStretches([run], isFree).find(({ from, to }) => from <= start && start + size <= to)
  if (stretch === undefined) return undefined
  const block = { stretch, start, size }
  return seatsOf(block).every(({ label }) => labels.has(label)) ? block : undefined
}

function* blocksIn(stretches: ReturnType<typeof freeStretches>, size: number): Generator<Block> {
  for (const stretch of stretches) {
    for (let start = stretch.from; start + size <= stretch.to; start += 1) yield { stretch, start, size }
  }
}

/** What kinds of seats a block has, whatever their order: what they cost, and whom they are for. */
function kindsOf(block: Block): string {
  const kinds = seatsOf(block).map(
    ({ category, accessible, companion }) => `${category} ${accessible} ${companion}`,
  )
  return kinds.sort().join(', ')
}

function firstOf({ stretch, start }: Block): Seat {
  const seat = stretch.run[start]
  if (seat === undefined) throw new Error('a block of seats that its run does not have')
  return seat
}

function middleOf(block: Block): number {
  const seats = seatsOf(block)
  return seats.reduce((sum, { x }) => sum + x, 0) / seats.length
}
