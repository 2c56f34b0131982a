import Database, { type Statement } from 'libsql'
import type { ServerLimits } from './limits.ts'
import type { StatementResult, WireStatement, WireValue } from './protocol.ts'
import { type ScannedStatement, scanSql } from './scan-sql.ts'
import { SqlError } from './sql-error.ts'
import { type NativeValue, toNative, toWire, wireSize } from './values.ts'

interface Prepared {
  readonly statement: Statement
  readonly scanned: ScannedStatement
  /** It changes rows and answers them: how many is asked for separately. */
  readonly returning: boolean
}

/** Bytes that a pipeline's results may still take. */
export interface Budget {
  bytesLeft: number
}

/** What a statement can leave on its connection, beside an open transaction. */
const leavesTraces = /\b(?:pragma|attach|detach|temp|temporary)\b/i

/** One native connection. Every call is synchronous; none waits for a lock. */
export class Connection {
  readonly #database: Database
  readonly #limits: ServerLimits
  readonly #prepared = new Map<string, Prepared>()
  #tainted = false

  constructor(file: string, limits: ServerLimits) {
    this.#limits = limits
    this.#database = new Database(file)
    this.#database.defaultSafeIntegers(true)
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  /** Makes it fit for the next stream; false where it is not. */
  reset(): boolean {
    if (this.inTransaction) this.#database.exec('ROLLBACK')
    return !this.#tainted
  }

  close(): void {
    this.#prepared.clear()
    this.#database.close()
  }

  describe(sql: string): object {
    const { statement, scanned, returning } = this.#prepare(sql)
    return {
      params: scanned.parameters.map((name) => ({ name: name === '?' ? null : name })),
      cols: statement.reader ? columnsOf(statement) : [],
      is_explain: /^\s*explain\b/i.test(sql),
      is_readonly: statement.reader && !returning,
    }
  }

  execute(
    sql: string,
    { args, named_args: named, want_rows: wantRows }: WireStatement,
    budget: Budget,
  ): StatementResult {
    const prepared = this.#prepare(sql)
    const parameters = bind(prepared.scanned, args ?? [], named ?? [])
    const { statement, returning } = prepared
    if (!statement.reader) {
      const { changes, lastInsertRowid } = statement.run(parameters)
      return { cols: [], rows: [], affected_row_count: changes, last_insert_rowid: String(lastInsertRowid) }
    }
    const rows = this.#readRows(prepared, parameters, budget)
    const counted = returning ? this.#countChanges() : { affected_row_count: 0, last_insert_rowid: null }
    return { cols: columnsOf(statement), rows: wantRows === false ? [] : rows, ...counted }
  }

  #readRows({ statement }: Prepared, parameters: readonly NativeValue[], budget: Budget): WireValue[][] {
    const rows: WireValue[][] = []
    for (const row of statement.raw().iterate(parameters)) {
      budget.bytesLeft -= row.reduce<number>((bytes, value) => bytes + wireSize(value), 2)
      if (budget.bytesLeft < 0) {
        // The statement is left in mid-row: its connection is not used again.
        this.#tainted = true
        throw new SqlError(
          'RESPONSE_TOO_LARGE',
          'The results are too large for one response. Ask for fewer rows.',
        )
      }
      rows.push(row.map(toWire))
    }
    return rows
  }

  #countChanges(): Pick<StatementResult, 'affected_row_count' | 'last_insert_rowid'> {
    const { statement } = this.#prepare('SELECT changes(), last_insert_rowid()')
    const [changes, rowid] = statement.raw().get([]) ?? []
    return { affected_row_count: Number(changes), last_insert_rowid: String(rowid) }
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const [scanned, second] = scanSql(sql)
    if (scanned === undefined) throw new SqlError('SQL_NO_STATEMENT', 'The SQL text holds no statement.')
    if (second !== undefined)
      throw new SqlError('SQL_MANY_STATEMENTS', 'The SQL text holds more than one statement.')
    if (sql.includes('\0')) throw new SqlError('SQL_INVALID', 'The SQL text holds a NUL.')
    if (/^\s*(?:attach|detach)\b/i.test(sql))
      throw new SqlError('SQLITE_AUTH', 'Other databases cannot be attached.')
    if (leavesTraces.test(sql)) this.#tainted = true
    const prepared = {
      statement: this.#database.prepare(sql),
      scanned,
      returning: /\breturning\b/i.test(sql),
    }
    const [oldest] = this.#prepared.keys()
    if (this.#prepared.size >= this.#limits.preparedMax && oldest !== undefined) this.#prepared.delete(oldest)
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

/** Values in the order of the parameters; one that is missing is an error, not a NULL. */
function bind(
  { parameters }: ScannedStatement,
  args: readonly WireValue[],
  named: readonly { readonly name: string; readonly value: WireValue }[],
): NativeValue[] {
  if (args.length > parameters.length) {
    throw new SqlError(
      'ARGS_INVALID',
      `${args.length} arguments are given for ${parameters.length} parameters.`,
    )
  }
  return parameters.map((parameter, position) => {
    const byName = named.find(({ name }) => name === parameter || `${parameter[0]}${name}` === parameter)
    const given = byName?.value ?? args[position]
    if (given === undefined)
      throw new SqlError('ARGS_INVALID', `Parameter ${position + 1} (${parameter}) has no value.`)
    return toNative(given)
  })
}

function columnsOf(statement: Statement): StatementResult['cols'] {
  return statement.columns().map(({ name, type }) => ({ name, decltype: type }))
}
