/** What each category of seats costs; undefined where the house asks no price. */
export interface Prices {
  readonly byCategory: Readonly<Record<string, number>>
  readonly currency: string
}

export function pricesOf({ dataset }: HTMLFormElement): Prices | undefined {
  const text = dataset['prices']
  if (text === undefined) return undefined
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) return undefined
  const byCategory = Object.fromEntries(Object.entries(value).map(([name, price]) => [name, Number(price)]))
  return { byCategory, currency: dataset['currency'] ?? '' }
}

export function writePrice(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency })
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions()
  return format.format(amount / 10 ** digits)
}
