/** What a statement answers instead of a result: SQLite's own extended codes by name, or this server's. */
export class SqlError extends Error {
  override name = 'SqlError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The native package's errors carry SQLite's code; those without one are about arguments. */
export function toSqlError(error: unknown): SqlError {
  if (error instanceof SqlError) return error
  if (!(error instanceof Error)) return new SqlError('SQLITE_UNKNOWN', 'unknown error')
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'SQLITE_UNKNOWN'
  return new SqlError(code, error.message)
}
