import { randomBytes } from 'node:crypto'
import { ConnectionPool } from './connection-pool.ts'
import { RequestError } from './errors.ts'
import type { Limits } from './limits.ts'
import { Stream, type StreamResources } from './stream.ts'
import { TransactionQueue } from './transaction-queue.ts'
import { WriteLock } from './write-lock.ts'

/** Batons of expired streams that are still answered by the reason. */
const expiredBatonsMax = 1_000
const batonBytes = 24

interface ParkedStream {
  readonly stream: Stream
  readonly expiry: NodeJS.Timeout
}

/** All streams: those that a request uses now, and those that wait for their next one under a baton. */
export class Streams {
  readonly #resources: StreamResources
  readonly #inUse = new Set<Stream>()
  readonly #parked = new Map<string, ParkedStream>()
  readonly #expired = new Map<string, RequestError>()

  constructor(file: string, limits: Limits) {
    const common = { pool: new ConnectionPool(file), lock: new WriteLock(limits), limits }
    this.#resources = { ...common, queue: new TransactionQueue(common) }
    // A file that can not be used is told at the start, not at the first request.
    this.#resources.pool.give(this.#resources.pool.take())
  }

  open(): Stream {
    const { openStreamsMax } = this.#resources.limits
    if (this.#inUse.size + this.#parked.size >= openStreamsMax) {
      throw new RequestError(
        503,
        'TOO_MANY_STREAMS',
        `There are ${openStreamsMax} open streams already; try again`,
      )
    }
    const stream = new Stream(this.#resources)
    this.#inUse.add(stream)
    return stream
  }

  /** A baton is good for one request: the next one needs the baton that this one's answer brings. */
  resume(baton: string): Stream {
    const parked = this.#parked.get(baton)
    if (parked === undefined) {
      throw (
        this.#expired.get(baton) ??
        new RequestError(400, 'BATON_INVALID', 'The baton is invalid or was used before')
      )
    }
    clearTimeout(parked.expiry)
    this.#parked.delete(baton)
    this.#inUse.add(parked.stream)
    return parked.stream
  }

  /** Gives the baton for the stream's next request. */
  park(stream: Stream): string {
    const baton = randomBytes(batonBytes).toString('base64url')
    const transactionMs = stream.transactionDeadline - performance.now()
    const idleMs = this.#resources.limits.streamIdleMsMax
    const isTransaction = transactionMs < idleMs
    const expiry = setTimeout(
      () => this.#expire(baton, isTransaction ? transactionExpired() : streamExpired()),
      Math.max(0, isTransaction ? transactionMs : idleMs),
    )
    expiry.unref()
    this.#inUse.delete(stream)
    this.#parked.set(baton, { stream, expiry })
    return baton
  }

  close(stream: Stream): void {
    this.#inUse.delete(stream)
    stream.close()
  }

  closeAll(): void {
    for (const { stream, expiry } of this.#parked.values()) {
      clearTimeout(expiry)
      stream.close()
    }
    for (const stream of this.#inUse) stream.close()
    this.#parked.clear()
    this.#inUse.clear()
    this.#resources.queue.close()
    this.#resources.pool.close()
  }

  #expire(baton: string, reason: RequestError): void {
    const parked = this.#parked.get(baton)
    if (parked === undefined) return
    this.#parked.delete(baton)
    parked.stream.close()
    this.#expired.set(baton, reason)
    if (this.#expired.size <= expiredBatonsMax) return
    const oldest = this.#expired.keys().next()
    if (!oldest.done) this.#expired.delete(oldest.value)
  }
}

function streamExpired(): RequestError {
  return new RequestError(400, 'STREAM_EXPIRED', 'The stream has expired due to inactivity')
}

function transactionExpired(): RequestError {
  return new RequestError(400, 'TRANSACTION_TIMEOUT', 'Transaction timed out; it was rolled back')
}
