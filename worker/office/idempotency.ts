import type { AddressedKey } from '../../db/desk-changes.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import type { BookingRecord } from '../../db/schema/bookings.ts'
import { recallBooking } from '../desk/recall.ts'
import type { Result } from '../domain/result.ts'
import type { House } from './house.ts'

/** The key as a change carries it: nothing where the caller gave none. */
export async function addressedKey(
  house: House,
  operation: string,
  key: string | undefined,
  request: object,
): Promise<{ key?: AddressedKey }> {
  return key === undefined ? {} : { key: { key, fingerprint: await house.fingerprint(operation, request) } }
}

/** What a key did before, as the database has it; undefined where it is new. */
export async function recallKey(
  house: House,
  key: AddressedKey | undefined,
): Promise<Result<BookingRecord> | undefined> {
  return key === undefined ? undefined : recallBooking(await findRemembered(house.db, key.key), key)
}
