import type { Evidence, Telling, Violation } from './history.ts'
import { violated } from './invariants.ts'
import { certainlyLive, possiblyLive } from './live.ts'
import { type Story, placeOf } from './story.ts'

/** A desk tells of what it read, and hears soon of what it did not do itself. */
const staleMsMax = 30_000

/** Nobody is told of a sale, a hold or a block that there never was, nor that a seat is free which is not. */
export function judgeTold({ tellings, holds, blocked, byHand }: Evidence, { stays }: Story): Violation[] {
  const heldAt = Map.groupBy(
    holds.flatMap((held) => held.seats.map((seat) => ({ place: placeOf(held.showing, seat), held }))),
    ({ place }) => place,
  )
  const blockedAt = Map.groupBy(blocked, ({ showing, seat }) => placeOf(showing, seat))
  const isTrue = ({ showing, seat, status, at }: Telling): boolean => {
    const place = placeOf(showing, seat)
    const sold = stays.get(place) ?? []
    const held = (heldAt.get(place) ?? []).map((one) => one.held)
    const off = blockedAt.get(place) ?? []
    switch (status) {
      case 'gone':
        return false
      case 'sold':
        return sold.some(({ since }) => since.after <= at)
      case 'held':
        return held.some((one) => possiblyLive(one).from <= at && one.expiresAt > at)
      case 'blocked':
        return off.some(({ placed }) => placed.after <= at)
      case 'free': {
        const from = at - staleMsMax
        const hasBeenTaken = [
          ...sold
            .filter(({ booking }) => !byHand.has(booking))
            .map(({ since, until }) => ({ from: since.by, until: until?.after ?? Infinity })),
          ...held.map(certainlyLive),
          ...off.map(({ placed, ended }) => ({ from: placed.by, until: ended?.after ?? Infinity })),
        ].some((one) => one.from <= from && one.until > at)
        return !hasBeenTaken
      }
    }
  }
  return tellings
    .filter((one) => !isTrue(one))
    .map(({ showing, seat, status, at }) =>
      violated('watched', `${placeOf(showing, seat)} is told to be ${status} at ${at}`),
    )
}
