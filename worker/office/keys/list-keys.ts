import { listStaffKeys } from '../../../db/staff-keys.ts'
import type { StaffKeys } from '../../domain/key-schemas.ts'
import { type Result, accept } from '../../domain/result.ts'
import type { House } from '../house.ts'
import { presentKey } from './present-key.ts'

/** All of them, those that were revoked within the year included. */
export async function listKeys({ db }: House): Promise<Result<StaffKeys>> {
  const keys = await listStaffKeys(db)
  return accept({ keys: keys.map(presentKey) })
}
