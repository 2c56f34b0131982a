import type { Client } from '@libsql/client/http'
import type { Database } from '../../db/database.ts'
import { commitGroup } from '../../db/desk-commit.ts'
import { openShowing, readSold } from '../../db/desk-opening.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { readOccupancy } from '../../db/occupancy.ts'
import { Counter } from '../../worker/desk/counter.ts'
import { Desk } from '../../worker/desk/desk.ts'
import { LiveMap } from '../../worker/desk/live-map.ts'
import type { Clock, DeskStore } from '../../worker/desk/ports.ts'
import { Watchers } from '../../worker/desk/watchers.ts'
import { parseShowingId } from '../../worker/domain/showing.ts'
import type { DeskStub } from '../../worker/office/desk-lines.ts'
import { planOf } from '../../worker/plans.ts'
import type { Chance } from './chance.ts'
import type { Scheduler } from './scheduler.ts'

interface Incarnation {
  readonly desk: Desk
  readonly counter: Counter
  readonly watchers: Watchers
  readonly seats: Set<Seat>
  /** Once it is over, nothing that it awaits comes back to it, and its callers learn that it broke. */
  readonly life: AbortController
}

/** Of one who watches. */
export interface Seat {
  readonly send: (text: string) => void
  /** His line is cut. */
  readonly lost: () => void
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
  /** Their lines outlive a desk that is evicted; not its move to another place. */
  readonly #seats = new Map<string, Set<Seat>>()

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
        const { desk, watchers } = this.#incarnation(showing)
        desk.release(booking, seats)
        if (!watchers.isEmpty) void desk.look()
      },
      programmeChanged: async () => {
        await this.#hop()
        const { desk, watchers } = this.#incarnation(showing)
        desk.programmeChanged()
        if (!watchers.isEmpty) void desk.look()
      },
    }
  }

  /** Ends a desk in the middle of whatever it does; or lets it live on, while its successor takes over. */
  evict(showing: string, livesOn: boolean): void {
    const incarnation = this.#living.get(showing)
    this.#living.delete(showing)
    if (!livesOn) return incarnation?.life.abort()
    const seats = this.#seatsOf(showing)
    this.#seats.delete(showing)
    const cut = [...seats]
    seats.clear()
    for (const seat of cut) seat.lost()
  }

  /** Lets somebody in who watches, as the object does: false where he cannot be told anything now. */
  async attend(showing: string, seat: Seat, since: string | undefined): Promise<boolean> {
    await this.#hop()
    const { desk, watchers, seats, life } = this.#incarnation(showing)
    try {
      const seen = await orBroken(desk.look(), life.signal)
      if (seen === 'away') return false
      const planned = seen === 'not there' ? await orBroken(this.#fromPlan(showing), life.signal) : []
      const { known } = desk
      if (known === undefined && seen !== 'not there') return false
      const messages = known === undefined ? planned : watchers.welcome(known, since)
      // It lives on somewhere, and nobody comes to it any more.
      if (this.#seats.get(showing) !== seats) return false
      seats.add(seat)
      for (const message of messages) seat.send(message)
      return true
    } catch {
      return false
    }
  }

  depart(showing: string, seat: Seat): void {
    this.#seatsOf(showing).delete(seat)
  }

  #seatsOf(showing: string): Set<Seat> {
    const seats = this.#seats.get(showing) ?? new Set()
    this.#seats.set(showing, seats)
    return seats
  }

  async #fromPlan(id: string): Promise<string[]> {
    const showing = parseShowingId(id)
    const read = showing && (await readOccupancy(this.#db, showing, this.#scheduler.now()))
    const map = new LiveMap()
    const seats = read === undefined ? [] : planOf(read.plan).seats
    map.start(
      0,
      seats.map(({ label }) => [label, 'free']),
    )
    return [JSON.stringify(map.snapshot())]
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
      readSold: () => alive(readSold(this.#client, showing)),
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
    const seats = this.#seatsOf(id)
    const watchers: Watchers = new Watchers(
      { sockets: () => [...seats], wakeAt: this.#waker(() => ring(desk, watchers), life.signal) },
      clock,
    )
    const desk = new Desk(showing, store, clock, { queueMax: this.#queueMax, watch: watchers })
    watchers.desk = desk
    return { desk, counter: new Counter(desk, clock), watchers, seats, life }
  }

  /** A timer of the desk's, as on one machine; the latest instant that was named counts. */
  #waker(wake: () => Promise<void>, life: AbortSignal): (instant: number) => void {
    let cancel = (): void => undefined
    return (instant) => {
      cancel()
      const inMs = Math.max(0, instant - this.#scheduler.now())
      cancel = this.#scheduler.after(inMs, () => void (life.aborted || wake()))
    }
  }

  #hop(): Promise<void> {
    return this.#scheduler.pause(this.#chance.between(0, 3)).over
  }
}

async function ring(desk: Desk, watchers: Watchers): Promise<void> {
  const seen = watchers.isEmpty ? 'nobody asks' : await desk.look()
  if (seen === 'away') watchers.wakeLater()
  else watchers.wake()
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
