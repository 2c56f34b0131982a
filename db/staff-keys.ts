import { and, asc, eq, isNull, lte, or } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { type Database, asking } from './database.ts'
import { type Entry, enter, entered, enterChange, insertEntries, jsonObject } from './history/entry.ts'
import { type StaffKeyRecord, staffKeys } from './schema/staff-keys.ts'
import { writing } from './writing.ts'

export async function findStaffKey(db: Database, id: string): Promise<StaffKeyRecord | undefined> {
  const [key] = await asking(db.select().from(staffKeys).where(eq(staffKeys.id, id)))
  return key
}

/** All there are, by id. */
export async function listStaffKeys(db: Database): Promise<StaffKeyRecord[]> {
  return asking(db.select().from(staffKeys).orderBy(asc(staffKeys.id)))
}

interface NewKey extends Pick<StaffKeyRecord, 'id' | 'role' | 'name' | 'hash' | 'createdAt'> {
  readonly keysMax: number
  /** What was revoked before that is forgotten. */
  readonly revokedBefore: number
  readonly entry: Entry
}

/** Its name is left out, as it may be a person's, and so is its hash. */
export const staffKeyColumns = { id: 'id', role: 'role', createdAt: 'created_at', revokedAt: 'revoked_at' }
const isNew = `(SELECT count(*) FROM staff_keys) < :keysMax AND NOT EXISTS (SELECT 1 FROM staff_keys WHERE id = :id)`

/** Does nothing where its id is taken, or there are `keysMax`. */
export async function addStaffKey(
  db: Database,
  { id, role, name, hash, createdAt, keysMax, revokedBefore, entry }: NewKey,
): Promise<void> {
  await writing(db, [
    { sql: 'DELETE FROM staff_keys WHERE revoked_at < :revokedBefore', args: { revokedBefore } },
    {
      sql: `${enter(`'key.created'`, {
        after: jsonObject({ id: ':id', role: ':role', createdAt: ':createdAt', revokedAt: 'NULL' }),
      })} WHERE ${isNew}`,
      args: { id, role, createdAt, keysMax, ...entered(entry) },
    },
    {
      sql: `INSERT INTO staff_keys (id, role, name, hash, created_at)
        SELECT :id, :role, :name ->> '$', :hash, :createdAt
        WHERE ${isNew}`,
      args: { id, role, name: asJson(name), hash, createdAt, keysMax },
    },
  ])
}

/** What is revoked already stays so. */
export async function revokeStaffKey(db: Database, id: string, entry: Entry): Promise<void> {
  const { at } = entry
  await writing(db, [
    {
      sql: enterChange('key.revoked', {
        from: 'staff_keys WHERE id = :id AND revoked_at IS NULL',
        before: staffKeyColumns,
        after: { ...staffKeyColumns, revokedAt: ':at' },
      }),
      args: { id, ...entered(entry) },
    },
    {
      sql: 'UPDATE staff_keys SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL',
      args: { id, at },
    },
  ])
}

const listed = `(SELECT value ->> 'id' AS listed_id, value ->> 'at' AS since FROM json_each(:keys))
  WHERE id = listed_id AND revoked_at IS NULL`

/** Revokes those that are there and were not, as of their moments; answers how many. */
export async function revokeStaffKeys(
  db: Database,
  revoked: readonly { id: string; at: number }[],
  entry: Entry,
): Promise<number> {
  const keys = JSON.stringify(revoked)
  const [, done] = await writing(db, [
    {
      sql: `${insertEntries}
        SELECT :event || '.' || id, 'key.revoked', '', '', '[]', :at, :actor, :requestId, ${jsonObject(staffKeyColumns)},
          ${jsonObject({ ...staffKeyColumns, revokedAt: 'since' })} FROM staff_keys, ${listed}`,
      args: { keys, ...entered(entry) },
    },
    {
      sql: `UPDATE staff_keys SET revoked_at = since FROM ${listed}`,
      args: { keys },
    },
  ])
  return done?.rowsAffected ?? 0
}

/** Unless another isolate noted as much already. */
export async function noteStaffKeyUse(
  db: Database,
  { id, at, before }: { id: string; at: number; before: number },
): Promise<void> {
  const isOlder = or(isNull(staffKeys.lastUsedAt), lte(staffKeys.lastUsedAt, before))
  await asking(
    db
      .update(staffKeys)
      .set({ lastUsedAt: at })
      .where(and(eq(staffKeys.id, id), isOlder)),
  )
}
