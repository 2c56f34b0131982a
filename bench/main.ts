import { rm } from 'node:fs/promises'
import path from 'node:path'
import { bundleWorker } from '../local/bundle.ts'
import { contenders } from './contenders.ts'
import { readOptions } from './options.ts'
import { planRounds } from './plan.ts'
import { scratchDirectory } from './places.ts'
import { duration } from './progress.ts'
import { describeCommit, describeMachine } from './report/machine.ts'
import { goalLines } from './report/markdown.ts'
import type { Results, Round } from './report/results.ts'
import { placeOf, writeReport, writeRounds } from './report/write.ts'
import { run, runnable, withinConnections } from './run.ts'
import { scenarios as allScenarios } from './scenarios.ts'

/* Marquee beside others, on this machine: `npm run bench`, and with --quick in under three minutes. */

const startedAt = performance.now()
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())

const options = readOptions(process.argv.slice(2), allScenarios)
const { there, notes: missing } = await runnable(contenders)
const { scenarios, notes: fewer } = await withinConnections(options.scenarios)
const plan = planRounds(scenarios, there, options)
const notes = [...missing, ...fewer]
for (const note of notes) console.log(note)
if (plan.length === 0) throw new Error('Nothing is left to be measured.')

const machine = await describeMachine()
const commit = await describeCommit()
await bundleWorker()
const directory = placeOf(options)
const expected = plan.reduce((sum, { secondsExpected }) => sum + secondsExpected, 0)
console.log(`${plan.length} rounds, about ${duration(expected)}.`)

const rounds = await run(plan, {
  isQuick: options.isQuick,
  signal: interrupted.signal,
  keep: (soFar) => writeRounds(resultsOf(soFar), scratchDirectory),
})
await rm(path.join(scratchDirectory, 'acknowledged.json'), { force: true })
if (interrupted.signal.aborted) {
  console.log('Interrupted: what was measured until then is in .bench/results.json.')
  process.exit(130)
}
const results = resultsOf(rounds)
await writeRounds(results, directory)
await writeReport(results, directory, { scenarios, contenders })
tell(results)

function resultsOf(measured: readonly Round[]): Results {
  return {
    date: new Date().toISOString(),
    commit,
    isQuick: options.isQuick,
    roundsWanted: options.rounds,
    minutes: (performance.now() - startedAt) / 60_000,
    machine,
    notes,
    rounds: [...measured],
  }
}

function tell({ minutes, rounds: played }: Results): void {
  const judged = goalLines({ rounds: played }).filter((line) => line.at(-1) !== 'not measured')
  const columns = [0, 1, 2, 3].map((column) =>
    Math.max(0, ...judged.map((line) => line[column]?.length ?? 0)),
  )
  console.log()
  for (const line of judged) console.log(line.map((text, at) => text.padEnd(columns[at] ?? 0)).join('  '))
  const wrong = played.filter(({ fault }) => fault !== null).length
  if (wrong > 0)
    console.log(`\n${wrong} rounds COUNT FOR NOTHING; ${path.relative('.', directory)}/RESULTS.md says why.`)
  console.log(
    `\n${path.relative('.', directory)}/RESULTS.md tells it all. It took ${duration(minutes * 60)}.`,
  )
  if (wrong > 0) process.exitCode = 1
}
