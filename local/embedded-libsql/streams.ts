import { randomBytes } from 'node:crypto'
import { Connection } from './connection.ts'
import type { ServerLimits } from './limits.ts'
import { SqlError } from './sql-error.ts'
import type { WriteLock } from './write-lock.ts'

/** A connection that one client has, over as many requests as it likes, by the baton of the last one. */
export interface Stream {
  readonly connection: Connection
  readonly storedSql: Map<number, string>
  isClosing: boolean
  /** When its transaction began, as far as was seen between two requests. */
  transactionSince: number | undefined
}

/** Hands out streams, keeps those that stay open, and takes back those whose client has gone silent. */
export class Streams {
  readonly #file: string
  readonly #limits: ServerLimits
  readonly #lock: WriteLock
  readonly #idle: Connection[] = []
  readonly #parked = new Map<string, { stream: Stream; timer: NodeJS.Timeout }>()
  #open = 0

  constructor(file: string, limits: ServerLimits, lock: WriteLock) {
    this.#file = file
    this.#limits = limits
    this.#lock = lock
  }

  /** A new stream, or the one of this baton. A baton is good for one request. */
  take(baton: string | undefined): Stream {
    if (baton === undefined) return this.#start()
    const parked = this.#parked.get(baton)
    if (parked === undefined)
      throw new SqlError('STREAM_EXPIRED', 'The stream has expired, or the baton was used.')
    clearTimeout(parked.timer)
    this.#parked.delete(baton)
    return parked.stream
  }

  /** After a request: ends the stream, or keeps it and answers its next baton. */
  giveBack(stream: Stream): string | null {
    if (stream.isClosing) {
      this.#end(stream)
      return null
    }
    const now = Date.now()
    stream.transactionSince = stream.connection.inTransaction ? (stream.transactionSince ?? now) : undefined
    const { streamIdleMs, transactionMs } = this.#limits
    const transactionLeft = (stream.transactionSince ?? now) + transactionMs - now
    const patience =
      stream.transactionSince === undefined ? streamIdleMs : Math.min(streamIdleMs, transactionLeft)
    const baton = randomBytes(24).toString('base64url')
    const timer = setTimeout(() => {
      this.#parked.delete(baton)
      this.#end(stream)
    }, patience)
    this.#parked.set(baton, { stream, timer })
    return baton
  }

  close(): void {
    for (const { stream, timer } of this.#parked.values()) {
      clearTimeout(timer)
      stream.connection.close()
    }
    for (const connection of this.#idle) connection.close()
    this.#parked.clear()
    this.#idle.length = 0
  }

  #start(): Stream {
    if (this.#open >= this.#limits.streamsMax) {
      throw new SqlError('STREAMS_EXHAUSTED', 'Too many streams are open. Try again.')
    }
    const connection = this.#idle.pop() ?? new Connection(this.#file, this.#limits)
    this.#open += 1
    return { connection, storedSql: new Map(), isClosing: false, transactionSince: undefined }
  }

  #end({ connection }: Stream): void {
    this.#open -= 1
    const isFit = connection.reset() && this.#idle.length < this.#limits.idleConnectionsMax
    if (isFit) this.#idle.push(connection)
    else connection.close()
    this.#lock.released()
  }
}
