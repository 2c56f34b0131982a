import { expiresAt } from './showing.ts'

export type Prices = Readonly<Record<string, number>>

/** When a showing is on sale: instants, none where its screen's rule holds. */
export interface Sales {
  readonly startsAt: number
  readonly salesOpenAt: number | null
  readonly salesCloseAt: number | null
}

/** By its own time or by its screen's, and when it expires at the latest. */
export function salesCloseOf({ startsAt, salesCloseAt }: Sales, closeAfterMs: number): number {
  return Math.min(salesCloseAt ?? startsAt + closeAfterMs, expiresAt(startsAt))
}

export type ShowingStatus = 'announced' | 'on_sale' | 'closed' | 'cancelled'

export function statusAt(
  now: number,
  showing: Sales & { readonly cancelledAt: number | null },
  closeAfterMs: number,
): ShowingStatus {
  if (showing.cancelledAt !== null) return 'cancelled'
  if (now >= salesCloseOf(showing, closeAfterMs)) return 'closed'
  return showing.salesOpenAt !== null && now < showing.salesOpenAt ? 'announced' : 'on_sale'
}

export function salesProblem(sales: Sales, closeAfterMs: number): string | undefined {
  const closesAt = salesCloseOf(sales, closeAfterMs)
  return sales.salesOpenAt === null || sales.salesOpenAt < closesAt
    ? undefined
    : `must be before sales close, at ${new Date(closesAt).toISOString()}`
}

/** Each category of the plan has a price, and there are no others; or nothing has. */
export function pricesProblem(prices: Prices | null, categories: readonly string[]): string | undefined {
  if (prices === null) return undefined
  const missing = categories.filter((category) => !Object.hasOwn(prices, category))
  if (missing.length > 0) return `must name each category of the seat plan; ${missing.join(', ')} is missing`
  const unknown = Object.keys(prices).filter((category) => !categories.includes(category))
  if (unknown.length > 0)
    return `must name categories of the seat plan alone, which are ${categories.join(', ')}`
  return undefined
}

/** In the plan's order, so that the same prices are the same text. */
export function inOrder(prices: Prices | null, categories: readonly string[]): Record<string, number> | null {
  if (prices === null) return null
  return Object.fromEntries(categories.map((category) => [category, prices[category] ?? 0]))
}
