import type { FaceName } from './load/face.ts'

/** What is driven and measured: a service of its own processes over a fresh database. */
export interface Contender {
  /** Short and stable, for tables and `--only`: `fastify-sqlite`. */
  readonly name: string
  /** One line that says what it is. */
  readonly what: string
  /** How it is spoken to. */
  readonly face: FaceName
  /** Whether it stores what it acknowledges; what doesn't cannot be verified. */
  readonly stores: boolean
  /** What the machine lacks to run it; undefined where nothing. */
  missing(): Promise<string | undefined>
  /** A fresh house of one screen with so many seats, its files under `directory`, which exists and is empty. */
  start(house: { readonly seats: number; readonly directory: string }): Promise<Running>
}

export interface Running {
  readonly port: number
  /** The processes whose time and memory count; those that they start count too. */
  readonly pids: readonly number[]
  /** Every ticket that the database holds, by asking the database itself while the service runs. */
  tickets(): Promise<readonly StoredTicket[]>
  /** How many requests its database was sent so far, where somebody counts. */
  databaseCalls?(): Promise<number>
  stop(): Promise<void>
}

export interface StoredTicket {
  readonly showing: string
  readonly seat: string
  readonly booking: string
}
