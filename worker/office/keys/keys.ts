import type { KeyCreateInput, NewStaffKey, StaffKey, StaffKeys } from '../../domain/key-schemas.ts'
import type { Result } from '../../domain/result.ts'
import { guardOf } from '../guard.ts'
import type { Visit } from '../house.ts'
import { createKey } from './create-key.ts'
import { listKeys } from './list-keys.ts'
import { revokeKey } from './revoke-key.ts'

/** The keys that staff show. */
export interface KeyOffice {
  createKey(input: KeyCreateInput): Promise<Result<NewStaffKey>>
  listKeys(): Promise<Result<StaffKeys>>
  revokeKey(input: { id: string }): Promise<Result<StaffKey>>
}

const guard = guardOf<KeyOffice>()

export function openKeys(visit: Visit): KeyOffice {
  return guard(visit, {
    createKey: (input) => createKey(visit, input),
    listKeys: () => listKeys(visit),
    revokeKey: (input) => revokeKey(visit, input),
  })
}
