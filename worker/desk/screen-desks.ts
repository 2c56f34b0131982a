import { DurableObject } from 'cloudflare:workers'
import { type Database, sanitized } from '../../db/database.ts'
import type { CommitOutcome } from '../../db/desk-changes.ts'
import type { Group } from '../../db/desk-commit.ts'
import { readSold } from '../../db/desk-opening.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { listOpenEndpoints } from '../../db/webhook-endpoints.ts'
import { watchersMax, watchersPerNetworkMax } from '../domain/limits.ts'
import type { Showing, ShowingId } from '../domain/showing.ts'
import { logError } from '../log.ts'
import { metrics } from '../metrics.ts'
import { databaseOf } from '../open-database.ts'
import { readSettings } from '../settings.ts'
import { Bell } from '../webhooks/bell.ts'
import { Counter, type DeskAnswer } from './counter.ts'
import { Desks } from './desks.ts'
import { type JointWire, jointWire } from './joint-wire.ts'
import type { AskedAt } from './order.ts'
import { plannedMap } from './planned-map.ts'
import type { DeskStore } from './ports.ts'
import { realClock } from './real-clock.ts'
import { alarmOf, timerOf } from './waker.ts'

/** The Durable Object of one screen: its desks, with their wire to the database and those who watch. */
export class ScreenDesks extends DurableObject<Env> {
  readonly #db: Database
  readonly #desks: Desks
  readonly #counter: Counter
  readonly #wire: JointWire
  readonly #bell: Bell

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    // By the runtime, so that nobody who asks whether his line is alive wakes an object that sleeps.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    const { deskClock } = readSettings(env)
    const db = databaseOf(env)
    this.#db = db
    this.#bell = new Bell({
      listOpenEndpoints: () => listOpenEndpoints(db),
      wake: (endpoint) => env.WEBHOOKS.getByName(endpoint).wake(),
      now: () => realClock.now(),
    })
    this.#wire = jointWire(db.$client, { pause: (ms) => scheduler.wait(ms), now: () => realClock.now() })
    this.#desks = new Desks({
      storeOf: (showing) => this.#storeOf(showing),
      clock: realClock,
      gallery: {
        watched: () =>
          new Set(context.getWebSockets().flatMap((socket) => context.getTags(socket).filter(isShowing))),
        socketsOf: (showing) => context.getWebSockets(showing),
        wakeAt: deskClock === 'timer' ? timerOf(() => this.#desks.wake()) : alarmOf(context.storage),
      },
      plannedOf: (showing) => plannedMap(db, showing, realClock.now()),
    })
    this.#counter = new Counter((showing) => this.#desks.deskOf(showing), realClock)
  }

  decideAll(asked: readonly AskedAt[]): Promise<DeskAnswer[]> {
    return this.#counter.decideAll(asked)
  }

  hear(eventId: string): Promise<DeskAnswer> {
    return this.#counter.hear(eventId)
  }

  release(showing: ShowingId, booking: string, seats: readonly string[], movedSince?: number): void {
    this.#desks.release(showing, booking, seats, movedSince)
    void this.#bell.ring()
  }

  programmeChanged(showing: ShowingId): void {
    this.#desks.programmeChanged(showing)
  }

  /** The upgrade to a WebSocket, since sockets do not cross RPC. 503 where nobody can be let in. */
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const showing = pathname.slice(1)
    const from = `${fromMark}${searchParams.get('from') ?? ''}`
    const isFull =
      this.ctx.getWebSockets().length >= watchersMax ||
      this.ctx.getWebSockets(from).length >= watchersPerNetworkMax
    if (isFull) return new Response(null, { status: 503 })
    const { 0: theirs, 1: ours } = new WebSocketPair()
    const isIn = await this.#desks.attend(showing, searchParams.get('since') || undefined, (messages) => {
      this.ctx.acceptWebSocket(ours, [showing, from])
      for (const message of messages) ours.send(message)
    })
    return isIn ? new Response(null, { status: 101, webSocket: theirs }) : new Response(null, { status: 503 })
  }

  /** Watchers have nothing to say but `ping`. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(1003, 'only listen here')
  }

  /** Who leaves waits for a word of farewell. */
  override webSocketClose(socket: WebSocket): void {
    socket.close()
  }

  override alarm(): void {
    this.#desks.wake()
  }

  #storeOf(showing: Showing): DeskStore {
    const db = this.#db
    return {
      open: (doubts) => telling(this.#wire.open(showing, doubts)),
      readSold: () => telling(readSold(db.$client, showing)),
      commit: (epoch, changes, full) => this.#send({ showing: showing.id, epoch, changes, full }),
      findRemembered: (key) => findRemembered(db, key),
    }
  }

  async #send(group: Group): Promise<CommitOutcome> {
    const outcome = await counting(group.changes.length, this.#wire.commit(group))
    // Holds are told to nobody.
    if (outcome.kind === 'committed' && group.changes.some((change) => 'booking' in change))
      void this.#bell.ring()
    return outcome
  }
}

/** Sockets are marked with their showing, and with whose they are. */
const fromMark = 'from '

function isShowing(tag: string): boolean {
  return !tag.startsWith(fromMark)
}

/** A desk refuses and goes on; why it had to is for the log. */
async function telling<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    logError({ event: 'desk cannot read', error: sanitized(error).message })
    throw error
  }
}

/** Workers' clocks go on with I/O, so what lies between is the time that gathering and the database took. */
async function counting(size: number, sent: Promise<CommitOutcome>): Promise<CommitOutcome> {
  const startedAt = Date.now()
  const outcome = await sent
  metrics.groups.add({ outcome: outcome.kind.replaceAll(' ', '_') })
  metrics.groupSizes.add(size)
  metrics.commitSeconds.add((Date.now() - startedAt) / 1_000)
  return outcome
}
