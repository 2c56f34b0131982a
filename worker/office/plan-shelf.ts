import QuickLRU from 'quick-lru'
import type { Database } from '../../db/database.ts'
import { type PlanRef, readPlans } from '../../db/programme/seat-plans.ts'
import { plansKeptMax } from '../domain/limits.ts'
import type { SeatPlan } from '../domain/seat-plan.ts'
import { planOf } from '../plans.ts'

/** Seat plans by screen and version. A version never changes, so what an isolate has read stays true. */
export class PlanShelf {
  readonly #db: Database
  readonly #plans = new QuickLRU<string, SeatPlan>({ maxSize: plansKeptMax })

  constructor(db: Database) {
    this.#db = db
  }

  async find(ref: PlanRef): Promise<SeatPlan> {
    const planAt = await this.findAll([ref])
    return planAt(ref)
  }

  /** Those that are not at hand are read in one query. */
  async findAll(refs: readonly PlanRef[]): Promise<(ref: PlanRef) => SeatPlan> {
    const known = new Map<string, SeatPlan>()
    const missing = new Map<string, PlanRef>()
    for (const ref of refs) {
      const plan = this.#plans.get(nameOf(ref))
      if (plan === undefined) missing.set(nameOf(ref), ref)
      else known.set(nameOf(ref), plan)
    }
    const read = missing.size === 0 ? [] : await readPlans(this.#db, [...missing.values()])
    for (const { source, ...ref } of read) {
      const plan = planOf(source)
      this.#plans.set(nameOf(ref), plan)
      known.set(nameOf(ref), plan)
    }
    return (ref) => {
      const plan = known.get(nameOf(ref))
      if (plan === undefined) throw new Error(`there is no seat plan ${nameOf(ref)}`)
      return plan
    }
  }
}

function nameOf({ screen, version }: PlanRef): string {
  return `${screen} ${version}`
}
