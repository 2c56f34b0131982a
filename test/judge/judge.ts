import { judgeAdmissions } from './admissions.ts'
import { judgeTables } from './agreement.ts'
import { attribute } from './attribution.ts'
import { judgeBlocks } from './blocks.ts'
import type { Committed, Evidence, Operation, Violation } from './history.ts'
import { judgeTellings } from './hold-tellings.ts'
import { judgeHolds } from './holds.ts'
import { violated } from './invariants.ts'
import { describe, isDecisive, isDone, isRemembered, isUnlearnt, merged } from './operations.ts'
import { judgePhones } from './phones.ts'
import { judgeRefusals } from './refusals.ts'
import { tell } from './story.ts'
import { judgeTold } from './watched.ts'

/** Whoever asks hears something within this time: a bound on every wait, and on all of them after each other. */
const patienceMs = 30_000

/** Judges a finished run from outside: by what was asked, answered, committed and stored, independently of any desk. */
export function judge(evidence: Evidence): Violation[] {
  const { operations, events, holds, blocked, admissions, byHand, tables } = evidence
  const { expiredUntil, replyMsMax, crons, plan, phoneTicketsMax } = evidence
  const story = tell(events)
  const asked = merged(operations)
  const bookings = new Map(tables.bookings.map((booking) => [booking.id, booking]))
  return [
    ...story.violations,
    ...events.flatMap((event) => judgeForesight(event, crons)),
    ...attribute(asked, events, { story, bookings, holds, admissions, plan }),
    ...judgeTables(tables, { story, operations: asked, expiredUntil }),
    ...judgeHolds({ holds, byHand, story, operations: asked, bookings: tables.bookings }),
    ...judgeAdmissions(admissions, { story, operations: asked }),
    ...judgePhones(events, { bookings: tables.bookings, phoneTicketsMax }),
    ...judgeTellings(asked, holds, plan),
    ...judgeTold(evidence, story),
    ...judgeBlocks({ blocked, holds, byHand, story, operations: asked }),
    ...judgeRefusals(asked, {
      story,
      bookings: tables.bookings,
      operations: asked,
      holds,
      blocked,
      admissions,
      plan,
      phoneTicketsMax,
      replyMsMax,
    }),
    ...asked.flatMap(judgeAnswers),
    ...asked.flatMap(judgeForgotten),
  ]
}

function judgeAnswers(operation: Operation): Violation[] {
  const { attempts, request } = operation
  const isAwry = attempts.some(
    ({ outcome, sentAt, answeredAt }) =>
      outcome.kind === 'undocumented' ||
      (outcome.kind === 'refused' && outcome.code === 'internal') ||
      answeredAt - sentAt >= patienceMs,
  )
  // A key that asked for a hold may ask for another, once that is over; and none is kept for what is off sale.
  const told = !isRemembered(request) ? [] : attempts.filter(isDone)
  const answers = new Set(told.map(({ text }) => text))
  return [
    ...(isAwry ? [violated('documented', describe(operation))] : []),
    ...(answers.size > 1 ? [violated('oneKey', describe(operation))] : []),
    ...(isUnlearnt(operation) ? [violated('learnt', describe(operation))] : []),
  ]
}

/** Once a key was answered with success, the same request under it is never refused. */
function judgeForgotten({ key, attempts, ...operation }: Operation): Violation[] {
  if (!isRemembered(operation.request)) return []
  const knownAt = Math.min(...attempts.filter(isDone).map(({ answeredAt }) => answeredAt))
  return attempts
    .filter((attempt) => key !== undefined && attempt.sentAt > knownAt && isDecisive(attempt))
    .map((attempt) =>
      violated('oneKey', `${describe({ ...operation, key, attempts: [attempt] })}, though it was done`),
    )
}

/** What is marked as expired "now" is marked at an instant that has come, or that a cron was told of. */
function judgeForesight({ kind, booking, at, by }: Committed, crons: ReadonlySet<number>): Violation[] {
  return kind !== 'expired' || at <= by || crons.has(at)
    ? []
    : [violated('expiry', `${booking} is marked for ${at}, before that has come`)]
}
