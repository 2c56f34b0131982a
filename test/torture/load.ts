import { setTimeout as pause } from 'node:timers/promises'
import { Chance } from '../prove/chance.ts'
import { type Ledger, type RunningOperation, isOpen } from './ledger.ts'
import type { Visitors } from './visitors.ts'

const clientsMin = 16
const clientsMax = 48
/** Of all clients together, where they need not wait; a client's pause follows from it. */
const requestsPerSecond = 300
/** After these an operation is left open until the run settles. */
const triesMax = 6
const retryPauseMsMin = 100
const retryPauseMsMax = 3_000

/** Clients that ask, each one thing at a time, until they are told to stop. */
export async function load(
  { ledger, visitors, seed }: { ledger: Ledger; visitors: Visitors; seed: number },
  until: AbortSignal,
): Promise<void> {
  const clients = new Chance(seed).between(clientsMin, clientsMax)
  const pauseMs = (clients / requestsPerSecond) * 1_000
  const client = async (_: unknown, index: number): Promise<void> => {
    const chance = new Chance(seed + 1 + index)
    while (!until.aborted) {
      await pause(chance.between(0, Math.round(2 * pauseMs)))
      await insist(ledger, visitors.next(), { chance, until })
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}

/** Who has a key asks again until it is known what happened; who has none asks once. */
async function insist(
  ledger: Ledger,
  operation: RunningOperation,
  { chance, until }: { chance: Chance; until: AbortSignal },
): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    await ledger.attempt(operation)
    if (!isOpen(operation) || until.aborted) return
    await pause(chance.between(retryPauseMsMin, retryPauseMsMax))
    if (operation.key === undefined || until.aborted) return
  }
}
