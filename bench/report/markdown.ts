import type { Contender } from '../contender.ts'
import { type Goal, goals } from '../goals.ts'
import { duration } from '../progress.ts'
import type { Scenario } from '../scenarios.ts'
import { number } from './columns.ts'
import { spreadOf } from './medians.ts'
import type { Results, Round } from './results.ts'
import { scenarioTable, table } from './scenario-table.ts'
import { judge } from './verdict.ts'

interface Told {
  readonly results: Results
  readonly scenarios: readonly Scenario[]
  readonly contenders: readonly Contender[]
  /** File names of the plots beside it. */
  readonly plots: readonly { readonly title: string; readonly file: string }[]
}

/** The results for people. */
export function markdownOf({ results, scenarios, contenders, plots }: Told): string {
  const parts = [
    '# What the bench measured',
    introduction(results),
    '## Where it must arrive',
    goalsTable(results),
    ...plots.map(({ title, file }) => `![${title}](${file})`),
    '## Who is measured',
    whoIsWho(results, contenders),
    '## What was measured',
    howItIsRead,
    ...scenarios.flatMap((scenario) => {
      const text = scenarioTable(scenario, results.rounds)
      return text === undefined ? [] : [`### ${scenario.name}`, sentence(scenario.what), text]
    }),
    ...faults(results),
  ]
  return `${parts.join('\n\n')}\n`
}

export function goalLines({ rounds }: Pick<Results, 'rounds'>): readonly (readonly string[])[] {
  return goals.map((goal) => {
    const { figure, verdict } = judge(goal, rounds)
    const unit = goal.against === undefined ? '' : ' ×'
    const said = figure === undefined ? '' : `${number(figure, 2)}${unit}`
    return [whatOf(goal, rounds), said, bound(goal, goal.floor), bound(goal, goal.stretch), verdict]
  })
}

function whatOf({ what, of, buyers }: Goal, rounds: readonly Round[]): string {
  const there = spreadOf(rounds, { ...of, figure: 'connections' })?.median
  if (buyers === undefined || there === undefined || there >= buyers) return what
  return `${what}, by ${number(there, 0)} buyers instead of ${number(buyers, 0)}`
}

function goalsTable(results: Results): string {
  return table(['goal', 'figure', 'floor', 'stretch', ''], goalLines(results).map(emphasized))
}

function emphasized(line: readonly string[]): readonly string[] {
  return line.map((text, index) => (index === line.length - 1 ? `**${text}**` : text))
}

function bound({ is, against }: Goal, value: number | undefined): string {
  if (value === undefined) return ''
  return `${is} ${value}${against === undefined ? '' : ' ×'}`
}

function introduction({ date, commit, machine, minutes, isQuick, roundsWanted, notes }: Results): string {
  const { processor, cores, memoryGiB, kernel, node, workerd, syncMs } = machine
  const kind = isQuick
    ? 'A quick run, which shows the way and proves nothing'
    : `Medians of ${roundsWanted} ${roundsWanted === 1 ? 'round' : 'rounds'}`
  return [
    `${kind}, of ${date.slice(0, 16).replace('T', ' ')} UTC at commit ${commit}, in ${duration(minutes * 60)}.`,
    `The machine: ${processor}, ${cores} cores, ${memoryGiB} GiB, Linux ${kernel}, Node ${node}, workerd ${workerd};`,
    `its disk takes ${number(syncMs, 2)} ms to have 4 KiB for good. The load generator runs on the same machine.`,
    ...notes.map((note) => `\n- ${note}`),
  ].join('\n')
}

function whoIsWho({ rounds }: Results, contenders: readonly Contender[]): string {
  const lines = contenders
    .filter(({ name }) => rounds.some(({ contender }) => contender === name))
    .map(({ name, what }) => `- \`${name}\`: ${what}.`)
  return `${lines.join('\n')}\n\n${whatGroupIs}`
}

const whatGroupIs = `What \`fastify-sqlite-group\` is: the most that one process can do that never leaves its machine. Its queue is in its
memory and its database in its own address space, so it can neither be put beside a second one nor move elsewhere, and
where that process or machine is down, so is the sale. Marquee's Worker, desk and database speak over the wire instead,
and each can be elsewhere.`

const howItIsRead = `Rounds are interleaved, each with fresh processes on a fresh database on the same disk. After each, what the service
acknowledged is compared with what its database holds; a round in which they differ counts for nothing. The contenders
that store nothing are not verified; of these, \`fastify-empty\` shows how much the load generator can ask for. CPU
time is that of the service and all its processes for 1,000 answers, and apart from it that of the load generator. Peak
memory adds up the most that each process held; what they share counts once.`

function faults({ rounds }: Results): string[] {
  const wrong = rounds.filter(({ fault }) => fault !== null)
  if (wrong.length === 0) return []
  const lines = wrong.map(
    ({ scenario, contender, round, fault }) => `- ${scenario}, ${contender}, round ${round}: ${fault}`,
  )
  return ['## Rounds that count for nothing', lines.join('\n')]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
