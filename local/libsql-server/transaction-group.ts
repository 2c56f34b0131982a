import { argumentsFor } from './arguments.ts'
import type { Connection } from './connection.ts'
import { SqlError } from './errors.ts'
import { sqlErrorFrom } from './native-error.ts'
import type { ResponseBudget } from './result.ts'
import type { Outcome } from './transaction-outcome.ts'
import type { InnerStatement } from './transaction-shape.ts'

/** A whole transaction that may share its commit. */
export interface Transaction {
  readonly statements: readonly InnerStatement[]
  readonly budget: ResponseBudget
}

/**
 * Runs transactions within the one that the connection has open, each as if it were alone, and commits them together.
 * Undefined where one of several took the others along, before anything was committed: then each has to go alone.
 */
export function commitTogether<T extends Transaction>(
  connection: Connection,
  transactions: Iterable<T>,
): ReadonlyMap<T, Outcome> | undefined {
  const outcomes = new Map<T, Outcome>()
  let isTakenAlong = false
  for (const transaction of transactions) {
    outcomes.set(transaction, runWithin(connection, transaction))
    // SQLite rolls back everything by itself where a disk is full, a statement interrupted, a conflict says so.
    isTakenAlong = !connection.inTransaction
    if (isTakenAlong) break
  }
  const error = isTakenAlong ? undefined : commit(connection)
  const isOpen = connection.inTransaction
  if (isOpen) connection.exec('ROLLBACK')
  // COMMIT refuses all where a deferred foreign key of one is violated, and leaves the transaction open.
  if (outcomes.size > 1 && (isTakenAlong || isOpen)) return undefined
  if (error === undefined) return outcomes
  for (const [transaction, { results, failure }] of outcomes)
    outcomes.set(transaction, { results, failure: failure ?? { at: 'commit', error, isOpen } })
  return outcomes
}

function commit(connection: Connection): SqlError | undefined {
  try {
    connection.exec('COMMIT')
    return undefined
  } catch (error) {
    return sqlErrorFrom(error)
  }
}

function runWithin(connection: Connection, { statements, budget }: Transaction): Outcome {
  const results: string[] = []
  try {
    connection.exec('SAVEPOINT one')
    for (const { statement, args, wantsRows } of statements) {
      const values = argumentsFor(statement, args)
      results.push(connection.execute(statement, values, wantsRows ? budget : undefined))
    }
    connection.exec('RELEASE one')
    return { results, failure: undefined }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    if (connection.inTransaction) {
      connection.exec('ROLLBACK TO one')
      connection.exec('RELEASE one')
    }
    return { results, failure: { at: 'statement', error, isOpen: true } }
  }
}
