import type { CrowdReport } from './crowd-report.ts'
import { type Scenario, scenarioNames } from './places.ts'

export interface Round {
  readonly scenario: Scenario
  readonly connections: number
  readonly seconds: number
  readonly report: CrowdReport
}

export interface Overload {
  readonly rounds: readonly Round[]
  readonly acknowledged: number
  readonly stored: number
  /** Requests that were not answered. */
  readonly lost: number
  readonly peakBytes: number
  readonly bugs: number
}

const goodputOfPeakMin = 0.9
const servedMsMax = 1_000
const peakBytesMax = 1.5 * 1024 ** 3

/** Prints what is held against what is promised, and answers whether all of it holds. */
export function verdictOn({ rounds, acknowledged, stored, lost, peakBytes, bugs }: Overload): boolean {
  const checks = [
    ...scenarioNames.flatMap((scenario) =>
      verdictsOf(
        scenario,
        rounds.filter((one) => one.scenario === scenario),
      ),
    ),
    {
      holds: rounds.every(({ report }) =>
        Object.keys(report.refused).every((one) => one === '429' || one === '503'),
      ),
      said: 'the rest is refused with 429 or 503, and nothing else',
    },
    {
      holds: rounds.every(({ report }) => report.withoutRetryAfter === 0),
      said: 'each refusal says when to come back',
    },
    { holds: lost === 0, said: `every request is answered (${lost} were not)` },
    { holds: bugs === 0, said: `no bug is logged (${bugs} were)` },
    { holds: stored === acknowledged, said: `what is acknowledged is stored (${acknowledged}, ${stored})` },
    {
      holds: peakBytes <= peakBytesMax,
      said: `memory is bounded: ${Math.round(peakBytes / 1024 ** 2)} MiB at most, of both servers`,
    },
  ]
  for (const { holds, said } of checks) console.log(`${holds ? 'holds' : 'FAILS'}: ${said}`)
  return checks.every(({ holds }) => holds)
}

function verdictsOf(scenario: Scenario, rounds: readonly Round[]): { holds: boolean; said: string }[] {
  const byCrowd = [...Map.groupBy(rounds, ({ connections }) => connections)].map(([connections, turns]) => ({
    connections,
    goodput: median(turns.map(({ report, seconds }) => report.served / seconds)),
    p99: median(turns.map(({ report }) => report.servedMs.p99)),
  }))
  const largest = byCrowd.toSorted((one, other) => other.connections - one.connections)[0]
  const peak = Math.max(...byCrowd.map(({ goodput }) => goodput))
  if (largest === undefined) return []
  const share = largest.goodput / peak
  return [
    {
      holds: share >= goodputOfPeakMin,
      said: `${scenario}: goodput at ${largest.connections} connections is ${share.toFixed(2)} of the peak (median ${Math.round(largest.goodput)}/s of ${Math.round(peak)}/s)`,
    },
    {
      holds: largest.p99 <= servedMsMax,
      said: `${scenario}: p99 of what is served at ${largest.connections} connections is ${largest.p99} ms (median)`,
    },
  ]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
