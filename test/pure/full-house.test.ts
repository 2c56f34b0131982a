import { describe, expect, it } from 'vitest'
import { chooseSeats } from '../../worker/domain/best-seats.ts'
import type { SeatPlan } from '../../worker/domain/seat-plan.ts'
import { Chance } from '../prove/chance.ts'
import { planOf } from './plan-of.ts'

/** 300 seats: fifteen rows of twenty, an aisle in the middle, wheelchair places with companions at both ends of row H. */
const rows = Array.from('ABCDEFGHIJKLMNO', (row) =>
  row === 'H' ? 'H: 1a 2c 3-10 _ 11-18 19c 20a' : `${row}: 1-10 _ 11-20`,
)
const groups = 500
const nights = 40

interface Night {
  readonly free: number
  /** Free seats without a free neighbour, at the worst of the times when over 95 % were sold. */
  readonly singlesMax: number
  readonly singlesAtEnd: number
  readonly wrongRefusals: number
  readonly split: number
}

function sellNight(plan: SeatPlan, seed: number): Night {
  const chance = new Chance(seed)
  const free = new Set(plan.byLabel.keys())
  let [singlesMax, wrongRefusals, split] = [0, 0, 0]
  for (let group = 0; group < groups && free.size > 0; group += 1) {
    const count = chance.between(2, 4)
    const isFree = (label: string): boolean => free.has(label)
    const labels = chooseSeats(plan, isFree, { count })
    if (labels === undefined) {
      if (free.size >= count) wrongRefusals += 1
      continue
    }
    if (chooseSeats(plan, isFree, { count, together: true }) === undefined) split += 1
    for (const label of labels) free.delete(label)
    if (free.size < plan.seats.length * 0.05) singlesMax = Math.max(singlesMax, singlesOf(plan, free))
  }
  return { free: free.size, singlesMax, singlesAtEnd: singlesOf(plan, free), wrongRefusals, split }
}

function singlesOf({ runs }: SeatPlan, free: ReadonlySet<string>): number {
  return runs
    .flatMap((run) =>
      run
        .map(({ label }) => (free.has(label) ? 'o' : '.'))
        .join('')
        .split(/\.+/),
    )
    .filter((stretch) => stretch === 'o').length
}

describe('a house that is sold to groups of 2 to 4, each on the best seats', () => {
  const plan = planOf(rows.join('\n'))

  it('is sold out, refuses who is more than what is left alone, and has 2 % of its seats as singles at most', () => {
    expect(plan.seats).toHaveLength(300)
    for (let seed = 1; seed <= nights; seed += 1) {
      const night = sellNight(plan, seed)
      expect(night.wrongRefusals).toBe(0)
      expect(night.free).toBeLessThan(2)
      expect(Math.max(night.singlesMax, night.singlesAtEnd)).toBeLessThanOrEqual(plan.seats.length * 0.02)
    }
  })
})
