import { type InStatement, LibsqlBatchError, type ResultSet } from '@libsql/client/http'
import { type Database, isOverload, sanitized } from './database.ts'

/** Nobody knows whether a write took effect. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown'
}

/** Runs statements as one transaction; throws `OutcomeUnknown` where it may have been committed all the same. */
export async function writing(db: Database, statements: InStatement[]): Promise<ResultSet[]> {
  try {
    return await db.$client.batch(statements, 'write')
  } catch (error) {
    const known = sanitized(error)
    const isUndone =
      known.code.startsWith('SQLITE_BUSY') || (error instanceof LibsqlBatchError && !isOverload(known.code))
    throw isUndone ? known : new OutcomeUnknown(known.message)
  }
}
