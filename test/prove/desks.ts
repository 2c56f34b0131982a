import type { Client } from '@libsql/client/http'
import type { Database } from '../../db/database.ts'
import { commitGroup } from '../../db/desk-commit.ts'
import { openShowing, readSold } from '../../db/desk-opening.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { Counter } from '../../worker/desk/counter.ts'
import { Desk } from '../../worker/desk/desk.ts'
import type { Clock, DeskStore } from '../../worker/desk/ports.ts'
import { parseShowingId } from '../../worker/domain/showing.ts'
import type { DeskStub } from '../../worker/office/desk-lines.ts'
import type { Chance } from './chance.ts'
import type { Scheduler } from './scheduler.ts'

interface Incarnation {
  readonly desk: Desk
  readonly counter: Counter
  /** Once it is over, nothing that it awaits comes back to it, and its callers learn that it broke. */
  readonly life: AbortController
}

interface DesksOptions {
  readonly db: Database
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly queueMax: number
}

/** The runtime of the desks: one a showing, that may be evicted at any moment, or linger on beside its successor. */
export class Desks {
  releasesLostPercent = 0
  readonly #db: Database
  readonly #client: Client
  readonly #scheduler: Scheduler
  readonly #chance: Chance
  readonly #queueMax: number
  readonly #living = new Map<string, Incarnation>()

  constructor({ db, scheduler, chance, queueMax }: DesksOptions) {
    this.#db = db
    this.#client = db.$client
    this.#scheduler = scheduler
    this.#chance = chance
    this.#queueMax = queueMax
  }

  stub(showing: string): DeskStub {
    return {
      decideAll: async (asked) => {
        await this.#hop()
        const { counter, life } = this.#incarnation(showing)
        const answers = await orBroken(counter.decideAll(asked), life.signal)
        await this.#hop()
        return answers
      },
      hear: async (eventId) => {
        await this.#hop()
        const { counter, life } = this.#incarnation(showing)
        const answer = await orBroken(counter.hear(eventId), life.signal)
        await this.#hop()
        return answer
      },
      release: async (booking, seats) => {
        await this.#hop()
        if (this.#chance.isTrue(this.releasesLostPercent)) throw new Error('the desk cannot be reached')
        this.#incarnation(showing).desk.release(booking, seats)
      },
      programmeChanged: async () => {
        await this.#hop()
        this.#incarnation(showing).desk.programmeChanged()
      },
    }
  }

  /** Ends a desk in the middle of whatever it does; or lets it live on, while its successor takes over. */
  evict(showing: string, livesOn: boolean): void {
    const incarnation = this.#living.get(showing)
    this.#living.delete(showing)
    if (!livesOn) incarnation?.life.abort()
  }

  #incarnation(showing: string): Incarnation {
    const living = this.#living.get(showing) ?? this.#start(showing)
    this.#living.set(showing, living)
    return living
  }

  #start(id: string): Incarnation {
    const showing = parseShowingId(id)
    if (showing === undefined) throw new Error(`no showing: ${id}`)
    const life = new AbortController()
    const alive = <T>(answer: Promise<T>): Promise<T> => whileAlive(answer, life.signal)
    const store: DeskStore = {
      open: (doubts) => alive(openShowing(this.#client, showing, doubts)),
      readSold: () => alive(readSold(this.#client, showing.id)),
      commit: (epoch, changes, full) =>
        alive(commitGroup(this.#client, { showing: showing.id, epoch, changes, full })),
      findRemembered: (key) => alive(findRemembered(this.#db, key)),
    }
    const clock: Clock = {
      now: () => this.#scheduler.now(),
      pause: (ms) => {
        const { over, cancel } = this.#scheduler.pause(ms)
        return { over: alive(over), cancel }
      },
    }
    const desk = new Desk(showing, store, clock, { queueMax: this.#queueMax })
    return { desk, counter: new Counter(desk, clock), life }
  }

  #hop(): Promise<void> {
    return this.#scheduler.pause(this.#chance.between(0, 3)).over
  }
}

function whileAlive<T>(answer: Promise<T>, life: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  answer.then(
    (value) => life.aborted || resolve(value),
    (error: unknown) => life.aborted || reject(error),
  )
  return promise
}

function orBroken<T>(answer: Promise<T>, life: AbortSignal): Promise<T> {
  const broken = new Promise<never>((_, reject) => {
    life.addEventListener('abort', () => reject(new Error('the desk broke')), { once: true })
  })
  return Promise.race([answer, broken])
}
