import type { Admission, Attempt, Committed, Operation, Request, Violation } from './history.ts'
import { violated } from './invariants.ts'
import { capableOf, describe, isDone } from './operations.ts'
import { type Story, placeOf } from './story.ts'

type AdmitRequest = Extract<Request, { kind: 'admit' }>

interface Asked {
  readonly operation: Operation
  readonly request: AdmitRequest
  readonly effects: Admission[]
}

/** Somebody is let in on a ticket once, whoever asks and however often; and from then on the booking stays as it is. */
export function judgeAdmissions(
  admissions: readonly Admission[],
  { story, operations }: { story: Story; operations: readonly Operation[] },
): Violation[] {
  const asked = operations.flatMap((operation): Asked[] => {
    const { request } = operation
    return request.kind === 'admit' ? [{ operation, request, effects: [] }] : []
  })
  const byPlace = Map.groupBy(asked, ({ request: { showing, seat } }) => placeOf(showing, seat))
  const orphans = admissions.filter((admission) => {
    const able = (byPlace.get(placeOf(admission.showing, admission.seat)) ?? []).filter(
      (one) => one.effects.length === 0 && couldBe(one, admission),
    )
    const [cause] = able.toSorted((one, other) => untilOf(one) - untilOf(other))
    cause?.effects.push(admission)
    return cause === undefined
  })
  return [
    ...orphans.map((one) => violated('letInOnce', `nobody asked for ${sayAdmission(one)}`)),
    ...[...Map.groupBy(admissions, ({ showing, seat }) => placeOf(showing, seat)).values()].flatMap(again),
    ...asked.flatMap(judgeTold),
    ...admissions.flatMap((one) => judgeStay(one, story)),
  ]
}

/** A refusal as expired is no word on an earlier try: that may still let somebody in, as who was let in offline is told of later. */
function triesOf({ operation: { attempts, ...operation } }: Asked): Attempt[] {
  const heard = attempts.filter(
    ({ outcome }) => outcome.kind !== 'refused' || outcome.code !== 'ticket_expired',
  )
  return capableOf({ ...operation, attempts: heard })
}

function untilOf({ operation: { attempts } }: Asked): number {
  return Math.min(...attempts.filter(isDone).map(({ answeredAt }) => answeredAt))
}

/** A scan is named by the key under which it was asked for. */
function couldBe(asked: Asked, { device, scan, after, by }: Admission): boolean {
  const { request, operation } = asked
  if (request.device !== device || (operation.key !== undefined && operation.key !== scan)) return false
  return triesOf(asked).some(({ sentAt }) => sentAt <= by) && after <= untilOf(asked)
}

function again([, ...more]: readonly Admission[]): Violation[] {
  return more.map((one) => violated('letInOnce', `once more: ${sayAdmission(one)}`))
}

/** Who is told of success let somebody in; and is never told anything else under the same key, while that can be. */
function judgeTold({ operation, effects }: Asked): Violation[] {
  const { key, attempts } = operation
  const done = attempts.filter(isDone)
  if (done.length === 0) return []
  const knownAt = Math.min(...done.map(({ answeredAt }) => answeredAt))
  const isDenied = attempts.some(
    ({ sentAt, outcome }) =>
      key !== undefined &&
      sentAt > knownAt &&
      outcome.kind === 'refused' &&
      outcome.code !== 'busy' &&
      outcome.code !== 'outcome_unknown',
  )
  return effects.length === 1 && !isDenied ? [] : [violated('letInOnce', describe(operation))]
}

/** The booking had the seat, and neither moves nor is cancelled from then on. */
function judgeStay(admission: Admission, { lives, stays }: Story): Violation[] {
  const { booking, showing, seat, sequence } = admission
  const hadIt = (stays.get(placeOf(showing, seat)) ?? []).some(
    (stay) =>
      stay.booking === booking &&
      stay.since.sequence < sequence &&
      (stay.until === undefined || stay.until.sequence > sequence),
  )
  const left = (lives.get(booking)?.events ?? []).filter(
    (event) => event.sequence > sequence && isLeaving(event),
  )
  return [
    ...(hadIt ? [] : [violated('inStays', `it has no such ticket: ${sayAdmission(admission)}`)]),
    ...left.map(({ kind }) => violated('inStays', `then ${kind}: ${sayAdmission(admission)}`)),
  ]
}

function isLeaving({ kind }: Committed): boolean {
  return kind === 'moved' || kind === 'cancelled'
}

function sayAdmission({ booking, showing, seat, device, scan, by }: Admission): string {
  return `${booking} at ${placeOf(showing, seat)} by ${device} (${scan}) at ${by}`
}
