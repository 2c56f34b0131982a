import { SqlError } from './errors.ts'
import type { Arguments, Condition, SqlReference, Step } from './protocol.ts'
import { type SqlStatement, singleStatementOf } from './sql-statement.ts'

/** One of the statements between BEGIN IMMEDIATE and COMMIT. */
export interface InnerStatement {
  readonly statement: SqlStatement
  readonly args: Arguments
  readonly wantsRows: boolean
}

/** Nothing that changes the schema or the connection, which the neighbours would see. */
const reads = new Set(['SELECT', 'VALUES'])

/**
 * What a batch runs, where it is a whole transaction as `@libsql/client` writes it and only reads and changes rows:
 * then it can share its commit with others, and nobody sees a difference.
 */
export function wholeTransactionOf(
  steps: readonly Step[],
  sqlOf: (sql: SqlReference) => string,
): readonly InnerStatement[] | undefined {
  const commit = steps.length - 2
  const [begin, end, undo] = [steps[0], steps[commit], steps[commit + 1]]
  if (commit < 1 || begin?.condition !== undefined || undo?.condition?.type !== 'not') return undefined
  if (!is(begin, 'BEGIN IMMEDIATE') || !is(end, 'COMMIT') || !is(undo, 'ROLLBACK')) return undefined
  if (!isOk(end?.condition, commit - 1) || !isOk(undo.condition.condition, commit)) return undefined
  const inner: InnerStatement[] = []
  for (const [at, { condition, statement: written }] of steps.slice(1, commit).entries()) {
    const statement = isOk(condition, at) ? plainStatementOf(sqlOf(written.sql)) : undefined
    if (statement === undefined) return undefined
    inner.push({ statement, args: written, wantsRows: written.wantsRows })
  }
  return inner
}

function is(step: Step | undefined, sql: string): boolean {
  if (step === undefined) return false
  const { statement } = step
  return statement.sql === sql && statement.positional.length === 0 && statement.named.size === 0
}

function isOk(condition: Condition | undefined, step: number): boolean {
  return condition?.type === 'ok' && condition.step === step
}

function plainStatementOf(sql: string): SqlStatement | undefined {
  try {
    const statement = singleStatementOf(sql)
    return statement.changesRows || reads.has(statement.verb) ? statement : undefined
  } catch (error) {
    // It is left to the ordinary way, which tells in its place what is wrong.
    if (error instanceof SqlError) return undefined
    throw error
  }
}
