import { Lru } from './lru.ts'
import { NativeDatabase, type NativeStatement } from './native.ts'
import { type ResponseBudget, encodeColumns, encodeResult, encodeRow } from './result.ts'
import type { SqlStatement } from './sql-statement.ts'
import type { SqlValue } from './values.ts'

const cachedStatementsMax = 128
const cachedSqlLengthMax = 20_000
/** A prepared statement keeps its last arguments, so one with larger ones is not kept. */
const cachedArgumentsMax = 4 * 1024 * 1024
/** Of all connections together. Below V8's longest string, which the native library does not survive. */
const heapBytesMax = 384 * 1024 * 1024

/**
 * The log is moved into the database within the commit that fills it so far: 64 MiB. Pages that change often are moved
 * once then. Measured with groups of 64 bookings on 4.5 million rows, against SQLite's 1,000 pages (medians of three):
 * a quarter more bookings and a 99th percentile of 6 ms for 14, but the slowest commit takes 49 ms for 24.
 */
const checkpointPages = 16_000
/** What the log's file is cut to where a long reader let it grow further. */
const logBytesMax = 64 * 1024 * 1024

const changesQuery = 'SELECT changes(), last_insert_rowid()'

/** One SQLite connection with its prepared statements. */
export class Connection {
  readonly #database: NativeDatabase
  readonly #statements = new Lru<string, NativeStatement>(cachedStatementsMax)
  #hasOwnSettings = false
  #hasTemporaryObjects = false

  constructor(file: string) {
    this.#database = new NativeDatabase(file)
    // Nobody may wait for a lock in SQLite itself: who holds it runs on this very thread.
    this.#database.exec(`PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA hard_heap_limit = ${heapBytesMax};
      PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA journal_size_limit = ${logBytesMax}`)
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  /** Without a budget for rows, the statement runs to its end and they are dropped. */
  execute(statement: SqlStatement, args: readonly SqlValue[], budget: ResponseBudget | undefined): string {
    if (statement.effect === 'setting') this.#hasOwnSettings = true
    if (statement.isTemporary) this.#hasTemporaryObjects = true
    const prepared = this.#prepare(statement.text)
    try {
      if (prepared.returnsRows) return this.#query(prepared, statement, args, budget)
      const { changes, lastInsertRowid } = prepared.run(args)
      return encodeResult({
        columns: '',
        rows: '',
        affectedRows: statement.changesRows ? changes : 0,
        lastInsertRowid: statement.insertsRows ? this.#exact(lastInsertRowid) : undefined,
      })
    } finally {
      if (sizeOf(args) > cachedArgumentsMax) this.#statements.delete(statement.text)
    }
  }

  /** For statements whose only outcome is that they worked. */
  exec(sql: string): void {
    this.#database.exec(sql)
  }

  /** The columns of a statement that is not run. */
  describe({ text }: SqlStatement): string {
    return encodeColumns(this.#prepare(text).columns())
  }

  /** Makes it as new for the next stream, or says that it can not be. */
  reset(): boolean {
    try {
      if (this.inTransaction) this.exec('ROLLBACK')
      if (this.#hasOwnSettings) this.exec('PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = OFF')
      this.#hasOwnSettings = false
      return !this.#hasTemporaryObjects
    } catch {
      return false
    }
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #query(
    prepared: NativeStatement,
    statement: SqlStatement,
    args: readonly SqlValue[],
    budget: ResponseBudget | undefined,
  ): string {
    let rows = ''
    for (const row of prepared.rows(args)) {
      if (budget === undefined) continue
      const json = encodeRow(row)
      budget.spend(json)
      rows += rows === '' ? json : `,${json}`
    }
    const [changes, lastInsertRowid] = statement.changesRows ? this.#lastChanges() : [0n, 0n]
    return encodeResult({
      columns: encodeColumns(prepared.columns()),
      rows,
      affectedRows: changes,
      lastInsertRowid: statement.insertsRows ? lastInsertRowid : undefined,
    })
  }

  /** The native library gives row ids as doubles. */
  #exact(lastInsertRowid: number | bigint): number | bigint {
    return Number.isSafeInteger(lastInsertRowid) ? lastInsertRowid : this.#lastChanges()[1]
  }

  #lastChanges(): [changes: bigint, lastInsertRowid: bigint] {
    const [row] = [...this.#prepare(changesQuery).rows([])]
    const [changes, lastInsertRowid] = Array.isArray(row) ? row : []
    return [BigInt(changes), BigInt(lastInsertRowid)]
  }

  #prepare(sql: string): NativeStatement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const prepared = this.#database.prepare(sql)
    if (sql.length <= cachedSqlLengthMax) this.#statements.set(sql, prepared)
    return prepared
  }
}

function sizeOf(args: readonly SqlValue[]): number {
  let size = 0
  for (const arg of args) {
    if (typeof arg === 'string' || Buffer.isBuffer(arg)) size += arg.length
  }
  return size
}
