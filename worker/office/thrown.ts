import { DatabaseError } from '../../db/database.ts'
import { type Failure, busy, failure } from '../domain/failures.ts'

/** What a caller is told of something thrown: the database is away, or we have a bug, which is logged. */
export function failureOfThrown(error: unknown): Failure {
  if (error instanceof DatabaseError && error.unavailable) {
    console.error({ event: 'database unavailable', error: error.message })
    return busy
  }
  const requestId = crypto.randomUUID()
  const known =
    error instanceof Error ? { error: error.message, stack: error.stack } : { error: typeof error }
  console.error({ event: 'bug', requestId, ...known })
  return failure('internal', { requestId })
}
