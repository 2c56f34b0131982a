import type { KeyCreateInput, NewStaffKey, StaffKey, StaffKeys } from '../../domain/key-schemas.ts'
import type { Result } from '../../domain/result.ts'
import { guardOf } from '../guard.ts'
import type { Visit } from '../house.ts'
import { createKey } from './create-key.ts'
import { listKeys } from './list-keys.ts'
import { revokeKey } from './revoke-key.ts'

/** The keys that staff show. */
export class KeyOffice {
  readonly #visit: Visit

  constructor(visit: Visit) {
    this.#visit = visit
  }

  createKey(input: KeyCreateInput): Promise<Result<NewStaffKey>> {
    return createKey(this.#visit, input)
  }

  listKeys(): Promise<Result<StaffKeys>> {
    return listKeys(this.#visit)
  }

  revokeKey(input: { id: string }): Promise<Result<StaffKey>> {
    return revokeKey(this.#visit, input)
  }
}

const guard = guardOf<KeyOffice>()

export function openKeys(visit: Visit): KeyOffice {
  return guard(visit, new KeyOffice(visit))
}
