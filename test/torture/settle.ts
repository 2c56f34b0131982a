import { setTimeout as pause } from 'node:timers/promises'
import { refusalFreshMs } from '../../worker/domain/limits.ts'
import type { Tables, Violation } from '../judge/history.ts'
import { violated } from '../judge/invariants.ts'
import { describe } from '../judge/operations.ts'
import { holdMs } from './hold-log.ts'
import { type Ledger, type RunningOperation, isOpen } from './ledger.ts'
import { type Programme, seatLabels } from './programme.ts'
import type { Visitors } from './visitors.ts'

const askersAtOnce = 16
const triesMax = 12
const retryPauseMs = 500

/** With the faults over, whoever has a key learns what became of his request. */
export async function settle(ledger: Ledger): Promise<void> {
  const open = ledger.operations.filter((operation) => operation.key !== undefined && isOpen(operation))
  await forEachOf(open, (operation) => untilKnown(ledger, operation))
}

function lostIn(operation: RunningOperation): Violation[] {
  return operation.attempts.some(({ outcome }) => outcome.kind === 'lost')
    ? [violated('documented', `at rest no answer came: ${describe(operation)}`)]
    : []
}

/** Seats that are free can be sold, and those that are sold cannot: the desks agree with the database. */
export async function probe(
  { ledger, visitors, programme }: { ledger: Ledger; visitors: Visitors; programme: Programme },
  { tickets }: Pick<Tables, 'tickets'>,
): Promise<Violation[]> {
  // A refusal may rest on what was true a second ago; and who learnt only now that he holds seats holds them no more.
  await pause(holdMs + refusalFreshMs)
  const sold = new Set(tickets.map(({ showing, seat }) => `${showing}/${seat}`))
  const places = programme.showings.flatMap(({ id }) => seatLabels.map((seat) => ({ showing: id, seat })))
  const violations: Violation[] = []
  await forEachOf(places, async ({ showing, seat }) => {
    const operation = visitors.probe(showing, seat)
    await untilKnown(ledger, operation)
    const { outcome, text } = operation.attempts.at(-1) ?? {}
    const isSold = sold.has(`${showing}/${seat}`)
    const isRefused = outcome?.kind === 'refused' && outcome.code === 'seats_taken'
    // With the faults over nobody is left without an answer.
    violations.push(...lostIn(operation))
    if (isSold ? !isRefused : outcome?.kind !== 'done')
      violations.push(violated('sellable', `${isSold ? 'sold' : 'free'} ${showing} ${seat}: ${text}`))
  })
  return violations
}

async function untilKnown(ledger: Ledger, operation: RunningOperation): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    await ledger.attempt(operation)
    if (!isOpen(operation)) return
    await pause(retryPauseMs)
  }
}

async function forEachOf<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const worker = async (): Promise<void> => {
    for (const one of left) await act(one)
  }
  await Promise.all(Array.from({ length: askersAtOnce }, worker))
}
