import { readSeatPlan } from '../../worker/domain/read-seat-plan.ts'
import type { SeatPlan } from '../../worker/domain/seat-plan.ts'

/** The plan of a source that must be sound. */
export function planOf(source: string): SeatPlan {
  const reading = readSeatPlan(source)
  if (!reading.ok) throw new Error(reading.problem)
  return reading.plan
}
