import { SqlError } from './errors.ts'

/** SQLite's primary result codes, for extended ones that the native library has no name for. */
const primaryCodes = new Map([
  [1, 'SQLITE_ERROR'],
  [3, 'SQLITE_PERM'],
  [4, 'SQLITE_ABORT'],
  [5, 'SQLITE_BUSY'],
  [6, 'SQLITE_LOCKED'],
  [7, 'SQLITE_NOMEM'],
  [8, 'SQLITE_READONLY'],
  [9, 'SQLITE_INTERRUPT'],
  [10, 'SQLITE_IOERR'],
  [11, 'SQLITE_CORRUPT'],
  [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'],
  [19, 'SQLITE_CONSTRAINT'],
  [26, 'SQLITE_NOTADB'],
])

export function sqlErrorFrom(error: unknown): SqlError {
  if (error instanceof SqlError) return error
  if (!(error instanceof Error)) return new SqlError('SQLITE_INTERNAL', String(error))
  return new SqlError(codeOf(error), `SQLite error: ${error.message}`)
}

function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code.startsWith('SQLITE_')) return code
  const rawCode = 'rawCode' in error && typeof error.rawCode === 'number' ? error.rawCode : 0
  return primaryCodes.get(rawCode % 256) ?? 'SQLITE_INTERNAL'
}
