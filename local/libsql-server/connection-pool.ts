import { Connection } from './connection.ts'

/**
 * Connections between streams. None is closed while the server runs, unless it can not be reset: the native library
 * keeps a closed one's files open until the garbage collector comes. There are never more than streams.
 */
export class ConnectionPool {
  readonly #file: string
  readonly #idle: Connection[] = []

  constructor(file: string) {
    this.#file = file
  }

  /** The one that came back last, whose caches are warm. */
  take(): Connection {
    return this.#idle.pop() ?? new Connection(this.#file)
  }

  give(connection: Connection): void {
    if (connection.reset()) this.#idle.push(connection)
    else connection.close()
  }

  /** Moves the write-ahead log into the database file, then closes everything. */
  close(): void {
    const last = this.take()
    try {
      last.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } finally {
      for (const connection of [last, ...this.#idle]) connection.close()
      this.#idle.length = 0
    }
  }
}
