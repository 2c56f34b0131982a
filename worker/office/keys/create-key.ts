import { addStaffKey, findStaffKey } from '../../../db/staff-keys.ts'
import type { KeyCreateInput, NewStaffKey } from '../../domain/key-schemas.ts'
import { revokedKeptMs, staffKeysMax } from '../../domain/limits.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { writeStaffKey } from '../../domain/staff-key.ts'
import { hexOfHash } from '../doorkeeper.ts'
import type { House, Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { presentKey } from './present-key.ts'

/** Makes a key. It is kept as its hash alone, so this answer is the one that shows it. */
export async function createKey(
  house: Visit,
  { idempotencyKey, role, name }: KeyCreateInput,
): Promise<Result<NewStaffKey>> {
  const { db, now } = house
  const { id, key } = writeStaffKey(
    idempotencyKey === undefined ? byChance() : await bytesUnder(house, idempotencyKey, { role, name }),
  )
  const hash = await hexOfHash(key)
  const createdAt = now()
  const revokedBefore = createdAt - revokedKeptMs
  await addStaffKey(db, {
    id,
    role,
    name,
    hash,
    createdAt,
    keysMax: staffKeysMax,
    revokedBefore,
    entry: newEntry(house),
  })
  const made = await onceDone(findStaffKey(db, id))
  if (made === undefined) return refuse('limit_reached', { of: 'staff keys', max: staffKeysMax })
  // The same request made another key under this idempotency key, or another request did.
  if (made.hash !== hash) return refuse('idempotency_key_reused', { key: idempotencyKey ?? '' })
  return accept({ ...presentKey(made), key })
}

interface KeyBytes {
  readonly id: Uint8Array
  readonly secret: Uint8Array
}

function byChance(): KeyBytes {
  return {
    id: crypto.getRandomValues(new Uint8Array(32)),
    secret: crypto.getRandomValues(new Uint8Array(32)),
  }
}

/** Always the same, for this request alone: a retry after a lost reply is answered with the key of its first try. */
async function bytesUnder(
  { fingerprint }: House,
  idempotencyKey: string,
  request: object,
): Promise<KeyBytes> {
  const [id, secret] = await Promise.all([
    fingerprint('staff key id', { key: idempotencyKey }),
    fingerprint('staff key secret', { key: idempotencyKey, request }),
  ])
  return { id: Uint8Array.fromBase64(id), secret: Uint8Array.fromBase64(secret) }
}
