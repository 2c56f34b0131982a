import type { Seat, SeatPlan } from './seat-plan.ts'

/** Seats beside each other: those of `run` that are at `from` and on to before `to`. */
export interface Stretch {
  readonly run: readonly Seat[]
  readonly from: number
  readonly to: number
  /** The free seats that it lies among. */
  readonly freeFrom: number
  readonly freeTo: number
}

/** Seats that are taken from a stretch, beside each other. */
export interface Block {
  readonly stretch: Stretch
  readonly start: number
  readonly size: number
}

/** All free seats of some runs, as stretches that cannot be longer. */
export function freeStretches(runs: SeatPlan['runs'], isFree: (label: string) => boolean): Stretch[] {
  const isForSale = (seat: Seat): boolean => !seat.blocked && isFree(seat.label)
  const stretches: Stretch[] = []
  for (const run of runs) {
    for (const { from, to } of spans(run, 0, run.length, isForSale)) {
      stretches.push({ run, from, to, freeFrom: from, freeTo: to })
    }
  }
  return stretches
}

/** The parts of stretches that suit throughout. */
export function suitedParts(stretches: readonly Stretch[], suits: (seat: Seat) => boolean): Stretch[] {
  const parts: Stretch[] = []
  for (const stretch of stretches) {
    for (const span of spans(stretch.run, stretch.from, stretch.to, suits))
      parts.push({ ...stretch, ...span })
  }
  return parts
}

interface Span {
  readonly from: number
  readonly to: number
}

function spans(run: readonly Seat[], from: number, to: number, suits: (seat: Seat) => boolean): Span[] {
  const found: Span[] = []
  let start = from
  for (let at = from; at <= to; at += 1) {
    const seat = at < to ? run[at] : undefined
    if (seat !== undefined && suits(seat)) continue
    if (start < at) found.push({ from: start, to: at })
    start = at + 1
  }
  return found
}

export function seatsOf({ stretch, start, size }: Block): readonly Seat[] {
  return stretch.run.slice(start, start + size)
}

/** How many free seats lose their last free neighbour where these are taken: none, one, or one at each end. */
export function strandedBy({ stretch: { freeFrom, freeTo }, start, size }: Block): number {
  return Number(start - freeFrom === 1) + Number(freeTo - start - size === 1)
}
