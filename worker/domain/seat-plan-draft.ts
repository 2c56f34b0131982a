import { categoryLengthMax, planSeatsMax } from './limits.ts'
import type { Seat, SeatPlanReading, Spot } from './seat-plan.ts'

export const standardCategory = 'standard'
export const categoryPattern = new RegExp(`^[a-z0-9-]{1,${categoryLengthMax}}$`)
export const categoryWords = `must be 1 to ${categoryLengthMax} small letters, digits or hyphens, such as vip`
export const tooManySeats = `the plan gets more than ${planSeatsMax} seats; leave some out.`

/** Seats of a row are beside each other where they are nearer than that: in seat widths, and in rows where the row is curved. */
const besideWidths = 1.5
const besideRows = 0.5

/** A seat plan in the making: its rows come one by one, the front row first. */
export class SeatPlanDraft {
  readonly #byLabel = new Map<string, Seat>()
  readonly #runs: Seat[][] = []

  /** How many seats it still takes. */
  get room(): number {
    return planSeatsMax - this.#byLabel.size
  }

  has(label: string): boolean {
    return this.#byLabel.has(label)
  }

  /** Takes the seats of one row, or tells what is wrong with them. */
  addRow(seats: readonly Seat[]): string | undefined {
    if (seats.length > this.room) return tooManySeats
    for (const seat of seats) {
      if (this.#byLabel.has(seat.label)) return `seat ${seat.label} is there twice; give each label once.`
      this.#byLabel.set(seat.label, seat)
    }
    for (const run of runsOf(seats)) this.#runs.push(run)
    return undefined
  }

  /** `best` is the label of the seat on the best spot, one of the plan's. */
  finish(best: string | undefined): SeatPlanReading {
    const seats = [...this.#byLabel.values()]
    if (seats.length === 0) {
      return { ok: false, problem: 'The plan has no seats. Write at least one row, such as A: 1-12.' }
    }
    const bestSeat = best === undefined ? undefined : this.#byLabel.get(best)
    const plan = {
      seats,
      byLabel: this.#byLabel,
      runs: this.#runs,
      categories: [...new Set(seats.map(({ category }) => category))],
      bestSpot: bestSeat === undefined ? usualBestSpot(seats) : { x: bestSeat.x, y: bestSeat.y },
    }
    return { ok: true, plan }
  }
}

function runsOf(row: readonly Seat[]): Seat[][] {
  const runs: Seat[][] = []
  for (const seat of row.toSorted((one, other) => one.x - other.x)) {
    const run = runs.at(-1)
    const neighbour = run?.at(-1)
    if (run !== undefined && neighbour !== undefined && areBeside(neighbour, seat)) run.push(seat)
    else runs.push([seat])
  }
  return runs
}

function areBeside(left: Seat, right: Seat): boolean {
  return right.x - left.x < besideWidths && Math.abs(right.y - left.y) < besideRows
}

/** In the middle of the width, two thirds of the depth back. */
function usualBestSpot(seats: readonly Seat[]): Spot {
  const across = extent(seats, ({ x }) => x)
  const deep = extent(seats, ({ y }) => y)
  return { x: (across.min + across.max) / 2, y: deep.min + ((deep.max - deep.min) * 2) / 3 }
}

function extent(seats: readonly Seat[], of: (seat: Seat) => number): { min: number; max: number } {
  let min = Infinity
  let max = -Infinity
  for (const seat of seats) {
    min = Math.min(min, of(seat))
    max = Math.max(max, of(seat))
  }
  return { min, max }
}
