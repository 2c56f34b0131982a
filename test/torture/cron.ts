import { expiresAt } from '../../worker/domain/showing.ts'
import type { Chance } from '../prove/chance.ts'
import { now } from './clock.ts'
import type { Programme } from './programme.ts'

const cronMsMax = 20_000
/** Of the showings on sale a jump makes so many due, at most. */
const dueMax = 3

/** The cron with a clock of its own. */
export class Cron {
  /** The latest "now" that any cron was told. */
  latest = 0
  jumps = 0
  /** Every "now" that it was told. */
  readonly told = new Set<number>()
  readonly fired: { readonly time: number; readonly at: number }[] = []
  readonly #url: string
  readonly #programme: Programme
  readonly #headers: Readonly<Record<string, string>>

  constructor({ url, staffKey }: { url: string; staffKey: string }, programme: Programme) {
    this.#url = url
    this.#headers = { authorization: `Bearer ${staffKey}` }
    this.#programme = programme
  }

  /** Far ahead, so that the earliest showings on sale are due: some to the millisecond, and some not by one. */
  async jumpAhead(chance: Chance): Promise<void> {
    const due = this.#programme.onSale[chance.between(0, dueMax - 1)]
    if (due === undefined) return
    this.jumps += 1
    await this.fire(expiresAt(due.startsAt) - chance.of([0, 0, 1]))
  }

  /** Answers whether it ran. */
  async fire(time: number): Promise<boolean> {
    this.latest = Math.max(this.latest, time)
    this.told.add(time)
    this.fired.push({ time, at: now() })
    const query = new URLSearchParams({ time: String(time), cron: '* * * * *' })
    try {
      const signal = AbortSignal.timeout(cronMsMax)
      const answer = await fetch(`${this.#url}/cdn-cgi/handler/scheduled?${query.toString()}`, {
        headers: this.#headers,
        signal,
      })
      await answer.text()
      return answer.ok
    } catch {
      return false
    }
  }
}
