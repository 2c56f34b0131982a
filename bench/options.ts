import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { Scenario } from './scenarios.ts'

const roundsDefault = 5

const names = z
  .string()
  .transform((text) => text.split(','))
  .optional()

const wanted = z.object({
  quick: z.boolean().default(false),
  only: names,
  contenders: names,
  rounds: z.coerce.number().int().min(1).max(100).optional(),
})

export interface Options {
  readonly isQuick: boolean
  readonly rounds: number
  /** All of it, as often as is due: what is kept as the result. */
  readonly isWhole: boolean
  readonly scenarios: readonly Scenario[]
}

/** `--only` also takes the beginning of names: `grown` means `grown-hot` and `grown-many`. */
export function readOptions(args: string[], scenarios: readonly Scenario[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      contenders: { type: 'string' },
      rounds: { type: 'string' },
    },
  })
  const { quick, only, contenders, rounds = quick ? 1 : roundsDefault } = wanted.parse(values)
  refuseUnknown(
    only,
    scenarios.flatMap(({ name }) => [name, name.replace(/-.*/, '')]),
  )
  refuseUnknown(
    contenders,
    scenarios.flatMap((scenario) => scenario.contenders),
  )
  const chosen = scenarios
    .filter(({ name }) => only?.some((one) => name === one || name.startsWith(`${one}-`)) ?? true)
    .map((scenario) => {
      // What is asked for by name is run, also where a quick run would leave it out.
      const { name, what, measure, quick: few, contenders: all } = scenario
      const named = quick && contenders === undefined && only === undefined ? few : all
      return {
        name,
        what,
        measure,
        quick: few,
        contenders: named.filter((one) => contenders?.includes(one) ?? true),
      }
    })
    .filter((scenario) => scenario.contenders.length > 0)
  const isWhole = !quick && only === undefined && contenders === undefined && rounds >= roundsDefault
  return { isQuick: quick, rounds, isWhole, scenarios: chosen }
}

function refuseUnknown(asked: readonly string[] | undefined, known: readonly string[]): void {
  for (const name of asked ?? []) {
    if (!known.includes(name))
      throw new Error(`There is no ${name}, but there are: ${[...new Set(known)].join(', ')}.`)
  }
}
