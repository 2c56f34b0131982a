import type { Database } from '../../db/database.ts'
import { readSold } from '../../db/desk-opening.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { Counter } from '../../worker/desk/counter.ts'
import { Desks } from '../../worker/desk/desks.ts'
import { jointWire } from '../../worker/desk/joint-wire.ts'
import { plannedMap } from '../../worker/desk/planned-map.ts'
import type { Clock } from '../../worker/desk/ports.ts'
import type { Waker } from '../../worker/desk/waker.ts'
import type { DesksStub } from '../../worker/office/desk-lines.ts'
import type { Chance } from './chance.ts'
import type { Scheduler } from './scheduler.ts'

/** Those who watch, by their showings. */
type Audience = Map<string, Set<Seat>>

interface Incarnation {
  readonly desks: Desks
  readonly counter: Counter
  readonly audience: Audience
  /** Once it is over, nothing that it awaits comes back to it, and its callers learn that it broke. */
  readonly life: AbortController
}

/** Of one who watches. */
export interface Seat {
  readonly send: (text: string) => void
  /** His line is cut. */
  readonly lost: () => void
}

interface ScreenOptions {
  readonly db: Database
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly queueMax: number
  readonly restMs: number
}

/** The runtime of a screen's desks: they may be evicted at any moment, or linger on beside their successors. */
export class SimulatedScreen {
  releasesLostPercent = 0
  readonly #options: ScreenOptions
  #living: Incarnation | undefined
  /** Their lines outlive desks that are evicted; not their move to another place. */
  #audience: Audience = new Map()

  constructor(options: ScreenOptions) {
    this.#options = options
  }

  readonly stub: DesksStub = {
    decideAll: async (asked) => {
      await this.#hop()
      const { counter, life } = this.#incarnation()
      const answers = await orBroken(counter.decideAll(asked), life.signal)
      await this.#hop()
      return answers
    },
    hear: async (eventId) => {
      await this.#hop()
      const { counter, life } = this.#incarnation()
      const answer = await orBroken(counter.hear(eventId), life.signal)
      await this.#hop()
      return answer
    },
    release: async (showing, booking, seats, movedSince) => {
      await this.#hop()
      if (this.#options.chance.isTrue(this.releasesLostPercent)) throw new Error('the desk cannot be reached')
      this.#incarnation().desks.release(showing, booking, seats, movedSince)
    },
    programmeChanged: async (showing) => {
      await this.#hop()
      this.#incarnation().desks.programmeChanged(showing)
    },
  }

  /** Ends the desks in the middle of whatever they do; or lets them live on, while their successors take over. */
  evict(livesOn: boolean): void {
    const incarnation = this.#living
    this.#living = undefined
    if (!livesOn) return incarnation?.life.abort()
    const cut = Array.from(this.#audience.values(), (seats) => [...seats]).flat()
    this.#audience.clear()
    this.#audience = new Map()
    for (const seat of cut) seat.lost()
  }

  /** Lets somebody in who watches, as the object does: false where he cannot be told anything now. */
  async attend(showing: string, seat: Seat, since: string | undefined): Promise<boolean> {
    await this.#hop()
    const { desks, audience, life } = this.#incarnation()
    let isIn = false
    const attending = desks.attend(showing, since, (messages) => {
      // They live on somewhere, and nobody comes to them any more.
      if (this.#audience !== audience || life.signal.aborted) return
      isIn = true
      audience.set(showing, new Set(audience.get(showing)).add(seat))
      for (const message of messages) seat.send(message)
    })
    await orBroken(attending, life.signal).catch(() => false)
    return isIn
  }

  depart(showing: string, seat: Seat): void {
    this.#audience.get(showing)?.delete(seat)
  }

  #incarnation(): Incarnation {
    this.#living ??= this.#start()
    return this.#living
  }

  #start(): Incarnation {
    const { db, scheduler, chance, queueMax, restMs } = this.#options
    const life = new AbortController()
    const alive = <T>(answer: Promise<T>): Promise<T> => whileAlive(answer, life.signal)
    const clock: Clock = {
      now: () => scheduler.now(),
      pause: (ms) => {
        const { over, cancel } = scheduler.pause(ms)
        return { over: alive(over), cancel }
      },
    }
    const wire = jointWire(db.$client, {
      // At times long enough that both showings' groups travel as one.
      pause: (ms) => clock.pause(ms + chance.of([0, 2, 60])).over,
      now: () => clock.now(),
    })
    const audience = this.#audience
    const desks: Desks = new Desks({
      storeOf: (showing) => ({
        open: (doubts) => alive(wire.open(showing, doubts)),
        readSold: () => alive(readSold(db.$client, showing)),
        commit: (epoch, changes, full) => alive(wire.commit({ showing: showing.id, epoch, changes, full })),
        findRemembered: (key) => alive(findRemembered(db, key)),
      }),
      clock,
      gallery: {
        watched: () => [...audience].flatMap(([showing, { size }]) => (size > 0 ? showing : [])),
        socketsOf: (showing) => [...(audience.get(showing) ?? [])],
        wakeAt: this.#waker(() => desks.wake(), life.signal),
      },
      plannedOf: (showing) => alive(plannedMap(db, showing, clock.now())),
      queueMax,
      restMs,
    })
    return { desks, counter: new Counter((showing) => desks.deskOf(showing), clock), audience, life }
  }

  /** A timer of theirs, as on one machine. */
  #waker(wake: () => void, life: AbortSignal): Waker {
    const { scheduler } = this.#options
    let cancel = (): void => undefined
    return async (instant) => {
      cancel()
      const inMs = Math.max(0, instant - scheduler.now())
      cancel = scheduler.after(inMs, () => life.aborted || wake())
    }
  }

  #hop(): Promise<void> {
    const { scheduler, chance } = this.#options
    return scheduler.pause(chance.between(0, 3)).over
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
