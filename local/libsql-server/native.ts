import Libsql from 'libsql'
import { SqlError } from './errors.ts'
import { sqlErrorFrom } from './native-error.ts'
import type { SqlValue } from './values.ts'

/*
 * The native library behind what it bears. A wrong step in it panics, and a panic aborts the process:
 * a parameter without a name in an object of arguments, a boolean, a question to a closed database.
 * Others pass silently: too few arguments keep those of the run before, so callers bind every parameter.
 */

export interface Column {
  readonly name: string
  readonly type: string | null
}

export interface Changes {
  readonly changes: number
  readonly lastInsertRowid: number | bigint
}

export class NativeDatabase {
  readonly #database: Libsql.Database
  #isOpen = true

  constructor(file: string) {
    try {
      this.#database = new Libsql(file).defaultSafeIntegers(true)
    } catch (error) {
      throw sqlErrorFrom(error)
    }
  }

  get inTransaction(): boolean {
    return this.#isOpen && this.#database.inTransaction
  }

  /** Runs SQL without arguments and without results, and leaves no statement behind, also where it failed. */
  exec(sql: string): void {
    this.#ensureOpen()
    try {
      this.#database.exec(sql)
    } catch (error) {
      throw sqlErrorFrom(error)
    }
  }

  prepare(sql: string): NativeStatement {
    this.#ensureOpen()
    try {
      return new NativeStatement(this.#database, this.#database.prepare(sql))
    } catch (error) {
      throw sqlErrorFrom(error)
    }
  }

  /** The file stays open until the statements are garbage-collected too. */
  close(): void {
    this.#isOpen = false
    this.#database.close()
  }

  #ensureOpen(): void {
    if (!this.#isOpen) throw new SqlError('SQLITE_MISUSE', 'The connection is closed')
  }
}

export class NativeStatement {
  readonly returnsRows: boolean
  readonly #database: Libsql.Database
  readonly #statement: Libsql.Statement

  constructor(database: Libsql.Database, statement: Libsql.Statement) {
    this.#database = database
    this.#statement = statement
    this.returnsRows = statement.reader
    if (this.returnsRows) statement.raw()
  }

  /** Only for statements without rows: it would stop one that returns rows in the middle. */
  run(args: readonly SqlValue[]): Changes {
    try {
      return this.#statement.run(args)
    } catch (error) {
      throw sqlErrorFrom(error)
    }
  }

  /** Whoever stops early interrupts the statement; one that writes takes its transaction along then. */
  *rows(args: readonly SqlValue[]): Generator {
    const fetched = this.#iterate(args)
    let isRunning = true
    try {
      for (;;) {
        const { done, value } = next(fetched)
        if (done) break
        yield value
      }
      isRunning = false
    } catch (error) {
      isRunning = false
      throw sqlErrorFrom(error)
    } finally {
      if (isRunning) this.#interrupt(fetched)
    }
  }

  /** After a run they are those of the schema that it saw. */
  columns(): readonly Column[] {
    return this.#statement.columns()
  }

  #iterate(args: readonly SqlValue[]): FetchedRows {
    try {
      const iterator = this.#statement.iterate(args)
      if (isFetchedRows(iterator)) return iterator
    } catch (error) {
      throw sqlErrorFrom(error)
    }
    throw new SqlError('SQLITE_INTERNAL', 'This version of libsql fetches rows in another way')
  }

  /** There is no reset: a statement that is left in the middle would hold its locks until it is collected. */
  #interrupt(fetched: FetchedRows): void {
    if (canInterrupt(this.#database)) this.#database.interrupt()
    try {
      next(fetched)
    } catch {
      // SQLITE_INTERRUPT, as asked for.
    }
  }
}

/**
 * The library's iterator fetches a hundred rows at once, however large they are.
 * With room for a single one, and its index at the end, it fetches them one by one.
 */
interface FetchedRows extends Iterator<unknown, unknown> {
  nextRows: unknown[]
  nextRowIndex: number
}

const indexThatFetches = 100

function next(fetched: FetchedRows): IteratorResult<unknown, unknown> {
  if (fetched.nextRows.length !== 1) fetched.nextRows = [undefined]
  fetched.nextRowIndex = indexThatFetches
  return fetched.next()
}

function isFetchedRows(iterator: Iterator<unknown, unknown>): iterator is FetchedRows {
  return 'nextRows' in iterator && 'nextRowIndex' in iterator && iterator.nextRowIndex === indexThatFetches
}

function canInterrupt(database: object): database is { interrupt(): void } {
  return 'interrupt' in database && typeof database.interrupt === 'function'
}
