import type { StaffKeyRecord } from '../../../db/schema/staff-keys.ts'
import type { StaffKey } from '../../domain/key-schemas.ts'
import { iso } from '../present.ts'

export function presentKey({ id, role, name, createdAt, lastUsedAt, revokedAt }: StaffKeyRecord): StaffKey {
  return {
    id,
    role,
    name,
    createdAt: iso(createdAt),
    lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
    revokedAt: revokedAt === null ? null : iso(revokedAt),
  }
}
