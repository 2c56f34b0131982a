import { argumentsFor } from './arguments.ts'
import type { Connection } from './connection.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { SqlError, malformed } from './errors.ts'
import type { Limits } from './limits.ts'
import type { Arguments, SqlReference } from './protocol.ts'
import { type ResponseBudget, emptyResult } from './result.ts'
import type { SqlStatement } from './sql-statement.ts'
import type { SqlValue } from './values.ts'
import type { TransactionQueue } from './transaction-queue.ts'
import type { WriteLock } from './write-lock.ts'

/** Within a transaction, this takes the write lock and does nothing else: the server's databases do not auto-vacuum. */
const takeWriteLock = 'PRAGMA incremental_vacuum(1)'

/** What the streams of a server share. */
export interface StreamResources {
  readonly pool: ConnectionPool
  readonly lock: WriteLock
  readonly limits: Limits
  readonly queue: TransactionQueue
}

export interface RunOptions {
  /** For the rows; without one they are dropped. */
  readonly budget: ResponseBudget | undefined
  /** Aborted when the client has hung up, or the server closes. */
  readonly gone: AbortSignal
}

/** One client's session: a connection while it needs one, its transaction, its stored SQL texts. */
export class Stream {
  readonly #resources: StreamResources
  readonly #storedSql = new Map<number, string>()
  #connection: Connection | undefined
  #transactionSince: number | undefined
  /** SQLite rolled the transaction back by itself. What follows in it must not run on its own. */
  #isAborted = false

  constructor(resources: StreamResources) {
    this.#resources = resources
  }

  get isAutocommit(): boolean {
    return this.#connection?.inTransaction !== true
  }

  /** Where its transaction may share a commit: not once it has a connection, with settings of its own perhaps. */
  get queue(): TransactionQueue | undefined {
    return this.#connection === undefined ? this.#resources.queue : undefined
  }

  /** When its transaction has lasted too long, on the clock of `performance.now()`. */
  get transactionDeadline(): number {
    return (this.#transactionSince ?? Infinity) + this.#resources.limits.transactionMsMax
  }

  async execute(statement: SqlStatement, args: Arguments, options: RunOptions): Promise<string> {
    if (statement.refusal !== undefined)
      throw new SqlError('SQLITE_AUTH', `not authorized: ${statement.refusal}`)
    const values = argumentsFor(statement, args)
    if (this.#isAborted) return this.#executeAborted(statement)
    const connection = (this.#connection ??= this.#resources.pool.take())
    const wasInTransaction = connection.inTransaction
    try {
      return await this.#run(connection, { statement, values, ...options })
    } catch (error) {
      const endsTransaction = statement.effect === 'control'
      if (wasInTransaction && !connection.inTransaction && !endsTransaction) this.#isAborted = true
      throw error
    } finally {
      this.#settle(connection)
    }
  }

  describe(statement: SqlStatement): string {
    const connection = (this.#connection ??= this.#resources.pool.take())
    const params = statement.parameters.map((name) => ({ name: name ?? null }))
    const { effect, isExplain } = statement
    const isReadonly = effect === 'read' || effect === 'control'
    return `{"params":${JSON.stringify(params)},"cols":[${connection.describe(statement)}],"is_explain":${isExplain},"is_readonly":${isReadonly}}`
  }

  sqlOf(sql: SqlReference): string {
    if (typeof sql === 'string') return sql
    const text = this.#storedSql.get(sql)
    if (text === undefined) throw malformed(`No SQL text is stored as ${sql}`)
    return text
  }

  storeSql(id: number, sql: string): void {
    if (this.#storedSql.has(id)) throw malformed(`An SQL text is stored as ${id} already`)
    const { storedSqlMax } = this.#resources.limits
    if (this.#storedSql.size >= storedSqlMax) {
      throw new SqlError(
        'SQL_STORE_TOO_MANY',
        `The server stores no more than ${storedSqlMax} SQL texts of a stream`,
      )
    }
    this.#storedSql.set(id, sql)
  }

  closeSql(id: number): void {
    this.#storedSql.delete(id)
  }

  close(): void {
    const connection = this.#connection
    this.#connection = undefined
    this.#storedSql.clear()
    if (connection === undefined) return
    this.#resources.pool.give(connection)
    this.#resources.lock.release(this)
  }

  async #run(connection: Connection, { statement, values, budget, gone }: Run): Promise<string> {
    const { lock } = this.#resources
    const { effect, text } = statement
    const execute = (): string => connection.execute(statement, values, budget)
    if (effect === 'read' || effect === 'control' || effect === 'setting') return execute()
    if (connection.inTransaction) {
      if (effect === 'write' && !lock.isHeldBy(this)) {
        await lock.acquire(this, () => connection.exec(takeWriteLock), gone)
      }
      return execute()
    }
    if (effect === 'write') {
      await lock.acquire(this, () => connection.exec('BEGIN IMMEDIATE'), gone)
      return committed(connection, execute)
    }
    await lock.acquire(this, () => connection.exec(text), gone)
    return emptyResult
  }

  #executeAborted({ text }: SqlStatement): string {
    if (!/^ROLLBACK(\s+TRANSACTION)?$/i.test(text)) {
      throw new SqlError(
        'SQLITE_ABORT_ROLLBACK',
        'An error has rolled the transaction back; ROLLBACK to go on',
      )
    }
    this.#isAborted = false
    return emptyResult
  }

  #settle(connection: Connection): void {
    if (connection.inTransaction) this.#transactionSince ??= performance.now()
    else {
      this.#transactionSince = undefined
      this.#resources.lock.release(this)
    }
  }
}

/** A refused result of a statement that writes undoes what it wrote. */
function committed(connection: Connection, execute: () => string): string {
  try {
    const result = execute()
    connection.exec('COMMIT')
    return result
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

interface Run extends RunOptions {
  readonly statement: SqlStatement
  readonly values: readonly SqlValue[]
}
