import { showingAt } from '../../worker/domain/showing.ts'
import type { Chance } from '../prove/chance.ts'

const onSaleMin = 12
const onSaleMax = 20
const hourMs = 3_600_000
/** So far apart that a cron can make one expire and leave the next. */
const apartMs = 3 * hourMs
/** The first showing of a run starts this far ahead. */
const aheadMs = 48 * hourMs

/** What a fresh house has on its one screen. */
export const seatPlan = 'A: 1-5\nB: 1-5\nC: 1-5\nD: 1-5'
export const seatLabels: readonly string[] = ['A', 'B', 'C', 'D'].flatMap((row) =>
  [1, 2, 3, 4, 5].map((number) => `${row}${number}`),
)

/** The showings that the load asks for: a few at a time, so that seats are contended, and fresh ones as time goes by. */
export class Programme {
  /** All that were ever on sale, the earliest first. */
  readonly showings: { readonly id: string; readonly startsAt: number }[] = []
  readonly #onSale: number
  readonly #firstStartsAt: number

  constructor(chance: Chance, now: number) {
    this.#onSale = chance.between(onSaleMin, onSaleMax)
    this.#firstStartsAt = Math.ceil((now + aheadMs) / hourMs) * hourMs
    for (let count = 0; count < this.#onSale; count += 1) this.add()
  }

  /** The latest showings; one more comes, and the earliest of them goes. */
  get onSale(): readonly { readonly id: string; readonly startsAt: number }[] {
    return this.showings.slice(-this.#onSale)
  }

  add(): void {
    const startsAt = this.#firstStartsAt + this.showings.length * apartMs
    this.showings.push({ id: showingAt('main', startsAt).id, startsAt })
  }
}
