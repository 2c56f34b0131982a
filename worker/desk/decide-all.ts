import type { Change } from '../../db/desk-changes.ts'
import { neighboursMsMax } from '../domain/limits.ts'
import type { Desk } from './desk.ts'
import type { Decision } from './order.ts'
import type { Clock } from './ports.ts'

export interface Asked {
  readonly change: Change
  readonly salesCloseAt: number
}

/**
 * `as asked`: the booking is now what the change would have it be, and need not travel back.
 * `not yet`: it takes longer than its neighbours' decisions; to ask again does nothing twice. `broken`: a bug.
 */
export type DeskAnswer = Decision | 'as asked' | 'not yet' | 'broken'

/** The answers in the order of what is asked. Neither a slow neighbour nor one that meets a bug is the others' trouble. */
export async function decideAll(
  desk: Pick<Desk, 'decide'>,
  clock: Clock,
  asked: readonly Asked[],
): Promise<DeskAnswer[]> {
  const deciding = asked.map((one) => answerOf(desk, one))
  if (deciding.length === 1) return Promise.all(deciding)
  const { over, cancel } = clock.pause(neighboursMsMax)
  const notYet = over.then(() => 'not yet' as const)
  try {
    return await Promise.all(deciding.map((one) => Promise.race([one, notYet])))
  } finally {
    cancel()
  }
}

async function answerOf(desk: Pick<Desk, 'decide'>, { change, salesCloseAt }: Asked): Promise<DeskAnswer> {
  try {
    const decision = await desk.decide(change, salesCloseAt)
    return decision.ok && decision.value === change.booking ? 'as asked' : decision
  } catch (bug) {
    console.error({ event: 'desk bug', error: bug instanceof Error ? bug.message : 'unknown' })
    return 'broken'
  }
}
