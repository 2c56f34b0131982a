import QuickLRU from 'quick-lru'
import type { Database } from '../../db/database.ts'
import type { StaffKeyRecord } from '../../db/schema/staff-keys.ts'
import { findStaffKey, noteStaffKeyUse } from '../../db/staff-keys.ts'
import type { Role } from '../domain/caller.ts'
import { keptMax, staffKeyKeptMsMax, staffKeyUseNotedMs } from '../domain/limits.ts'
import { type Result, accept, refuse } from '../domain/result.ts'
import { readStaffKey } from '../domain/staff-key.ts'
import { Kept } from './kept.ts'

export interface Identity {
  readonly role: Role
  readonly keyId: string
}

/** With the hash of the key: another key under the same id has another. */
export interface RecalledKey extends Identity {
  readonly hash: string
}

interface DoorkeeperParts {
  readonly db: Database
  readonly now: () => number
  /** The secret of the deployment, with which everything begins. Without it the staff side is closed. */
  readonly firstKey: string | undefined
}

/** What the secret of the deployment is called among the keys. */
const firstKeyId = 'first'
/** Compared where there is nothing to compare with: a key that nobody has takes as long as one that is wrong. */
const hashOfNone = new Uint8Array(32)
const invalid = refuse('key_invalid', { scheme: 'Bearer' })

/** Looks at the keys that staff show. */
export class Doorkeeper {
  readonly #db: Database
  readonly #now: () => number
  readonly #firstKey: string | undefined
  #firstHash: Promise<Uint8Array> | undefined
  readonly #known: Kept<StaffKeyRecord>
  readonly #notedAt = new QuickLRU<string, number>({ maxSize: keptMax })

  constructor({ db, now, firstKey }: DoorkeeperParts) {
    this.#db = db
    this.#now = now
    this.#firstKey = firstKey
    this.#known = new Kept((id) => findStaffKey(db, id), now)
  }

  get isStaffSideOpen(): boolean {
    return this.#firstKey !== undefined
  }

  /** Whose key the header `Authorization` shows. Only hashes are compared, and each in constant time. */
  async identify(authorization: string): Promise<Result<Identity>> {
    if (this.#firstKey === undefined) return refuse('staff_closed', { missing: 'STAFF_KEY' })
    const shown = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1]
    if (shown === undefined) return invalid
    const hash = await hashOf(shown)
    this.#firstHash ??= hashOf(this.#firstKey)
    if (isSame(hash, await this.#firstHash)) return accept({ role: 'manager', keyId: firstKeyId })
    const id = readStaffKey(shown)
    if (id === undefined) return invalid
    const known = await this.#known.find(id, staffKeyKeptMsMax)
    const isIt = isSame(hash, known === undefined ? hashOfNone : Uint8Array.fromHex(known.hash))
    if (!isIt || known === undefined || known.revokedAt !== null) return invalid
    return accept({ role: known.role, keyId: id })
  }

  /** A key as it is now, by its id: undefined where there is none, or it was revoked. */
  async recall(id: string): Promise<RecalledKey | undefined> {
    if (this.#firstKey === undefined) return undefined
    if (id === firstKeyId) {
      this.#firstHash ??= hashOf(this.#firstKey)
      return { role: 'manager', keyId: id, hash: (await this.#firstHash).toHex() }
    }
    const known = await this.#known.find(id, staffKeyKeptMsMax)
    if (known === undefined || known.revokedAt !== null) return undefined
    return { role: known.role, keyId: id, hash: known.hash }
  }

  /** Notes that a key was used, at most once a minute; undefined where there is nothing to note. */
  noteUse(id: string): Promise<void> | undefined {
    const at = this.#now()
    const before = at - staffKeyUseNotedMs
    if (id === firstKeyId || (this.#notedAt.get(id) ?? 0) > before) return undefined
    this.#notedAt.set(id, at)
    return noteStaffKeyUse(this.#db, { id, at, before })
  }

  /** This isolate has had it changed. */
  forget(id: string): void {
    this.#known.forget(id)
  }
}

export async function hexOfHash(key: string): Promise<string> {
  return (await hashOf(key)).toHex()
}

async function hashOf(key: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)))
}

/**
 * Of hashes, in a time that tells nothing of where they differ: every byte is looked at. Workers have `timingSafeEqual`
 * for it, which Node lacks, and the simulation runs this code in Node.
 */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0)
  return difference === 0
}
