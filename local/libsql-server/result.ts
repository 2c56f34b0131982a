import { SqlError } from './errors.ts'
import type { Column } from './native.ts'
import { encodeValue } from './values.ts'

/** What the rows of one pipeline may still take, so that a large result stops while it is being read. */
export class ResponseBudget {
  #bytesLeft: number

  constructor(bytesMax: number) {
    this.#bytesLeft = bytesMax
  }

  get bytesLeft(): number {
    return this.#bytesLeft
  }

  /** For rows that are not sent after all. */
  restore(bytesLeft: number): void {
    this.#bytesLeft = bytesLeft
  }

  spend(json: string): void {
    this.#bytesLeft -= Buffer.byteLength(json)
    if (this.#bytesLeft < 0) throw new SqlError('RESPONSE_TOO_LARGE', 'Response is too large')
  }
}

interface Result {
  /** JSON, without the brackets around it; so are the rows. */
  readonly columns: string
  readonly rows: string
  readonly affectedRows: number | bigint
  /** Only of an INSERT. */
  readonly lastInsertRowid: number | bigint | undefined
}

/** Results are JSON from the start: an object for every value would be built only to be written and dropped. */
export function encodeResult({ columns, rows, affectedRows, lastInsertRowid }: Result): string {
  const rowid = lastInsertRowid === undefined ? 'null' : `"${lastInsertRowid}"`
  return `{"cols":[${columns}],"rows":[${rows}],"affected_row_count":${affectedRows},"last_insert_rowid":${rowid}}`
}

export const emptyResult = encodeResult({
  columns: '',
  rows: '',
  affectedRows: 0,
  lastInsertRowid: undefined,
})

export function encodeColumns(columns: readonly Column[]): string {
  return columns.map(({ name, type }) => JSON.stringify({ name, decltype: type })).join()
}

export function encodeRow(row: unknown): string {
  if (!Array.isArray(row)) throw new SqlError('SQLITE_INTERNAL', 'A row is not a list of values')
  return `[${row.map(encodeValue).join()}]`
}
