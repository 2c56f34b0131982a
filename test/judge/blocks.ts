import type { BlockRequest, Blocked, Evidence, Operation, Violation } from './history.ts'
import { violated } from './invariants.ts'
import { type Interval, certainlyLive, overlap } from './live.ts'
import { describe, isDone, isOpen } from './operations.ts'
import { type Story, placeOf } from './story.ts'

interface BlockFacts extends Pick<Evidence, 'blocked' | 'holds' | 'byHand'> {
  readonly story: Story
  readonly operations: readonly Operation[]
}

/** What staff took off sale is neither sold nor held until they put it back; and nobody else does either. */
export function judgeBlocks({ blocked, holds, byHand, story, operations }: BlockFacts): Violation[] {
  const requests = operations.filter(isOfStaff)
  const heldAt = Map.groupBy(
    holds.flatMap((held) => held.seats.map((seat) => ({ place: placeOf(held.showing, seat), held }))),
    ({ place }) => place,
  )
  return [
    ...blocked.flatMap((one): Violation[] => {
      const place = placeOf(one.showing, one.seat)
      const off = certainlyOff(one)
      const sales = (story.stays.get(place) ?? []).filter(
        ({ booking, since, until }) =>
          !byHand.has(booking) && overlap(off, { from: since.by, until: until?.after ?? Infinity }),
      )
      const held = (heldAt.get(place) ?? []).filter((other) => overlap(off, certainlyLive(other.held)))
      return [
        ...sales.map(({ booking }) => violated('offSale', `${say(one)} is sold to ${booking}`)),
        ...held.map(({ held: { id } }) => violated('offSale', `${say(one)} is held by ${id}`)),
      ]
    }),
    ...blocked.flatMap((one) => judgeEnds(one, requests)),
    ...requests.flatMap((request) => judgeDone(request, { blocked, byHand, holds, story })),
  ]
}

interface OfStaff extends Operation {
  readonly request: BlockRequest
}

function isOfStaff(operation: Operation): operation is OfStaff {
  return operation.request.kind === 'block' || operation.request.kind === 'unblock'
}

/** Somebody asked for its beginning, and for its end. */
function judgeEnds({ placed, ended, ...one }: Blocked, requests: readonly OfStaff[]): Violation[] {
  const isAsked = (kind: BlockRequest['kind'], { after, by }: Blocked['placed']): boolean =>
    requests.some(
      ({ request, attempts }) =>
        request.kind === kind &&
        request.showing === one.showing &&
        request.seats.includes(one.seat) &&
        attempts.some(
          (attempt) =>
            attempt.sentAt <= by && (isOpen(attempt) || (isDone(attempt) && after <= attempt.answeredAt)),
        ),
    )
  const place = placeOf(one.showing, one.seat)
  return [
    ...(isAsked('block', placed)
      ? []
      : [violated('blockedAsTold', `nobody blocked ${place} at ${placed.by}`)]),
    ...(ended === undefined || isAsked('unblock', ended)
      ? []
      : [violated('blockedAsTold', `nobody put ${place} back on sale at ${ended.by}`)]),
  ]
}

/** What was told as done was so at some instant of its request. */
function judgeDone(
  operation: OfStaff,
  { blocked, byHand, story: { stays } }: Omit<BlockFacts, 'operations'>,
): Violation[] {
  const { kind, showing, seats } = operation.request
  return operation.attempts.filter(isDone).flatMap((attempt) => {
    const { sentAt, answeredAt } = attempt
    const isWrong = seats.some((seat) => {
      const own = blocked.filter((one) => one.showing === showing && one.seat === seat)
      // What staff sold by hand there is not put back.
      const isSoldByHand = (stays.get(placeOf(showing, seat)) ?? []).some(
        ({ booking, since }) => byHand.has(booking) && since.after <= answeredAt,
      )
      if (isSoldByHand) return false
      return kind === 'block'
        ? !own.some(({ placed, ended }) => placed.after <= answeredAt && (ended?.by ?? Infinity) >= sentAt)
        : own.some(({ placed, ended }) => placed.by <= sentAt && (ended?.after ?? Infinity) > answeredAt)
    })
    return isWrong ? [violated('blockedAsTold', describe({ ...operation, attempts: [attempt] }))] : []
  })
}

function certainlyOff({ placed, ended }: Blocked): Interval {
  return { from: placed.by, until: ended?.after ?? Infinity }
}

function say({ showing, seat, placed, ended }: Blocked): string {
  return `${placeOf(showing, seat)}, off sale from ${placed.by} to ${ended?.by ?? 'now'},`
}
