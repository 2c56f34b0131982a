import QuickLRU from 'quick-lru'
import { keptMax } from './domain/limits.ts'
import { readSeatPlan } from './domain/read-seat-plan.ts'
import type { SeatPlan } from './domain/seat-plan.ts'

const plans = new QuickLRU<string, SeatPlan>({ maxSize: keptMax })

/** The plan as the database has it. Many desks of an isolate share one: thousands of seats take milliseconds to read. */
export function planOf(source: string): SeatPlan {
  const known = plans.get(source)
  if (known !== undefined) return known
  const read = readSeatPlan(source)
  if (!read.ok) throw new Error(`a stored seat plan cannot be read: ${read.problem}`)
  plans.set(source, read.plan)
  return read.plan
}
