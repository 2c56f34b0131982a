import { eq, getTableColumns, sql } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { type Database, asking } from './database.ts'
import { type RememberedAnswer, buyers, idempotencyKeys } from './schema/bookings.ts'

export interface Remembered {
  readonly fingerprint: string
  readonly answer: RememberedAnswer
  /** Whose booking the answer tells of; none for a cancellation by name, and where the buyer was erased. */
  readonly buyer: { readonly name: string; readonly phone: string } | undefined
}

export async function findRemembered(db: Database, key: string): Promise<Remembered | undefined> {
  const { fingerprint, answer } = getTableColumns(idempotencyKeys)
  const [found] = await asking(
    db
      .select({ fingerprint, answer, name: buyers.name, phone: buyers.phone })
      .from(idempotencyKeys)
      .leftJoin(buyers, eq(buyers.bookingId, idempotencyKeys.bookingId))
      .where(sql`${idempotencyKeys.key} = ${asJson(key)} ->> '$'`),
  )
  if (found === undefined) return undefined
  const { name, phone } = found
  return {
    fingerprint: found.fingerprint,
    answer: found.answer,
    buyer: name === null || phone === null ? undefined : { name, phone },
  }
}
