import { findStaffKey, revokeStaffKey } from '../../../db/staff-keys.ts'
import type { StaffKey } from '../../domain/key-schemas.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { presentKey } from './present-key.ts'

/** Here at once, and in every other isolate within `staffKeyKeptMsMax`. */
export async function revokeKey(house: Visit, { id }: { id: string }): Promise<Result<StaffKey>> {
  const { db, doorkeeper } = house
  await revokeStaffKey(db, id, newEntry(house))
  doorkeeper.forget(id)
  const key = await onceDone(findStaffKey(db, id))
  return key === undefined ? refuse('key_not_found', { key: id }) : accept(presentKey(key))
}
