import type { SeatWish } from './seat-wish.ts'
import { type RatedBlock, type Rating, StretchRater, distanceTo, isBetter } from './rate-blocks.ts'
import type { Seat, Spot } from './seat-plan.ts'
import { type Stretch, seatsOf, suitedParts } from './stretches.ts'

/**
 * Seats for a group that no stretch has room for: in as few parts as possible, then with nobody alone and no single
 * seat stranded where that can be, then near the best spot and each other. Undefined where there are not enough.
 */
export function splitGroup(
  stretches: readonly Stretch[],
  wish: SeatWish,
  spot: Spot,
): readonly RatedBlock[] | undefined {
  if (wish.accessible !== true) {
    const isOrdinary = ({ accessible, companion }: Seat): boolean => !accessible && !companion
    const parts = split(suitedParts(stretches, isOrdinary), wish, spot)
    if (parts !== undefined) return parts
  }
  return split(stretches, wish, spot)
}

/** First where each part is near the best spot; then again with all near the best part of these. */
function split(stretches: readonly Stretch[], wish: SeatWish, spot: Spot): readonly RatedBlock[] | undefined {
  const toSpot = distanceTo(spot)
  const parts = bestParts(optionsIn(stretches, wish, toSpot), wish)
  if (parts === undefined) return undefined
  const toHeart = distanceTo(heartOf(parts))
  return bestParts(
    optionsIn(stretches, wish, (seat) => toSpot(seat) + toHeart(seat)),
    wish,
  )
}

/**
 * The blocks that a split may be made of, by their stretches, of which each gives one. A size has no more of them than
 * there can be parts: a worse one could always be replaced by one of these.
 */
function optionsIn(
  stretches: readonly Stretch[],
  { count, accessible = false }: SeatWish,
  distanceOf: (seat: Seat) => number,
): RatedBlock[][] {
  const best = Array.from({ length: 2 * count }, (): RatedBlock[] => [])
  for (const stretch of stretches) {
    const rater = new StretchRater(stretch, count, distanceOf)
    const sizeMax = Math.min(stretch.to - stretch.from, count - 1)
    for (let size = 1; size <= sizeMax; size += 1) {
      keepBest(best[2 * size], rater.best(size, false), count)
      if (accessible) keepBest(best[2 * size + 1], rater.best(size, true), count)
    }
  }
  return [...Map.groupBy(best.flat(), ({ stretch }) => stretch).values()]
}

function keepBest(kept: RatedBlock[] | undefined, block: RatedBlock | undefined, max: number): void {
  if (kept === undefined || block === undefined) return
  const at = kept.findIndex((other) => isBetter(block, other))
  if (at !== -1) kept.splice(at, 0, block)
  else if (kept.length < max) kept.push(block)
  if (kept.length > max) kept.pop()
}

interface Seating extends Rating {
  readonly parts: readonly RatedBlock[]
}

/** The best parts that seat everybody, at most one of a stretch: a knapsack, filled stretch by stretch. */
function bestParts(
  options: readonly RatedBlock[][],
  { count, accessible = false }: SeatWish,
): readonly RatedBlock[] | undefined {
  // By how many are seated, and whether one of them on a wheelchair's place.
  const seatings = new Map<number, Seating>([[keyOf(0, false), { rank: 0, distance: 0, parts: [] }]])
  for (const ofStretch of options) {
    // From the most down, so that what a stretch gave is not yet in what it adds to.
    for (let seated = count; seated > 0; seated -= 1) {
      for (const block of ofStretch) {
        for (const hadPlace of block.forWheelchair ? [false] : [false, true]) {
          const before = seatings.get(keyOf(seated - block.size, hadPlace))
          if (before === undefined) continue
          const key = keyOf(seated, hadPlace || block.forWheelchair)
          const rating = { rank: before.rank + block.rank, distance: before.distance + block.distance }
          const known = seatings.get(key)
          if (known !== undefined && !isBetter(rating, known)) continue
          seatings.set(key, { ...rating, parts: [...before.parts, block] })
        }
      }
    }
  }
  return seatings.get(keyOf(count, accessible))?.parts
}

function keyOf(seated: number, hasWheelchairPlace: boolean): number {
  return 2 * seated + Number(hasWheelchairPlace)
}

/** The middle of the part nearest to the best spot. */
function heartOf(parts: readonly RatedBlock[]): Spot {
  const farness = ({ distance, size }: RatedBlock): number => distance / size
  const [nearest] = parts.toSorted((one, other) => farness(one) - farness(other))
  if (nearest === undefined) throw new Error('a split into no parts')
  const seats = seatsOf(nearest)
  const mean = (of: (seat: Seat) => number): number =>
    seats.reduce((sum, seat) => sum + of(seat), 0) / seats.length
  return { x: mean(({ x }) => x), y: mean(({ y }) => y) }
}
