import { SqlError, errorJson } from './errors.ts'
import { emptyResult } from './result.ts'

/** How far a transaction of a shared commit came. */
export interface Outcome {
  /** Of its inner statements that succeeded, as JSON. */
  readonly results: readonly string[]
  /** Where it was not committed: at BEGIN, at the inner statement after the last result, or at COMMIT. */
  readonly failure: Failure | undefined
}

interface Failure {
  readonly at: 'begin' | 'statement' | 'commit'
  readonly error: SqlError
  /** Whether there was still a transaction for ROLLBACK to end. */
  readonly isOpen: boolean
}

/** The results and errors of all steps: BEGIN, the inner statements, COMMIT, ROLLBACK. */
export function answerOf({ results, failure }: Outcome, innerCount: number): string {
  const succeeded = failure?.at === 'begin' ? [] : [emptyResult, ...results]
  if (failure === undefined) return answer([...succeeded, emptyResult, 'null'], nulls(innerCount + 3))
  const skipped = innerCount + 1 - succeeded.length
  return answer(
    [...succeeded, 'null', ...nulls(skipped), failure.isOpen ? emptyResult : 'null'],
    [
      ...nulls(succeeded.length),
      errorJson(failure.error),
      ...nulls(skipped),
      failure.isOpen ? 'null' : errorJson(nothingToUndo),
    ],
  )
}

/** What SQLite says itself where BEGIN failed, and where COMMIT failed and took the transaction along. */
const nothingToUndo = new SqlError('SQLITE_ERROR', 'SQLite error: cannot rollback - no transaction is active')

function answer(results: readonly string[], errors: readonly string[]): string {
  return `{"step_results":[${results.join()}],"step_errors":[${errors.join()}]}`
}

function nulls(count: number): string[] {
  return Array.from({ length: count }, () => 'null')
}
