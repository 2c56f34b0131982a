import type { Violation } from '../judge/history.ts'
import { type Ledger, isOpen } from './ledger.ts'
import type { Servers } from './house.ts'
import type { Memory } from './memory.ts'
import type { Mischief } from './mischief.ts'

/** So many kills in the middle of requests half an hour must have. */
const killsPerHalfHourMin = 50
const detailLengthMax = 2_000
const shownPerInvariantMax = 5

/** What the load came to, before the run settled. */
interface Tally {
  readonly seconds: number
  readonly acknowledged: number
  readonly refused: string
  readonly unknown: number
  /** Operations whose caller does not know, and of these the ones under a key. */
  readonly open: number
  readonly openKeyed: number
  /** Milliseconds, of the answered. */
  readonly p50: number
  readonly p99: number
}

export interface Report {
  readonly loaded: Tally
  readonly ledger: Ledger
  readonly mischief: Mischief
  readonly memory: Memory
  readonly jumps: number
  readonly fullDiskAnswers: number
  /** How often each server ended, by whatever hand. */
  readonly ends: Readonly<Record<keyof Servers, number>>
}

export function tally(ledger: Ledger, ms: number): Tally {
  const open = ledger.operations.filter(isOpen)
  const latencies = ledger.operations
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ outcome, sentAt, answeredAt }) => (outcome.kind === 'lost' ? [] : answeredAt - sentAt))
    .sort((one, other) => one - other)
  const percentile = (percent: number): number =>
    latencies[Math.floor((latencies.length * percent) / 100)] ?? 0
  return {
    seconds: ms / 1_000,
    acknowledged: ledger.acknowledged,
    refused: refusals(ledger),
    unknown: ledger.unknown,
    open: open.length,
    openKeyed: open.filter(({ key }) => key !== undefined).length,
    p50: percentile(50),
    p99: percentile(99),
  }
}

export function progress(ledger: Ledger, { kills, killsInMidair }: Mischief, ms: number): string {
  return [
    `${String(Math.round(ms / 1_000)).padStart(5)} s`,
    `${ledger.acknowledged} acknowledged`,
    `refused ${refusals(ledger)}`,
    `${ledger.unknown} unknown`,
    `${kills} kills, ${killsInMidair} between send and reply`,
  ].join(' | ')
}

/** Prints all of it; answers whether the run holds. */
export function conclude(
  { loaded, ledger, mischief, memory, jumps, fullDiskAnswers, ends }: Report,
  violations: readonly Violation[],
  minutes: number,
): boolean {
  const openAfter = ledger.operations.filter((one) => one.key !== undefined && isOpen(one)).length
  const killsMin = Math.ceil((minutes * killsPerHalfHourMin) / 30)
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MiB`
  const alone = (['supervisor', 'workerd', 'database'] as const).map(
    (server) => `${server} ${Math.max(0, ends[server] - mischief.killed[server])}`,
  )
  console.log(`acknowledged   ${loaded.acknowledged}
refused        ${loaded.refused}
unknown        ${loaded.unknown} tries; of the operations ${loaded.open} before settling (${loaded.openKeyed} under a key), ${openAfter} under a key after
kills          ${mischief.kills}
in mid-air     ${mischief.killsInMidair} of them between send and reply (at least ${killsMin} are wanted)
ended alone    ${alone.join(', ')} times
stops          ${mischief.stops}
bad wire       ${mischief.storms}
full disk      ${mischief.fullDisks} times, felt by ${fullDiskAnswers} calls of the database
cron jumps     ${jumps}
goodput        ${(loaded.acknowledged / loaded.seconds).toFixed(1)}/s acknowledged over ${loaded.seconds.toFixed(0)} s
latency        p50 ${loaded.p50.toFixed(1)} ms, p99 ${loaded.p99.toFixed(0)} ms
peak memory    workerd ${mebibytes(memory.workerd)}, database ${mebibytes(memory.database)}`)
  printViolations(violations)
  if (mischief.killsInMidair < killsMin) console.log('FAILED: too few kills between send and reply')
  return violations.length === 0 && mischief.killsInMidair >= killsMin
}

export function printViolations(violations: readonly Violation[]): void {
  for (const invariant of new Set(violations.map((one) => one.invariant))) {
    const found = violations.filter((one) => one.invariant === invariant)
    console.log(`VIOLATED ${found.length} times: ${invariant}`)
    for (const { detail } of found.slice(0, shownPerInvariantMax))
      console.log(`  ${detail.slice(0, detailLengthMax)}`)
  }
  console.log(`violations     ${violations.length}`)
}

function refusals({ refused }: Ledger): string {
  const codes = [...refused].sort(([one], [other]) => one.localeCompare(other))
  return codes.map(([code, count]) => `${code} ${count}`).join(', ')
}
