import QuickLRU from 'quick-lru'
import { neighboursMsMax, unheardMax } from '../domain/limits.ts'
import type { Desk } from './desk.ts'
import type { AskedAt, Decision } from './order.ts'
import type { Clock } from './ports.ts'
import type { ShowingId } from '../domain/showing.ts'
import { logError } from '../log.ts'

/**
 * `as asked`: the booking is now what the change would have it be, and need not travel back. `not yet`: it takes longer
 * than its neighbours' decisions, and is to be heard by itself. `broken`: a bug, or a desk that started anew.
 */
export type DeskAnswer = Decision | 'as asked' | 'not yet' | 'broken'

/** Where many ask a screen's desks at once. Neither a slow neighbour nor one that meets a bug is the others' trouble. */
export class Counter {
  readonly #deskOf: (showing: ShowingId) => Pick<Desk, 'decide'>
  readonly #clock: Clock
  /** Those that were not decided with their neighbours, by their events' ids. */
  readonly #slow = new QuickLRU<string, Promise<DeskAnswer>>({ maxSize: unheardMax })

  constructor(deskOf: (showing: ShowingId) => Pick<Desk, 'decide'>, clock: Clock) {
    this.#deskOf = deskOf
    this.#clock = clock
  }

  /** The answers in the order of what is asked. */
  async decideAll(asked: readonly AskedAt[]): Promise<DeskAnswer[]> {
    const deciding = asked.map((one) => this.#decide(one))
    if (deciding.length === 1) return Promise.all(deciding)
    const { over, cancel } = this.#clock.pause(neighboursMsMax)
    const notYet = over.then(() => 'not yet' as const)
    const answers = await Promise.all(deciding.map((one) => Promise.race([one, notYet])))
    cancel()
    for (const [index, answer] of answers.entries()) {
      const [slow, one] = [deciding[index], asked[index]]
      if (answer === 'not yet' && slow && one) this.#slow.set(one.change.eventId, slow)
    }
    return answers
  }

  /** The answer of one that was `not yet` decided. */
  async hear(eventId: string): Promise<DeskAnswer> {
    const answer = (await this.#slow.get(eventId)) ?? 'broken'
    this.#slow.delete(eventId)
    return answer
  }

  async #decide(asked: AskedAt): Promise<DeskAnswer> {
    try {
      const decision = await this.#deskOf(asked.showing).decide(asked)
      const { change } = asked
      return decision.ok && 'booking' in change && decision.value === change.booking ? 'as asked' : decision
    } catch (bug) {
      logError({ event: 'desk bug', error: bug instanceof Error ? bug.message : 'unknown' })
      return 'broken'
    }
  }
}
