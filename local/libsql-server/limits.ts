/** What one server takes on. Tests make some of these small. */
export interface Limits {
  readonly bodyBytesMax: number
  /** Of the rows of one pipeline, as JSON. */
  readonly responseBytesMax: number
  readonly requestsPerPipelineMax: number
  readonly stepsPerBatchMax: number
  readonly sqlLengthMax: number
  readonly storedSqlMax: number
  readonly openStreamsMax: number
  readonly waitingWritersMax: number
  readonly writeLockWaitMsMax: number
  /** Transactions that share a commit. */
  readonly groupSizeMax: number
  /** For their statements; the commit comes on top. The thread does nothing else meanwhile. */
  readonly groupMsMax: number
  /** Between two requests of a stream. */
  readonly streamIdleMsMax: number
  /** A stream that holds a transaction for longer is rolled back and closed, so that a silent client frees the lock. */
  readonly transactionMsMax: number
}

export const defaultLimits: Limits = {
  bodyBytesMax: 32 * 1024 * 1024,
  responseBytesMax: 10 * 1024 * 1024,
  requestsPerPipelineMax: 1_000,
  stepsPerBatchMax: 4_000,
  sqlLengthMax: 1024 * 1024,
  storedSqlMax: 64,
  openStreamsMax: 128,
  waitingWritersMax: 128,
  writeLockWaitMsMax: 5_000,
  groupSizeMax: 128,
  groupMsMax: 20,
  streamIdleMsMax: 10_000,
  transactionMsMax: 5_000,
}
