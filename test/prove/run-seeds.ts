import { parseArgs } from 'node:util'
import { type Plan, planOf, shrink } from './plan.ts'
import { openProvingDatabase } from './proving-database.ts'
import type { Found, Report } from './report.ts'
import { type RunResult, simulate } from './simulation.ts'

const { values } = parseArgs({
  options: {
    first: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    /** Of a smaller plan, as fast-check names it. */
    path: { type: 'string' },
    doublecheck: { type: 'boolean', default: false },
    /** Ends once all of these invariants have been violated. */
    until: { type: 'string', multiple: true, default: [] },
    /** Looks for the smallest plan that violates this invariant. */
    shrink: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
})

const shrinkMsMax = 60_000

// The service reports each outage; here outages are the point.
console.error = () => undefined

const first = Number(values.first)
const database = await openProvingDatabase()
const { path, shrink: invariant } = values
const report = invariant === undefined ? await run() : await smallest(invariant)
console.log(JSON.stringify(report))

async function run(): Promise<Report> {
  const found: Found[] = []
  let [seeds, requests, won] = [0, 0, 0]
  for (let seed = first; seed < first + Number(values.count); seed += 1) {
    const plan = planOf(seed, path)
    const result = await simulate(plan, database).catch((error: unknown) => {
      throw new Error(`seed ${seed} cannot be run`, { cause: error })
    })
    seeds += 1
    requests += result.requests
    won += result.won
    found.push(...foundIn(seed, result))
    if (values.doublecheck && !(await isSame(plan, result.trace))) {
      found.push({ seed, invariant: 'the same seed gives the same trace', detail: 'two runs differ' })
    }
    if (values.trace) console.log([JSON.stringify(plan, null, 1), ...result.trace].join('\n'))
    if (
      values.until.length > 0 &&
      values.until.every((one) => found.some((other) => other.invariant === one))
    )
      break
  }
  return { seeds, requests, won, found }
}

async function isSame(plan: Plan, trace: readonly string[]): Promise<boolean> {
  const again = await simulate(plan, database)
  return again.trace.join('\n') === trace.join('\n')
}

async function smallest(violated: string): Promise<Report> {
  const isViolated = async (plan: Plan): Promise<boolean> =>
    (await simulate(plan, database)).violations.some((one) => one.invariant === violated)
  const small = await shrink(first, isViolated, shrinkMsMax)
  if (small === undefined) return { seeds: 1, requests: 0, won: 0, found: [] }
  const result = await simulate(small.plan, database)
  const { requests, won, trace } = result
  const smallestRun = { path: small.path, trace: [...trace] }
  return { seeds: 1, requests, won, found: foundIn(first, result), smallest: smallestRun }
}

function foundIn(seed: number, { violations }: RunResult): Found[] {
  return violations.map(({ invariant: violated, detail }) => ({ seed, invariant: violated, detail }))
}
