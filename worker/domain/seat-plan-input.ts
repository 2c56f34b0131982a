import * as z from 'zod'
import { seatPlanObject } from './seat-plan-json.ts'
import { readNewSeatPlan } from './read-seat-plan.ts'

/** A seat plan as a caller gives it, in either form; out comes its source, which `readNewSeatPlan` has read once. */
export const seatPlanInput = z
  .union([z.string('must be a seat plan: text such as "A: 1-12", or an object with rows'), seatPlanObject])
  .transform((given) => (typeof given === 'string' ? given : JSON.stringify(given)))
  .superRefine((source, context) => {
    const reading = readNewSeatPlan(source)
    if (!reading.ok) context.addIssue(reading.problem)
  })
