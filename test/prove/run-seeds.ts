import { parseArgs } from 'node:util'
import { openProvingDatabase } from './proving-database.ts'
import { simulate } from './simulation.ts'

/** What a process tells of its seeds: a line of JSON, on standard output. */
export interface Report {
  readonly seeds: number
  readonly requests: number
  readonly won: number
  readonly found: readonly { readonly seed: number; readonly invariant: string; readonly detail: string }[]
}

const { values } = parseArgs({
  options: {
    first: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    doublecheck: { type: 'boolean', default: false },
    /** Ends with the first seed in which an invariant is violated. */
    once: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
  },
})

// The service reports each outage; here outages are the point.
console.error = () => undefined

const first = Number(values.first)
const database = await openProvingDatabase()
const found: Report['found'][number][] = []
let [seeds, requests, won] = [0, 0, 0]

for (let seed = first; seed < first + Number(values.count); seed += 1) {
  const result = await simulate(seed, database)
  seeds += 1
  requests += result.operations
  won += result.won
  found.push(...result.violations.map((violation) => ({ seed, ...violation })))
  if (values.doublecheck && (await simulate(seed, database)).trace !== result.trace) {
    found.push({ seed, invariant: 'the same seed gives the same trace', detail: 'two runs differ' })
  }
  if (values.trace) console.log(result.trace)
  if (values.once && found.length > 0) break
}

const report: Report = { seeds, requests, won, found }
console.log(JSON.stringify(report))
