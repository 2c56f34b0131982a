import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { proveMutants } from './prove-mutants.ts'
import { runSeeds } from './proving-process.ts'
import type { Found } from './report.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    /** Runs this one and shows it; with `seeds`, begins with it. */
    seed: { type: 'string' },
    path: { type: 'string' },
    doublecheck: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    /** Of the mutants, those whose name or file has this in it. */
    only: { type: 'string', default: '' },
  },
})

/** So many seeds go to a process at a time: little enough to show progress, enough to be worth a start. */
const portionMax = 2_000
/** Of the violated invariants, so many are brought down to their smallest run. */
const shrunkMax = 3

const doublecheck = values.doublecheck ? ['--doublecheck'] : []

if (values.mutants) process.exitCode = await proveMutants(values.only)
else if (values.seed !== undefined && values.seeds === undefined)
  process.exitCode = await replay(values.seed, values.path)
else process.exitCode = await proveSeeds(Number(values.seeds ?? 1_000), Number(values.seed ?? 1))

async function proveSeeds(count: number, from: number): Promise<number> {
  const startedAt = performance.now()
  const seconds = (): string => ((performance.now() - startedAt) / 1_000).toFixed(1)
  const found: Found[] = []
  const end = from + count
  const portion = Math.min(portionMax, Math.ceil(count / availableParallelism()))
  let [first, seeds, requests, won] = [from, 0, 0, 0]
  const prover = async (): Promise<void> => {
    while (first < end) {
      const range = ['--first', String(first), '--count', String(Math.min(portion, end - first))]
      first += portion
      const report = await runSeeds([...range, ...doublecheck])
      seeds += report.seeds
      requests += report.requests
      won += report.won
      found.push(...report.found)
      for (const { seed, invariant } of report.found) console.log(`seed ${seed} violates: ${invariant}`)
      if (process.stdout.isTTY) process.stdout.write(`\r${seeds} of ${count} seeds in ${seconds()} s `)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, prover))
  if (process.stdout.isTTY) process.stdout.write('\r')
  await tellViolations(found)
  console.log(
    `${seeds} seeds, ${requests} requests, ${won} won, ${found.length} violations, in ${seconds()} s`,
  )
  return found.length > 0 || won === 0 ? 1 : 0
}

/** Of each violated invariant: how often, the seed, and the smallest run that still violates it. */
async function tellViolations(found: readonly Found[]): Promise<void> {
  for (const [index, [invariant, violations]] of [...Map.groupBy(found, (one) => one.invariant)].entries()) {
    const [shortest] = violations.toSorted((one, other) => one.detail.length - other.detail.length)
    if (shortest === undefined) continue
    const { seed, detail } = shortest
    console.log(`VIOLATED ${violations.length} times: ${invariant}\n  ${detail}`)
    console.log(`  replay: npm run prove -- --seed ${seed}`)
    if (index >= shrunkMax) continue
    const { smallest } = await runSeeds(['--first', String(seed), '--shrink', invariant])
    if (smallest === undefined) continue
    console.log(`  the smallest run of this seed that violates it:\n    ${smallest.trace.join('\n    ')}`)
    console.log(`  replay: npm run prove -- --seed ${seed} --path ${smallest.path}`)
  }
}

async function replay(seed: string, path: string | undefined): Promise<number> {
  const which = ['--first', seed, '--count', '1', ...(path === undefined ? [] : ['--path', path])]
  const { found } = await runSeeds([...which, '--trace', ...doublecheck], { isShown: true })
  for (const { invariant, detail } of found) console.log(`VIOLATED: ${invariant}\n  ${detail}`)
  return found.length > 0 ? 1 : 0
}
