import type { Held } from './history.ts'
import { possiblyLive } from './live.ts'
import { type Story, placeOf } from './story.ts'

interface House {
  readonly story: Story
  readonly heldAt: ReadonlyMap<string, readonly Held[]>
  readonly plan: readonly string[]
}

/** At some instant of the window, how few seats of a showing may have been free, neither sold nor held. */
export function fewestFree(
  showing: string,
  [from, to]: readonly [from: number, to: number],
  { story, heldAt, plan }: House,
): number {
  const taken = plan.map((seat) => {
    const place = placeOf(showing, seat)
    const stays = (story.stays.get(place) ?? []).map(({ since, until }) => ({
      from: since.after,
      until: until?.by ?? Infinity,
    }))
    return [...stays, ...(heldAt.get(place) ?? []).map(possiblyLive)]
  })
  // They are fewest where something has just begun.
  const starts = taken.flat().flatMap((one) => (one.from > from && one.from <= to ? [one.from] : []))
  return Math.min(
    ...[from, ...starts].map(
      (instant) =>
        taken.filter((own) => !own.some((one) => one.from <= instant && one.until >= instant)).length,
    ),
  )
}
