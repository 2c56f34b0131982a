import { View, parse } from 'vega'
import { type TopLevelSpec, compile } from 'vega-lite'
import type { Scenario } from '../scenarios.ts'
import { spreadOf } from './medians.ts'
import type { FigureName, Round } from './results.ts'

export interface Plot {
  readonly title: string
  readonly name: string
  readonly svg: string
}

const width = 460
const barHeight = 18
const ours = '#c2410c'
const theirs = '#64748b'
const limits = '#a8b3c2'

interface Bar {
  readonly contender: string
  readonly kind: 'Marquee' | 'peer' | 'stores nothing'
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Of each scenario: the rates with the least and the most, and how long answers took. */
export async function plotsOf(
  scenarios: readonly Scenario[],
  rounds: readonly Round[],
  storesNothing: ReadonlySet<string>,
): Promise<Plot[]> {
  const plots: Plot[] = []
  for (const scenario of scenarios) {
    const bars = (figure: FigureName): Bar[] => barsOf(scenario, { rounds, figure, storesNothing })
    const rates = scenario.name === 'burst' ? bars('soldOutSeconds') : bars('perSecond')
    if (rates.length < 2) continue
    const title = `${scenario.name}: ${scenario.what}`
    const unit = scenario.name === 'burst' ? 'seconds until sold out' : 'per second'
    const panels = [panel(rates, unit), panel(bars('p99Ms'), 'p99, ms', { isLabelled: false })]
    plots.push({ title, name: scenario.name, svg: await svgOf({ ...look, title, hconcat: panels }) })
  }
  return plots
}

function barsOf(
  { name: scenario, contenders }: Scenario,
  {
    rounds,
    figure,
    storesNothing,
  }: { rounds: readonly Round[]; figure: FigureName; storesNothing: ReadonlySet<string> },
): Bar[] {
  return contenders.flatMap((contender) => {
    const spread = spreadOf(rounds, { scenario, contender, figure })
    const kind = storesNothing.has(contender)
      ? 'stores nothing'
      : contender.startsWith('marquee')
        ? 'Marquee'
        : 'peer'
    return spread === undefined ? [] : [{ contender, kind, ...spread }]
  })
}

const look = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  padding: 12,
  config: {
    font: 'Helvetica, Arial, sans-serif',
    title: { anchor: 'start' as const, fontSize: 15, offset: 12 },
    axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal' as const },
    view: { stroke: null },
  },
}

function panel(bars: readonly Bar[], unit: string, { isLabelled = true } = {}) {
  const y = {
    field: 'contender',
    type: 'nominal' as const,
    sort: null,
    title: null,
    axis: { ticks: false, labels: isLabelled, labelLimit: 240, labelPadding: 6 },
  }
  const color = {
    field: 'kind',
    type: 'nominal' as const,
    scale: { domain: ['Marquee', 'peer', 'stores nothing'], range: [ours, theirs, limits] },
    legend: { title: null, orient: 'bottom' as const },
  }
  const x = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: unit,
    axis: { grid: true, tickCount: 5 },
  })
  return {
    width,
    height: { step: barHeight * 1.5 },
    data: { values: [...bars] },
    layer: [
      { mark: { type: 'bar' as const, height: barHeight }, encoding: { y, x: x('median'), color } },
      {
        mark: { type: 'rule' as const, strokeWidth: 1.5, color: 'black' },
        encoding: { y, x: x('min'), x2: { field: 'max' } },
      },
      {
        mark: { type: 'text' as const, align: 'left' as const, dx: 6, fontSize: 11 },
        encoding: { y, x: x('max'), text: { field: 'median', format: ',.3~r' } },
      },
    ],
  }
}

async function svgOf(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}
