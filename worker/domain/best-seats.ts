import { seatsPerBookingMax } from './limits.ts'
import { StretchRater, distanceTo, isBetter } from './rate-blocks.ts'
import type { RatedBlock } from './rate-blocks.ts'
import type { SeatPlan, Spot } from './seat-plan.ts'
import { splitGroup } from './split-group.ts'
import type { SeatWish } from './seat-wish.ts'
import { type Block, type Stretch, freeStretches, seatsOf, suitedParts } from './stretches.ts'

/**
 * The labels of the best free seats, in the plan's order; undefined where the wish cannot be met.
 * Who can sit together does. Then seats that others need more are left to them, then no single seat is stranded,
 * and then the nearest to the best spot are taken, the first in the plan where some are equally near.
 */
export function chooseSeats(
  plan: SeatPlan,
  isFree: (label: string) => boolean,
  wish: SeatWish,
): string[] | undefined {
  const { count, category, together = false } = wish
  if (!Number.isInteger(count) || count < 1 || count > seatsPerBookingMax) {
    throw new Error('a wish for no seats, or for too many')
  }
  const free = freeStretches(plan.runs, isFree)
  const suited = category === undefined ? free : suitedParts(free, (seat) => seat.category === category)
  const block = bestBlock(suited, wish, plan.bestSpot)
  if (block !== undefined) return labelsOf(plan, [block])
  const blocks = together ? undefined : splitGroup(suited, wish, plan.bestSpot)
  return blocks === undefined ? undefined : labelsOf(plan, blocks)
}

function bestBlock(
  stretches: readonly Stretch[],
  { count, accessible = false }: SeatWish,
  spot: Spot,
): RatedBlock | undefined {
  const distanceOf = distanceTo(spot)
  let best: RatedBlock | undefined
  for (const stretch of stretches) {
    if (stretch.to - stretch.from < count) continue
    const block = new StretchRater(stretch, count, distanceOf).best(count, accessible)
    if (block !== undefined && (best === undefined || isBetter(block, best))) best = block
  }
  return best
}

function labelsOf(plan: SeatPlan, blocks: readonly Block[]): string[] {
  const chosen = new Set(blocks.flatMap(seatsOf))
  return plan.seats.filter((seat) => chosen.has(seat)).map(({ label }) => label)
}
