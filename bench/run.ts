import type { Contender } from './contender.ts'
import { connectionsMax } from './many-files.ts'
import type { PlannedRound } from './plan.ts'
import { Progress } from './progress.ts'
import type { Round } from './report/results.ts'
import type { RoundResult } from './round/result.ts'
import { playRound } from './round/round.ts'
import type { Scenario } from './scenarios.ts'

export interface RunOptions {
  readonly isQuick: boolean
  readonly signal: AbortSignal
  /** After each round, with all so far. */
  readonly keep: (rounds: readonly Round[]) => Promise<void>
}

/** Plays the rounds one after another; one that fails counts for nothing and keeps no other from being played. */
export async function run(
  plan: readonly PlannedRound[],
  { isQuick, signal, keep }: RunOptions,
): Promise<readonly Round[]> {
  const progress = new Progress(plan)
  const rounds: Round[] = []
  for (const planned of plan) {
    const { scenario, contender, round } = planned
    const result = await playRound(contender, scenario.measure, { quick: isQuick, signal }).catch(failed)
    if (signal.aborted) break
    progress.tell(planned, result)
    const { figures, fault = null } = result
    rounds.push({ scenario: scenario.name, contender: contender.name, round, figures, fault })
    await keep(rounds)
  }
  return rounds
}

function failed(error: unknown): RoundResult {
  return { figures: {}, fault: error instanceof Error ? error.message : String(error) }
}

/** Those that this machine can run; tells of the others. */
export async function runnable(
  contenders: readonly Contender[],
): Promise<{ there: Contender[]; notes: string[] }> {
  const there: Contender[] = []
  const notes: string[] = []
  for (const contender of contenders) {
    const missing = await contender.missing()
    if (missing === undefined) there.push(contender)
    else notes.push(`${contender.name} was left out: this machine lacks ${missing}.`)
  }
  return { there, notes }
}

/** With as many connections as this machine allows; tells where these are fewer than wanted. */
export async function withinConnections(
  scenarios: readonly Scenario[],
): Promise<{ scenarios: Scenario[]; notes: string[] }> {
  const max = await connectionsMax()
  const notes: string[] = []
  const fitting = scenarios.map((scenario): Scenario => {
    if (scenario.measure.kind !== 'load' || scenario.measure.connections <= max) return scenario
    const { connections } = scenario.measure
    const [meant, allowed] = [connections, max].map((count) => count.toLocaleString('en'))
    notes.push(
      `${scenario.name} has ${allowed} connections, not ${meant}: this machine allows no more open files.`,
    )
    const what = scenario.what.replace(String(meant), String(allowed))
    return { ...scenario, what, measure: { ...scenario.measure, connections: max } }
  })
  return { scenarios: fitting, notes }
}
