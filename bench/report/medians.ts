import type { FigureName, Round } from './results.ts'

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
  readonly rounds: number
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length - 1 - middle], sorted[middle]]
  return (low + high) / 2
}

export interface Place {
  readonly scenario: string
  readonly contender: string
  readonly figure: FigureName
}

/** Of the rounds that count; undefined where none does. */
export function spreadOf(
  rounds: readonly Round[],
  { scenario, contender, figure }: Place,
): Spread | undefined {
  const values = rounds.flatMap((round) =>
    round.scenario === scenario && round.contender === contender && round.fault === null
      ? (round.figures[figure] ?? [])
      : [],
  )
  if (values.length === 0) return undefined
  return {
    median: medianOf(values),
    min: Math.min(...values),
    max: Math.max(...values),
    rounds: values.length,
  }
}
