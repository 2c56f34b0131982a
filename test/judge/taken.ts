import type { SeatPlan } from '../../worker/domain/seat-plan.ts'
import { hasGroup } from './groups.ts'
import type { Blocked, Choice, Held } from './history.ts'
import { type Interval, possiblyLive } from './live.ts'
import { type Story, placeOf } from './story.ts'

/** When each place may have been sold, held or blocked. */
export type Taken = ReadonlyMap<string, readonly Interval[]>

export function takenBy({ stays }: Story, holds: readonly Held[], blocked: readonly Blocked[]): Taken {
  const taken = new Map<string, Interval[]>()
  const take = (place: string, interval: Interval): unknown =>
    taken.set(place, [...(taken.get(place) ?? []), interval])
  for (const [place, own] of stays) {
    for (const { since, until } of own) take(place, { from: since.after, until: until?.by ?? Infinity })
  }
  for (const held of holds) {
    for (const seat of held.seats) take(placeOf(held.showing, seat), possiblyLive(held))
  }
  for (const { showing, seat, placed, ended } of blocked) {
    take(placeOf(showing, seat), { from: placed.after, until: ended?.by ?? Infinity })
  }
  return taken
}

/**
 * Whether at one instant of a window the showing may have had no such group free. Where there is such an instant, there is one at
 * the beginning or when a seat was taken: until the next is, seats become free and nothing else.
 */
export function mayHaveLacked(
  wish: Extract<Choice, { count: number }>,
  { showing, window: [from, to] }: { showing: string; window: readonly [from: number, to: number] },
  { plan, taken }: { plan: SeatPlan; taken: Taken },
): boolean {
  const of = new Map(
    plan.seats.map(({ label }) => {
      const intervals = taken.get(placeOf(showing, label)) ?? []
      return [label, intervals.filter((one) => one.from <= to && one.until >= from)] as const
    }),
  )
  const instants = [...of.values()].flat().flatMap((one) => (one.from > from ? [one.from] : []))
  // In a doubt a seat was taken: both ends count.
  const isFreeAt = (seat: string, at: number): boolean =>
    !(of.get(seat) ?? []).some((one) => one.from <= at && one.until >= at)
  return [from, ...instants].some((at) => !hasGroup(plan, (seat) => isFreeAt(seat, at), wish))
}
