import type { OpenDesk } from './open-desk.ts'

interface Paid {
  readonly seats: readonly string[]
  readonly prices: readonly number[] | null
}

const nothing: Paid = { seats: [], prices: null }

/** What seats cost at this moment, in their order; those that a booking has already keep their price. */
export function priceSeats(
  seats: readonly string[],
  { facts: { prices }, plan }: Pick<OpenDesk, 'facts' | 'plan'>,
  paid: Paid = nothing,
): number[] | null {
  if (prices === null) return null
  return seats.map((seat) => {
    const category = plan.byLabel.get(seat)?.category ?? ''
    const price = paid.prices?.[paid.seats.indexOf(seat)] ?? prices[category]
    if (price === undefined) throw new Error(`a seat of category ${category}, which has no price`)
    return price
  })
}
