/** A statement failed. The stream lives on, and the answer carries the error in the statement's place. */
export class SqlError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }

  get isBusy(): boolean {
    // A stale snapshot stays stale however long one waits.
    return this.code.startsWith('SQLITE_BUSY') && this.code !== 'SQLITE_BUSY_SNAPSHOT'
  }
}

/** The whole HTTP request failed, and its stream with it. */
export class RequestError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export function malformed(message: string): RequestError {
  return new RequestError(400, 'MALFORMED_REQUEST', message)
}

export function errorJson({ message, code }: SqlError | RequestError): string {
  return JSON.stringify({ message, code })
}
