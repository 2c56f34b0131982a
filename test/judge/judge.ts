import { judgeTables } from './agreement.ts'
import { attribute } from './attribution.ts'
import type { Evidence, Operation, Violation } from './history.ts'
import { violated } from './invariants.ts'
import { describe, isDone, isUnlearnt, merged } from './operations.ts'
import { judgeRefusals } from './refusals.ts'
import { tell } from './story.ts'

/** Whoever asks hears something within this time: a bound on every wait, and on all of them after each other. */
const patienceMs = 30_000

/** Judges a finished run from outside: by what was asked, answered, committed and stored, independently of any desk. */
export function judge({ operations, events, tables, expiredUntil, replyMsMax }: Evidence): Violation[] {
  const story = tell(events)
  const asked = merged(operations)
  const bookings = new Map(tables.bookings.map((booking) => [booking.id, booking]))
  return [
    ...story.violations,
    ...attribute(asked, events, { story, bookings }),
    ...judgeTables(tables, { story, operations: asked, expiredUntil }),
    ...judgeRefusals(asked, { story, bookings: tables.bookings, operations: asked, replyMsMax }),
    ...asked.flatMap(judgeAnswers),
  ]
}

function judgeAnswers(operation: Operation): Violation[] {
  const { attempts } = operation
  const isAwry = attempts.some(
    ({ outcome, sentAt, answeredAt }) =>
      outcome.kind === 'undocumented' ||
      (outcome.kind === 'refused' && outcome.code === 'internal') ||
      answeredAt - sentAt >= patienceMs,
  )
  const answers = new Set(attempts.filter(isDone).map(({ text }) => text))
  return [
    ...(isAwry ? [violated('documented', describe(operation))] : []),
    ...(answers.size > 1 ? [violated('oneKey', describe(operation))] : []),
    ...(isUnlearnt(operation) ? [violated('learnt', describe(operation))] : []),
  ]
}
