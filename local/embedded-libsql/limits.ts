export interface ServerLimits {
  readonly requestBytesMax: number
  /** The results of one pipeline, about. */
  readonly responseBytesMax: number
  readonly sqlLengthMax: number
  readonly requestsMax: number
  readonly stepsMax: number
  readonly argumentsMax: number
  readonly storedSqlMax: number
  readonly streamsMax: number
  /** A stream that is silent for this long is closed, and its baton is worth nothing. */
  readonly streamIdleMs: number
  /** A transaction that is open for this long is rolled back, so that nobody silent keeps the write lock. */
  readonly transactionMs: number
  readonly lockWaitMs: number
  readonly lockWaitersMax: number
  readonly idleConnectionsMax: number
  readonly preparedMax: number
}

const mebibyte = 1024 * 1024

export const defaultLimits: ServerLimits = {
  requestBytesMax: 32 * mebibyte,
  responseBytesMax: 10 * mebibyte,
  sqlLengthMax: mebibyte,
  requestsMax: 256,
  stepsMax: 2_048,
  argumentsMax: 32_766,
  storedSqlMax: 256,
  streamsMax: 128,
  streamIdleMs: 10_000,
  transactionMs: 5_000,
  lockWaitMs: 5_000,
  lockWaitersMax: 256,
  idleConnectionsMax: 8,
  preparedMax: 128,
}
