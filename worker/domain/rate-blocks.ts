import type { Seat, Spot } from './seat-plan.ts'
import { type Block, type Stretch, strandedBy } from './stretches.ts'

/** The lower the better. The rank decides, and among equals the distance. */
export interface Rating {
  readonly rank: number
  readonly distance: number
}

export interface RatedBlock extends Block, Rating {
  readonly forWheelchair: boolean
}

/**
 * What makes a rank, each by so much worse than all of the next together: a seat that others need more, another part,
 * an ordinary seat for who comes with a wheelchair though a companion's might do, somebody alone, a single seat stranded.
 */
const weights = { needed: 100_000_000, part: 1_000_000, ordinary: 10_000, alone: 100, stranded: 1 }

/** Distances that differ by less are the same: they are sums of roots. */
const sameDistance = 1e-6

/** A row is about as deep as two seats are wide. */
const rowDepth = 2

export function isBetter(one: Rating, other: Rating): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank
  return one.distance < other.distance - sameDistance
}

/** In seat widths. */
export function distanceTo(spot: Spot): (seat: Seat) => number {
  return ({ x, y }) => {
    const across = x - spot.x
    const deep = (y - spot.y) * rowDepth
    return Math.sqrt(across * across + deep * deep)
  }
}

/** The seats of one stretch, summed up so that each block of them is rated at once. */
export class StretchRater {
  readonly #stretch: Stretch
  readonly #groupSize: number
  readonly #distances: readonly number[]
  readonly #wheelchairs: readonly number[]
  readonly #companions: readonly number[]

  constructor(stretch: Stretch, groupSize: number, distanceOf: (seat: Seat) => number) {
    this.#stretch = stretch
    this.#groupSize = groupSize
    this.#distances = sumsOf(stretch, distanceOf)
    this.#wheelchairs = sumsOf(stretch, ({ accessible }) => (accessible ? 1 : 0))
    this.#companions = sumsOf(stretch, ({ accessible, companion }) => (companion && !accessible ? 1 : 0))
  }

  /** The best block of a size, the first where several are equally good; `forWheelchair` must have a place for one. */
  best(size: number, forWheelchair: boolean): RatedBlock | undefined {
    const { from, to } = this.#stretch
    let best: RatedBlock | undefined
    for (let start = from; start + size <= to; start += 1) {
      const block = { stretch: this.#stretch, start, size }
      const rank = this.#rankOf(block, forWheelchair)
      if (rank === undefined || (best !== undefined && rank > best.rank)) continue
      const rating = { rank, distance: between(this.#distances, start - from, size) }
      if (best === undefined || isBetter(rating, best)) best = { ...block, ...rating, forWheelchair }
    }
    return best
  }

  #rankOf(block: Block, forWheelchair: boolean): number | undefined {
    const { start, size } = block
    const at = start - this.#stretch.from
    const wheelchairs = between(this.#wheelchairs, at, size)
    const companions = between(this.#companions, at, size)
    if (forWheelchair && wheelchairs === 0) return undefined
    const needed = forWheelchair ? 2 * (wheelchairs - 1) : 2 * wheelchairs + companions
    const ordinary = forWheelchair ? size - wheelchairs - companions : 0
    const alone = size === 1 && this.#groupSize > 1 ? 1 : 0
    return (
      needed * weights.needed +
      weights.part +
      ordinary * weights.ordinary +
      alone * weights.alone +
      strandedBy(block) * weights.stranded
    )
  }
}

/** At each place the sum of all before it. */
function sumsOf({ run, from, to }: Stretch, of: (seat: Seat) => number): number[] {
  const sums = [0]
  let sum = 0
  for (const seat of run.slice(from, to)) {
    sum += of(seat)
    sums.push(sum)
  }
  return sums
}

function between(sums: readonly number[], at: number, size: number): number {
  return (sums[at + size] ?? 0) - (sums[at] ?? 0)
}
