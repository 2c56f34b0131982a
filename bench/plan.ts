import type { Contender } from './contender.ts'
import type { Scenario } from './scenarios.ts'

export interface PlannedRound {
  readonly scenario: Scenario
  readonly contender: Contender
  readonly round: number
  readonly secondsExpected: number
}

const startAndStopSeconds = 4
const otherSeconds = 15

/** All rounds, interleaved: the first of every contender, then the second of each, after others than before. */
export function planRounds(
  scenarios: readonly Scenario[],
  contenders: readonly Contender[],
  { rounds, isQuick }: { rounds: number; isQuick: boolean },
): PlannedRound[] {
  return scenarios.flatMap((scenario) => {
    const own = scenario.contenders.flatMap((name) => contenders.filter((one) => one.name === name))
    return Array.from({ length: rounds }, (_, index) =>
      turned(own, index).map((contender) => ({
        scenario,
        contender,
        round: index + 1,
        secondsExpected: secondsExpected(scenario, isQuick),
      })),
    ).flat()
  })
}

function secondsExpected({ measure }: Scenario, isQuick: boolean): number {
  if (measure.kind !== 'load' || measure.workload === 'burst') return otherSeconds
  return isQuick ? startAndStopSeconds : startAndStopSeconds + measure.seconds
}

function turned<T>(list: readonly T[], by: number): T[] {
  const from = by % Math.max(list.length, 1)
  const rotated = [...list.slice(from), ...list.slice(0, from)]
  return by % 2 === 0 ? rotated : rotated.toReversed()
}
