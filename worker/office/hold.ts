import type { HoldChange, ReleaseChange } from '../../db/desk-changes.ts'
import { findHold } from '../../db/holds.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import type { HoldRecord } from '../../db/schema/bookings.ts'
import { bookingKeyOf, holdIdAt, showingOfHold } from '../domain/hold.ts'
import { seatsPerHoldMax } from '../domain/limits.ts'
import { networkOf } from '../domain/ip-address.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import type { Hold, PlaceHoldInput, Released } from '../domain/schemas.ts'
import { byOf } from './by.ts'
import { askToHold, askToRelease, refusedByCopy } from './desks.ts'
import { checkSeats, findShowing } from './find-showing.ts'
import type { House, Visit } from './house.ts'
import { addressedKey } from './idempotency.ts'
import { onceDone } from './once-done.ts'
import { iso, presentPrice, venueOf } from './present.ts'

/** Keeps seats for one buyer for some minutes: all of them or none, at the prices of this moment. */
export async function placeHold(
  house: Visit,
  { idempotencyKey, ...input }: PlaceHoldInput,
): Promise<Result<Hold>> {
  const seats = 'seats' in input ? input.seats : []
  const wish = 'best' in input ? input.best : undefined
  if ((wish?.count ?? seats.length) > seatsPerHoldMax)
    return refuse('hold_too_large', { max: seatsPerHoldMax })
  const found = await findShowing(house, input.showing)
  if (!found.ok) return found
  const checked = await checkSeats(house, found.value, seats)
  if (!checked.ok) return checked
  const refused = idempotencyKey === undefined ? refusedByCopy(house, found.value, seats) : undefined
  if (refused !== undefined) return refused

  const { showing } = found.value
  const { key } = await addressedKey(house, 'hold', idempotencyKey, input)
  const now = house.now()
  const change: HoldChange = {
    kind: 'hold',
    eventId: house.newId('ev'),
    at: now,
    by: byOf(house),
    ...(key === undefined ? {} : { key }),
    hold: {
      id: holdIdAt(await secretId(house, idempotencyKey), showing.id),
      showingId: showing.id,
      seats,
      prices: null,
      caller: await house.fingerprint('caller', { address: networkOf(house.caller.address) }),
      fingerprint: key?.fingerprint ?? null,
      expiresAt: now + (await venueOf(house)).holdMs,
    },
  }
  const held = await askToHold(house, found.value, change, wish)
  return held.ok ? accept(await onceDone(presentHold(house, held.value))) : held
}

/** One that has run out is told of as such for a while. */
export async function seeHold(house: House, { id }: { id: string }): Promise<Result<Hold>> {
  const hold = await findHold(house.db, id)
  if (hold === undefined) return refuse('hold_not_found', { hold: id })
  return hold.expiresAt <= house.now()
    ? refuse('hold_expired', { hold: id })
    : accept(await presentHold(house, hold))
}

/** What a hold has become on its page: whoever has it may have lost the answer. */
export async function followHold(
  { db }: House,
  { id }: { id: string },
): Promise<Result<{ booking: string }>> {
  const remembered = await findRemembered(db, bookingKeyOf(id))
  if (remembered === undefined || 'cancelled' in remembered.answer)
    return refuse('hold_not_found', { hold: id })
  return accept({ booking: remembered.answer.id })
}

/** Gives the seats back at once. What is no hold any more is released already. */
export async function releaseHold(house: Visit, { id }: { id: string }): Promise<Result<Released>> {
  const showing = showingOfHold(id)
  if (showing === undefined || (await findHold(house.db, id)) === undefined) return accept({ released: id })
  const change: ReleaseChange = {
    kind: 'release',
    eventId: house.newId('ev'),
    at: house.now(),
    by: byOf(house),
    holdId: id,
  }
  const released = await askToRelease(house, showing, change)
  return released.ok ? accept({ released: id }) : released
}

/** Under a key it is always the same: a retry after a lost reply finds the hold of its first try. */
async function secretId(house: House, key: string | undefined): Promise<string> {
  if (key === undefined) return house.newId('hd')
  const mac = Uint8Array.fromBase64(await house.fingerprint('hold id', { key }))
  return `hd_${mac.toHex().slice(0, 32)}`
}

async function presentHold(
  house: House,
  { id, showingId, seats, prices, expiresAt }: HoldRecord,
): Promise<Hold> {
  const quote = await presentPrice(house, prices)
  return {
    id,
    showing: showingId,
    seats,
    ...(quote === undefined ? {} : { quote }),
    expiresAt: iso(expiresAt),
  }
}
