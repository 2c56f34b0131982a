import { DatabaseError } from '../../db/database.ts'
import { OutcomeUnknown } from '../../db/writing.ts'
import { type Failure, failure } from '../domain/failures.ts'
import { refusedBusy, refusedUnknown } from '../domain/result.ts'

/** What a caller is told of something thrown: the database is away, or we have a bug, which is logged. */
export function failureOfThrown(error: unknown): Failure {
  if (error instanceof DatabaseError && error.unavailable) {
    console.error({ event: 'database unavailable', error: error.message })
    return refusedBusy.failure
  }
  if (error instanceof OutcomeUnknown) {
    console.error({ event: 'outcome unknown', error: error.message })
    return refusedUnknown.failure
  }
  const requestId = crypto.randomUUID()
  const known =
    error instanceof Error ? { error: error.message, stack: error.stack } : { error: typeof error }
  console.error({ event: 'bug', requestId, ...known })
  return failure('internal', { requestId })
}
