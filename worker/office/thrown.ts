import { DatabaseError } from '../../db/database.ts'
import { OutcomeUnknown } from '../../db/writing.ts'
import { type Failure, failure } from '../domain/failures.ts'
import { refusedBusy, refusedUnknown } from '../domain/result.ts'
import { logError } from '../log.ts'

/** What a caller is told of something thrown: the database is away, or we have a bug, which is logged with the id of the request. */
export function failureOfThrown(error: unknown, requestId: string): Failure {
  if (error instanceof DatabaseError && error.unavailable) {
    logError({ event: 'database unavailable', requestId, error: error.message })
    return refusedBusy.failure
  }
  if (error instanceof OutcomeUnknown) {
    logError({ event: 'outcome unknown', requestId, error: error.message })
    return refusedUnknown.failure
  }
  const known =
    error instanceof Error ? { error: error.message, stack: error.stack } : { error: typeof error }
  logError({ event: 'bug', requestId, ...known })
  return failure('internal', { requestId })
}
