import { rm } from 'node:fs/promises'
import path from 'node:path'
import { bundleWorker } from '../local/bundle.ts'
import { contenders } from './contenders.ts'
import { type Options, readOptions } from './options.ts'
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

async function bench(options: Options, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now()
  const { there, notes: missing } = await runnable(contenders)
  const { scenarios, notes: fewer } = await withinConnections(options.scenarios)
  const plan = planRounds(scenarios, there, options)
  const notes = [...missing, ...fewer]
  for (const note of notes) console.log(note)
  if (plan.length === 0) throw new Error('Nothing is left to be measured.')

  const [machine, commit] = [await describeMachine(), await describeCommit()]
  await bundleWorker()
  const expected = plan.reduce((sum, { secondsExpected }) => sum + secondsExpected, 0)
  console.log(`${plan.length} rounds, about ${duration(expected)}.`)

  const resultsOf = (rounds: readonly Round[]): Results => ({
    date: new Date().toISOString(),
    commit,
    isQuick: options.isQuick,
    roundsWanted: options.rounds,
    minutes: (performance.now() - startedAt) / 60_000,
    machine,
    notes,
    rounds: [...rounds],
  })
  const rounds = await run(plan, {
    isQuick: options.isQuick,
    signal,
    keep: (soFar) => writeRounds(resultsOf(soFar), scratchDirectory),
  })
  await rm(path.join(scratchDirectory, 'acknowledged.json'), { force: true })
  if (signal.aborted) throw new Error('Interrupted: what was measured until then is in .bench/results.json.')
  const results = resultsOf(rounds)
  const directory = placeOf(options)
  await writeRounds(results, directory)
  await writeReport(results, directory, { scenarios, contenders })
  tell(results, directory)
}

function tell({ minutes, rounds }: Results, directory: string): void {
  const judged = goalLines({ rounds }).filter((line) => line.at(-1) !== 'not measured')
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...judged.map((line) => line[column]?.length ?? 0)))
  console.log()
  for (const line of judged) console.log(line.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  '))
  const report = path.relative('.', path.join(directory, 'RESULTS.md'))
  const wrong = rounds.filter(({ fault }) => fault !== null).length
  if (wrong > 0) {
    console.log(`\nROUNDS THAT COUNT FOR NOTHING: ${wrong}. ${report} says why.`)
    process.exitCode = 1
  }
  console.log(`\n${report} tells it all. It took ${duration(minutes * 60)}.`)
}

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())

try {
  await bench(readOptions(process.argv.slice(2), allScenarios), interrupted.signal)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = interrupted.signal.aborted ? 130 : 1
}
