import { and, asc, eq, isNull, lte, or } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { type Database, asking } from './database.ts'
import { type StaffKeyRecord, staffKeys } from './schema.ts'
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
}

/** Does nothing where its id is taken, or there are `keysMax`. */
export async function addStaffKey(
  db: Database,
  { id, role, name, hash, createdAt, keysMax, revokedBefore }: NewKey,
): Promise<void> {
  await writing(db, [
    { sql: 'DELETE FROM staff_keys WHERE revoked_at < :revokedBefore', args: { revokedBefore } },
    {
      sql: `INSERT INTO staff_keys (id, role, name, hash, created_at)
        SELECT :id, :role, :name ->> '$', :hash, :createdAt
        WHERE (SELECT count(*) FROM staff_keys) < :keysMax
        ON CONFLICT (id) DO NOTHING`,
      args: { id, role, name: asJson(name), hash, createdAt, keysMax },
    },
  ])
}

/** What is revoked already stays so. */
export async function revokeStaffKey(db: Database, { id, at }: { id: string; at: number }): Promise<void> {
  await writing(db, [
    {
      sql: 'UPDATE staff_keys SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL',
      args: { id, at },
    },
  ])
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
