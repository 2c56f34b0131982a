import { DurableObject } from 'cloudflare:workers'
import { type Database, sanitized } from '../../db/database.ts'
import type { CommitOutcome } from '../../db/desk-changes.ts'
import { commitGroup } from '../../db/desk-commit.ts'
import { openShowing, readSold } from '../../db/desk-opening.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { readOccupancy } from '../../db/occupancy.ts'
import { type Showing, parseShowingId } from '../domain/showing.ts'
import { planOf } from '../plans.ts'
import { readSettings } from '../settings.ts'
import { databaseOf } from '../open-database.ts'
import { listOpenEndpoints } from '../../db/webhook-endpoints.ts'
import { Bell } from '../webhooks/bell.ts'
import { Counter, type DeskAnswer } from './counter.ts'
import { Desk } from './desk.ts'
import { LiveMap } from './live-map.ts'
import type { Asked } from './order.ts'
import { realClock } from './real-clock.ts'
import { alarmOf, timerOf } from './waker.ts'
import { Watchers } from './watchers.ts'
import { logError } from '../log.ts'
import { metrics } from '../metrics.ts'

/** The Durable Object of one showing: a `Desk` with its wire to the database, and those who watch it. */
export class SeatDesk extends DurableObject<Env> {
  readonly #showing: Showing
  readonly #db: Database
  readonly #desk: Desk
  readonly #counter: Counter
  readonly #watchers: Watchers
  readonly #bell: Bell

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    // By the runtime, so that nobody who asks whether his line is alive wakes a desk that sleeps.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    const showing = parseShowingId(context.id.name ?? '')
    if (showing === undefined) throw new Error('a desk is addressed by the id of a showing')
    const { deskClock } = readSettings(env)
    const db = databaseOf(env)
    const client = db.$client
    this.#showing = showing
    this.#db = db
    this.#bell = new Bell({
      listOpenEndpoints: () => listOpenEndpoints(db),
      wake: (endpoint) => env.WEBHOOKS.getByName(endpoint).wake(),
      now: () => realClock.now(),
    })
    this.#watchers = new Watchers(
      {
        sockets: () => context.getWebSockets(),
        wakeAt: deskClock === 'timer' ? timerOf(() => this.alarm()) : alarmOf(context.storage),
      },
      realClock,
    )
    this.#desk = new Desk(
      showing,
      {
        open: (doubts) => telling(openShowing(client, showing, doubts)),
        readSold: () => telling(readSold(client, showing)),
        commit: async (epoch, changes, full) => {
          const group = { showing: showing.id, epoch, changes, full }
          const outcome = await counting(changes.length, commitGroup(client, group))
          // Holds are told to nobody.
          if (outcome.kind === 'committed' && changes.some((change) => 'booking' in change))
            void this.#bell.ring()
          return outcome
        },
        findRemembered: (key) => findRemembered(db, key),
      },
      realClock,
      { watch: this.#watchers },
    )
    this.#watchers.desk = this.#desk
    this.#counter = new Counter(this.#desk, realClock)
  }

  decideAll(asked: readonly Asked[]): Promise<DeskAnswer[]> {
    return this.#counter.decideAll(asked)
  }

  hear(eventId: string): Promise<DeskAnswer> {
    return this.#counter.hear(eventId)
  }

  release(booking: string, seats: readonly string[]): void {
    this.#desk.release(booking, seats)
    void this.#bell.ring()
    this.#lookForWatchers()
  }

  programmeChanged(): void {
    this.#desk.programmeChanged()
    this.#lookForWatchers()
  }

  /** The upgrade to a WebSocket, since sockets do not cross RPC. 503 where nobody can be let in. */
  override async fetch(request: Request): Promise<Response> {
    const since = new URL(request.url).searchParams.get('since') ?? undefined
    const seen = this.#watchers.isFull ? 'away' : await this.#desk.look()
    if (seen === 'away') return new Response(null, { status: 503 })
    const planned = seen === 'not there' ? await this.#fromPlan() : []
    // Somebody may have booked there meanwhile; and what was seen may be in doubt again.
    const { known } = this.#desk
    if (known === undefined && seen !== 'not there') return new Response(null, { status: 503 })
    const messages = known === undefined ? planned : this.#watchers.welcome(known, since)
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.ctx.acceptWebSocket(ours)
    for (const message of messages) ours.send(message)
    return new Response(null, { status: 101, webSocket: theirs })
  }

  /** Watchers have nothing to say but `ping`. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(1003, 'only listen here')
  }

  /** Who leaves waits for a word of farewell. */
  override webSocketClose(socket: WebSocket): void {
    socket.close()
  }

  override async alarm(): Promise<void> {
    const seen = this.#watchers.isEmpty ? 'nobody asks' : await this.#desk.look()
    if (seen === 'away') this.#watchers.wakeLater()
    else this.#watchers.wake()
  }

  /** A desk that does not know its showing, as it has slept, would tell those who watch nothing. */
  #lookForWatchers(): void {
    if (!this.#watchers.isEmpty) this.ctx.waitUntil(this.#desk.look())
  }

  /** Nobody has booked there yet: a showing that is sold by an open schedule, and exists by its plan alone. */
  async #fromPlan(): Promise<string[]> {
    const read = await readOccupancy(this.#db, this.#showing, realClock.now())
    const map = new LiveMap()
    const seats = read === undefined ? [] : planOf(read.plan).seats
    map.start(
      0,
      seats.map(({ label, blocked }) => [label, blocked ? 'blocked' : 'free']),
    )
    return [JSON.stringify(map.snapshot())]
  }
}

/** The desk refuses and goes on; why it had to is for the log. */
async function telling<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    logError({ event: 'desk cannot read', error: sanitized(error).message })
    throw error
  }
}

/** Workers' clocks go on with I/O, so what lies between is the database's time. */
async function counting(size: number, sent: Promise<CommitOutcome>): Promise<CommitOutcome> {
  const startedAt = Date.now()
  const outcome = await sent
  metrics.groups.add({ outcome: outcome.kind.replaceAll(' ', '_') })
  metrics.groupSizes.add(size)
  metrics.commitSeconds.add((Date.now() - startedAt) / 1_000)
  return outcome
}
