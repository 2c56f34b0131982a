import { type Client, type InArgs, type InStatement, LibsqlError, type ResultSet } from '@libsql/client/http'
import { databaseCallMsMax } from '../../worker/domain/limits.ts'
import type { Chance } from './chance.ts'
import type { Scheduler } from './scheduler.ts'

/** How often each thing goes wrong, in percent of calls. */
export interface Faults {
  readonly lostRequest: number
  readonly lostReply: number
  readonly lateRequest: number
  readonly doubled: number
  readonly busy: number
}

export const noFaults: Faults = { lostRequest: 0, lostReply: 0, lateRequest: 0, doubled: 0, busy: 0 }

/** A wire to a real database, on which requests and replies get lost, come late, or arrive twice. */
export class Wire {
  faults: Faults
  /** The database cannot be reached until then. */
  awayUntil = 0
  readonly #scheduler: Scheduler
  readonly #chance: Chance
  readonly #delivered: () => Promise<void>

  /** `delivered` is told of each request to write that the database has carried out. */
  constructor(scheduler: Scheduler, chance: Chance, faults: Faults, delivered: () => Promise<void>) {
    this.#scheduler = scheduler
    this.#chance = chance
    this.faults = faults
    this.#delivered = delivered
  }

  /** The client as the service knows it, with this wire in between. */
  client(database: Client): Client {
    const unused = (): never => {
      throw new Error('the service does not use this')
    }
    return {
      protocol: 'http',
      closed: false,
      execute: (statement: InStatement | string, args?: InArgs) =>
        this.#send(() =>
          typeof statement === 'string' ? database.execute(statement, args) : database.execute(statement),
        ),
      batch: (statements: (InStatement | [string, InArgs?])[], mode) =>
        this.#send(async (): Promise<ResultSet[]> => {
          try {
            return await database.batch(statements, mode)
          } finally {
            if (mode === 'write') await this.#delivered()
          }
        }),
      migrate: unused,
      transaction: unused,
      executeMultiple: unused,
      sync: unused,
      close: unused,
      reconnect: unused,
    }
  }

  async #send<T>(request: () => Promise<T>): Promise<T> {
    const { lostRequest, lostReply, lateRequest, doubled, busy } = this.faults
    if (this.#scheduler.now() < this.awayUntil) return this.#fail(this.#chance.between(1, 5))
    if (this.#chance.isTrue(lostRequest)) return this.#fail(this.#chance.of([5, databaseCallMsMax]))
    if (this.#chance.isTrue(busy)) {
      await this.#delay()
      throw new LibsqlError('the database is locked', 'SQLITE_BUSY')
    }
    if (this.#chance.isTrue(lateRequest)) {
      this.#scheduler.after(
        this.#chance.between(10, 2 * databaseCallMsMax),
        () => void this.#deliver(request),
      )
      return this.#fail(this.#chance.of([5, databaseCallMsMax]))
    }
    await this.#delay()
    const first = this.#deliver(request)
    const isDoubled = this.#chance.isTrue(doubled)
    const isHeardTwice = isDoubled && this.#chance.isTrue(50)
    // The second may come when its sender has long gone on.
    const apartMs = isHeardTwice ? 30 : this.#chance.of([30, databaseCallMsMax])
    const again = (): Promise<PromiseSettledResult<T>> => this.#deliver(request)
    const second = isDoubled ? this.#delay(apartMs).then(again) : first
    const outcome = await (isHeardTwice ? second : first)
    if (this.#chance.isTrue(lostReply)) return this.#fail(this.#chance.of([5, databaseCallMsMax]))
    await this.#delay()
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }

  async #deliver<T>(request: () => Promise<T>): Promise<PromiseSettledResult<T>> {
    const [outcome] = await Promise.allSettled([request()])
    return outcome
  }

  #delay(msMax = 30): Promise<void> {
    return this.#scheduler.pause(this.#chance.between(1, msMax)).over
  }

  async #fail(afterMs: number): Promise<never> {
    await this.#scheduler.pause(afterMs).over
    throw new Error('no answer')
  }
}
