import { majorUnits, minorUnits } from '../../../../domain/currency.ts'
import { type Result, accept, refuse } from '../../../../domain/result.ts'
import { Field } from '../../field.tsx'
import type { FormState } from '../../form.ts'

type Prices = Record<string, number>

interface PricesProps {
  readonly form: FormState
  readonly categories: readonly string[]
  readonly currency: string
}

/** A price for each category of the plan; none at all where the house asks none. */
export function PriceFields({ form, categories, currency }: PricesProps) {
  return (
    <fieldset class="fields">
      <legend>Prices in {currency}</legend>
      {categories.map((category) => (
        <Field form={form} name={fieldOf(category)} label={category} inputmode="decimal" autocomplete="off" />
      ))}
      <p class="hint">All empty: no price is asked.</p>
    </fieldset>
  )
}

export function fieldOf(category: string): string {
  return `prices.${category}`
}

/** In minor units; what is no amount is told beside its field. */
export function readPrices(
  form: URLSearchParams,
  { categories, currency }: Pick<PricesProps, 'categories' | 'currency'>,
): Result<Prices | null> {
  const typed = categories.map((category) => [category, form.get(fieldOf(category))?.trim() ?? ''] as const)
  if (typed.every(([, text]) => text === '')) return accept(null)
  const read = typed.map(([category, text]) => [category, minorUnits(text, currency)] as const)
  const wrong = read.flatMap(([category, amount]) => (amount === undefined ? category : []))
  if (wrong.length === 0) return accept(Object.fromEntries(read.map(([name, amount]) => [name, amount ?? 0])))
  const problem = `must be an amount such as ${majorUnits(950, currency)}`
  return refuse('invalid_request', { issues: wrong.map((name) => ({ field: fieldOf(name), problem })) })
}

export function typedOfPrices(prices: Prices | null, currency: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(prices ?? {}).map(([category, price]) => [fieldOf(category), majorUnits(price, currency)]),
  )
}
