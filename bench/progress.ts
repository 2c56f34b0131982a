import type { PlannedRound } from './plan.ts'
import type { RoundResult } from './round/result.ts'
import type { Figures } from './report/results.ts'

/** One line a round: what it came to, and how long the rest will take. */
export class Progress {
  readonly #startedAt = performance.now()
  readonly #secondsPlanned: number
  readonly #count: number
  #secondsDone = 0
  #done = 0

  constructor(plan: readonly PlannedRound[]) {
    this.#count = plan.length
    this.#secondsPlanned = plan.reduce((sum, { secondsExpected }) => sum + secondsExpected, 0)
  }

  tell({ scenario, contender, round, secondsExpected }: PlannedRound, result: RoundResult): void {
    this.#done += 1
    this.#secondsDone += secondsExpected
    const took = (performance.now() - this.#startedAt) / 1_000
    const left = (took / this.#secondsDone) * (this.#secondsPlanned - this.#secondsDone)
    const fault = result.fault === undefined ? '' : `  COUNTS FOR NOTHING: ${result.fault}`
    console.log(
      [
        `${String(this.#done).padStart(3)}/${this.#count}`,
        `${scenario.name} ${round}`.padEnd(14),
        contender.name.padEnd(26),
        sayFigures(result.figures).padEnd(40),
        `${duration(left)} left${fault}`,
      ].join('  '),
    )
  }
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

function sayFigures(figures: Figures): string {
  const { perSecond, p99Ms, silent = 0, soldOutSeconds, cronMs, firstStartMs, secondStartMs } = figures
  if (cronMs !== undefined) return `${cronMs.toFixed(0)} ms`
  if (firstStartMs !== undefined && secondStartMs !== undefined)
    return `${firstStartMs.toFixed(0)} ms, then ${secondStartMs.toFixed(0)} ms`
  const word = silent === 0 ? '' : `, ${silent} without a word`
  if (soldOutSeconds !== undefined) return `sold out in ${soldOutSeconds.toFixed(2)} s${word}`
  if (perSecond === undefined || p99Ms === undefined) return ''
  return `${Math.round(perSecond).toLocaleString('en')}/s, p99 ${p99Ms.toFixed(1)} ms${word}`
}
