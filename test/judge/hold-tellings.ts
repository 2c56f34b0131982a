import type { SeatPlan } from '../../worker/domain/seat-plan.ts'
import { isChosen } from './groups.ts'
import type { Attempt, Effect, Held, HoldRequest, Operation, Violation } from './history.ts'
import { violated } from './invariants.ts'
import { isLiveThroughout, possiblyLive } from './live.ts'
import { describe, isDecisive, isDone, isOpen } from './operations.ts'

interface Placing extends Operation {
  readonly request: HoldRequest
}

/** What was told of holds is stored so, and what is stored was asked for: once, or under a key one at a time. */
export function judgeTellings(
  operations: readonly Operation[],
  holds: readonly Held[],
  plan: SeatPlan,
): Violation[] {
  const byId = Map.groupBy(holds, ({ id }) => id)
  const placings = operations.filter(isPlacing)
  return [
    ...placings.flatMap((placing) => judgeTold(placing, byId, plan)),
    ...placings.flatMap((placing) => judgeKey(placing, byId)),
    ...operations.flatMap((operation) => judgeReleased(operation, byId)),
    ...explain(holds, placings, plan),
  ]
}

function isPlacing(operation: Operation): operation is Placing {
  return operation.request.kind === 'hold'
}

function tellingsOf({ attempts }: Operation): { attempt: Attempt; effect: Effect }[] {
  return attempts.flatMap((attempt) =>
    attempt.outcome.kind === 'done' ? [{ attempt, effect: attempt.outcome.effect }] : [],
  )
}

function judgeTold(
  placing: Placing,
  byId: ReadonlyMap<string, readonly Held[]>,
  plan: SeatPlan,
): Violation[] {
  const { request } = placing
  return tellingsOf(placing)
    .filter(({ attempt: { sentAt, answeredAt }, effect: { hold, showing, seats } }) => {
      const isAsAsked = (showing ?? request.showing) === request.showing && isChosen(seats, request, plan)
      const isStored = (byId.get(hold?.id ?? '') ?? []).some(
        (held) =>
          held.expiresAt === hold?.expiresAt &&
          held.showing === request.showing &&
          (seats ?? held.seats).join() === held.seats.join() &&
          held.placed.after <= answeredAt &&
          possiblyLive(held).until >= sentAt,
      )
      return !isAsAsked || !isStored
    })
    .map(({ attempt }) => violated('heldAsTold', describe({ ...placing, attempts: [attempt] })))
}

/** As long as a hold lives, its key answers with it. */
function judgeKey(placing: Placing, byId: ReadonlyMap<string, readonly Held[]>): Violation[] {
  const tellings = tellingsOf(placing)
  const ids = new Set(tellings.map(({ effect }) => effect.hold?.id))
  const forgotten = placing.attempts.filter(
    (attempt) =>
      isDecisive(attempt) &&
      // Another request is under way under the key.
      !(attempt.outcome.kind === 'refused' && attempt.outcome.code === 'idempotency_key_reused') &&
      tellings.some(
        ({ attempt: before, effect: { hold } }) =>
          before.answeredAt < attempt.sentAt &&
          (byId.get(hold?.id ?? '') ?? []).some((held) =>
            isLiveThroughout(held, [attempt.sentAt, attempt.answeredAt]),
          ),
      ),
  )
  return [
    ...(ids.size > 1 ? [violated('oneKey', `two holds: ${describe(placing)}`)] : []),
    ...forgotten.map((attempt) =>
      violated('oneKey', `${describe({ ...placing, attempts: [attempt] })}, though it holds them`),
    ),
  ]
}

/** What was acknowledged as released was none at some instant of its request. */
function judgeReleased(operation: Operation, byId: ReadonlyMap<string, readonly Held[]>): Violation[] {
  const { request } = operation
  if (request.kind !== 'release') return []
  return operation.attempts
    .filter(
      (attempt) =>
        isDone(attempt) &&
        (byId.get(request.hold) ?? []).some((held) =>
          isLiveThroughout(held, [attempt.sentAt, attempt.answeredAt]),
        ),
    )
    .map((attempt) => violated('heldAsTold', describe({ ...operation, attempts: [attempt] })))
}

/** Finds for each hold the request that it was placed for. Of those that nobody was told of, each needs one who does not know. */
function explain(holds: readonly Held[], placings: readonly Placing[], plan: SeatPlan): Violation[] {
  // Under one key and at one showing a hold has one id, whatever was asked for.
  const owners = [
    ...Map.groupBy(placings, ({ key, request: { showing } }) =>
      key === undefined ? Symbol('alone') : `${key} ${showing}`,
    ).values(),
  ]
  const told = new Map(
    owners.flatMap((owner) =>
      owner.flatMap(tellingsOf).map(({ effect }) => [effect.hold?.id ?? '', owner] as const),
    ),
  )
  const silent = owners.filter((owner) => owner.every((one) => tellingsOf(one).length === 0))
  const ascribed = new Map<readonly Placing[], string>()
  const byId = Map.groupBy(holds, ({ id }) => id)
  const canBeOf = (id: string, owner: readonly Placing[]): boolean =>
    (byId.get(id) ?? []).every((held) => owner.some((one) => mayHavePlaced(one, held, plan)))
  /** Who is free, or can be freed by ascribing another to his hold. */
  const ascribe = (id: string, tried: Set<readonly Placing[]>): boolean =>
    silent.some((owner) => {
      if (tried.has(owner) || !canBeOf(id, owner)) return false
      tried.add(owner)
      const other = ascribed.get(owner)
      if (other !== undefined && !ascribe(other, tried)) return false
      ascribed.set(owner, id)
      return true
    })
  return [...byId].flatMap(([id, stretches]) => {
    const owner = told.get(id)
    const isExplained = owner === undefined ? ascribe(id, new Set()) : canBeOf(id, owner)
    if (isExplained) return []
    const when = stretches.map(({ placed, seats }) => `${placed.by} ${seats.join()}`)
    return [violated('heldAsTold', `nobody asked for ${id} at ${when.join(' and ')}`)]
  })
}

function mayHavePlaced(placing: Placing, held: Held, plan: SeatPlan): boolean {
  const { request, attempts } = placing
  const { showing, seats, placed } = held
  if (request.showing !== showing || !isChosen(seats, request, plan)) return false
  return attempts.some(
    (one) =>
      one.sentAt <= placed.by &&
      ((isDone(one) && placed.after <= one.answeredAt) ||
        (isOpen(one) && placed.after <= wordAfter(one, attempts)) ||
        isRefusedAfter(one, placing, held)),
  )
}

/** Once the hold of a key is over, the key asks for another, and that may be refused: also to who asked for the one that is over. */
function isRefusedAfter(attempt: Attempt, { key }: Placing, { ended }: Held): boolean {
  return key !== undefined && isDecisive(attempt) && ended !== undefined && ended.after <= attempt.answeredAt
}

/** A refusal under a key is the last word: of what was asked before nothing comes after it. */
function wordAfter({ answeredAt }: Attempt, attempts: readonly Attempt[]): number {
  const words = attempts.filter((later) => later.sentAt >= answeredAt && isDecisive(later))
  return Math.min(...words.map((later) => later.answeredAt))
}
