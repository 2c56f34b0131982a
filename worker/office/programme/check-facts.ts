import { type Prices, type Sales, pricesProblem, salesProblem } from '../../domain/programme.ts'
import { type Refused, refuse } from '../../domain/result.ts'

interface Facts extends Sales {
  readonly prices: Prices | null
}

interface Beside {
  /** Of the seat plan that it is sold on. */
  readonly categories: readonly string[]
  readonly salesCloseAfterMs: number
}

/** What is wrong with a showing's prices and times of sale, if anything. */
export function checkFacts(facts: Facts, { categories, salesCloseAfterMs }: Beside): Refused | undefined {
  const problems = {
    prices: pricesProblem(facts.prices, categories),
    salesOpenAt: salesProblem(facts, salesCloseAfterMs),
  }
  const issues = Object.entries(problems).flatMap(([field, problem]) =>
    problem === undefined ? [] : { field, problem },
  )
  return issues.length === 0 ? undefined : refuse('invalid_request', { issues })
}
