import type { Scenario } from '../scenarios.ts'
import { type Column, columnsFor, number } from './columns.ts'
import { spreadOf } from './medians.ts'
import { type FigureName, type Round, figureNames } from './results.ts'

/** What each contender came to; undefined where none was measured. */
export function scenarioTable(scenario: Scenario, rounds: readonly Round[]): string | undefined {
  const own = rounds.filter((round) => round.scenario === scenario.name && round.fault === null)
  const measured = scenario.contenders.filter((name) => own.some(({ contender }) => contender === name))
  const [reference] = measured
  if (reference === undefined) return undefined
  const columns = columnsFor(presentIn(own))
  const hasRatio = measured.length > 1 && scenario.measure.kind === 'load'
  const titles = ['', ...columns.map(({ title }) => title), ...(hasRatio ? [`${reference} is`] : [])]
  const lineOf = (contender: string): string[] => {
    const cells = columns.map((column) => cell(own, { scenario, contender, column }))
    if (hasRatio) cells.push(ratio(own, { scenario, contender, reference }))
    return [contender, ...cells]
  }
  return table(titles, measured.map(lineOf))
}

export function table(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = titles.map((_, index) => (index === 0 ? '---' : '---:'))
  return [titles, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Of what is nowhere but zero, there is nothing to say: nobody was left without a word. */
function presentIn(rounds: readonly Round[]): ReadonlySet<FigureName> {
  const isBurst = rounds.some(({ figures }) => figures.soldOutSeconds !== undefined)
  return new Set(
    figureNames.filter((name) =>
      rounds.some(({ figures: { [name]: value } }) => value !== undefined && (isBurst || value !== 0)),
    ),
  )
}

interface CellOf {
  readonly scenario: Scenario
  readonly contender: string
}

function cell(
  rounds: readonly Round[],
  { scenario, contender, column }: CellOf & { column: Column },
): string {
  const { figure, digits, hasSpread } = column
  const spread = spreadOf(rounds, { scenario: scenario.name, contender, figure })
  if (spread === undefined) return ''
  const { median, min, max, rounds: count } = spread
  const text = number(median, digits)
  return hasSpread && count > 1 ? `**${text}** (${number(min, digits)} to ${number(max, digits)})` : text
}

/** How often the reference's rate is this one's. */
function ratio(
  rounds: readonly Round[],
  { scenario: { name }, contender, reference }: CellOf & { reference: string },
): string {
  const figure = rounds.some(({ figures }) => figures.soldOutSeconds !== undefined)
    ? 'soldOutSeconds'
    : 'perSecond'
  const own = spreadOf(rounds, { scenario: name, contender: reference, figure })
  const other = spreadOf(rounds, { scenario: name, contender, figure })
  if (own === undefined || other === undefined || contender === reference) return ''
  const times = figure === 'perSecond' ? own.median / other.median : other.median / own.median
  return `${number(times, 2)} × as fast`
}
