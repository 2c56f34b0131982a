/** The part of the native package that this server uses, with its values as they are in raw mode. */
declare module 'libsql' {
  type Value = bigint | number | string | Buffer | null

  interface Statement {
    readonly reader: boolean
    raw(on?: boolean): this
    run(parameters: readonly Value[]): { changes: number; lastInsertRowid: number | bigint }
    get(parameters: readonly Value[]): Value[] | undefined
    iterate(parameters: readonly Value[]): Iterable<Value[]>
    columns(): { name: string; type: string | null }[]
  }

  export default class Database {
    constructor(path: string)
    readonly inTransaction: boolean
    prepare(sql: string): Statement
    exec(sql: string): void
    defaultSafeIntegers(on: boolean): this
    close(): void
  }

  export type { Statement }
}
