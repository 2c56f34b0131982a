import type { Budget, Connection } from './connection.ts'
import type { ServerLimits } from './limits.ts'
import type {
  SqlSource,
  StatementResult,
  StreamResult,
  WireBatch,
  WireCondition,
  WireError,
  WireRequest,
  WireStatement,
} from './protocol.ts'
import { scanSql } from './scan-sql.ts'
import { SqlError, toSqlError } from './sql-error.ts'
import type { Stream } from './streams.ts'
import type { WriteLock } from './write-lock.ts'

/** Runs the requests of one pipeline, in order, on one stream. */
export class Pipeline {
  readonly #stream: Stream
  readonly #lock: WriteLock
  readonly #limits: ServerLimits
  readonly #budget: Budget

  constructor(stream: Stream, lock: WriteLock, limits: ServerLimits) {
    this.#stream = stream
    this.#lock = lock
    this.#limits = limits
    this.#budget = { bytesLeft: limits.responseBytesMax }
  }

  async run(request: WireRequest): Promise<StreamResult> {
    try {
      return { type: 'ok', response: { type: request.type, ...(await this.#respond(request)) } }
    } catch (error) {
      return { type: 'error', error: wireError(error) }
    }
  }

  async #respond(request: WireRequest): Promise<object> {
    const { connection, storedSql } = this.#stream
    switch (request.type) {
      case 'execute':
        return { result: await this.#execute(request.stmt) }
      case 'batch':
        return { result: await this.#batch(request.batch) }
      case 'sequence':
        await this.#sequence(this.#sqlOf(request))
        return {}
      case 'describe':
        return { result: connection.describe(this.#sqlOf(request)) }
      case 'store_sql':
        if (storedSql.size >= this.#limits.storedSqlMax)
          throw new SqlError('SQL_STORE_FULL', 'Close some stored SQL.')
        storedSql.set(request.sql_id, request.sql)
        return {}
      case 'close_sql':
        storedSql.delete(request.sql_id)
        return {}
      case 'get_autocommit':
        return { is_autocommit: !connection.inTransaction }
      case 'close':
        this.#stream.isClosing = true
        return {}
    }
  }

  async #execute(statement: WireStatement): Promise<StatementResult> {
    return this.#attempt(this.#sqlOf(statement), statement)
  }

  /** Waits for the write lock where another stream has it, and tells the next one when it is given back. */
  async #attempt(sql: string, statement: WireStatement): Promise<StatementResult> {
    const { connection } = this.#stream
    const result = await this.#lock.whileBusy(() => connection.execute(sql, statement, this.#budget))
    if (!connection.inTransaction) this.#lock.released()
    return result
  }

  async #batch({ steps }: WireBatch): Promise<object> {
    if (steps.length > this.#limits.stepsMax)
      throw new SqlError('BATCH_TOO_LARGE', 'The batch has too many steps.')
    const results: (StatementResult | null)[] = []
    const errors: (WireError | null)[] = []
    for (const { condition, stmt } of steps) {
      const isMet = condition == null || holds(condition, results, errors, this.#stream.connection)
      let result: StatementResult | null = null
      let error: WireError | null = null
      if (isMet) {
        try {
          result = await this.#execute(stmt)
        } catch (thrown) {
          error = wireError(thrown)
        }
      }
      results.push(result)
      errors.push(error)
    }
    return { step_results: results, step_errors: errors }
  }

  async #sequence(sql: string): Promise<void> {
    for (const statement of scanSql(sql)) await this.#attempt(statement.sql, { want_rows: false })
  }

  #sqlOf({ sql, sql_id: id }: SqlSource): string {
    const text = sql ?? (id == null ? undefined : this.#stream.storedSql.get(id))
    if (text === undefined) throw new SqlError('SQL_NOT_FOUND', 'There is no SQL text under this id.')
    if (text.length > this.#limits.sqlLengthMax)
      throw new SqlError('SQL_TOO_LONG', 'The SQL text is too long.')
    return text
  }
}

function holds(
  condition: WireCondition,
  results: readonly (StatementResult | null)[],
  errors: readonly (WireError | null)[],
  connection: Connection,
): boolean {
  const inner = (one: WireCondition): boolean => holds(one, results, errors, connection)
  switch (condition.type) {
    case 'ok':
      return results[condition.step] != null
    case 'error':
      return errors[condition.step] != null
    case 'not':
      return !inner(condition.cond)
    case 'and':
      return condition.conds.every(inner)
    case 'or':
      return condition.conds.some(inner)
    case 'is_autocommit':
      return !connection.inTransaction
  }
}

function wireError(error: unknown): WireError {
  const { message, code } = toSqlError(error)
  return { message, code }
}
