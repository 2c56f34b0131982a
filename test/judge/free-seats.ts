import type { Held } from './history.ts'
import { mayBeLiveWithin } from './live.ts'
import { type Story, placeOf } from './story.ts'

interface House {
  readonly story: Story
  readonly heldAt: ReadonlyMap<string, readonly Held[]>
  readonly plan: readonly string[]
}

/**
 * How many seats of a showing were free all the time, neither sold nor held. A desk that has not heard that one was given
 * back counts it among those that it has sold since: so each may have been taken at another instant.
 */
export function freeThroughout(
  showing: string,
  [from, to]: readonly [from: number, to: number],
  { story, heldAt, plan }: House,
): number {
  const isFree = (seat: string): boolean => {
    const place = placeOf(showing, seat)
    const isSold = (story.stays.get(place) ?? []).some(
      ({ since, until }) => since.after <= to && (until?.by ?? Infinity) >= from,
    )
    return !isSold && !(heldAt.get(place) ?? []).some((held) => mayBeLiveWithin(held, [from, to]))
  }
  return plan.filter(isFree).length
}
