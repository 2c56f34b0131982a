import { decisionMsMax, deskQueueMax } from '../domain/limits.ts'
import { refuse, refusedBusy } from '../domain/result.ts'
import type { Showing } from '../domain/showing.ts'
import type { OpenDesk } from './open-desk.ts'
import type { Asked, Decision, Order } from './order.ts'
import { Patience } from './patience.ts'
import type { Clock, DeskStore, Watch } from './ports.ts'
import { type Look, Rounds } from './rounds.ts'

/**
 * Decides alone for one showing: the desk as its callers know it. Whoever asks hears within a bounded time, and what is
 * asked twice under one key is decided once.
 */
export class Desk {
  readonly #showing: Showing
  readonly #clock: Clock
  readonly #queueMax: number
  readonly #patience: Patience
  readonly #rounds: Rounds

  constructor(
    showing: Showing,
    store: DeskStore,
    clock: Clock,
    { queueMax = deskQueueMax, watch = unwatched }: { queueMax?: number | undefined; watch?: Watch } = {},
  ) {
    this.#showing = showing
    this.#clock = clock
    this.#queueMax = queueMax
    this.#patience = new Patience(clock, decisionMsMax)
    this.#rounds = new Rounds({ showing, store, clock, watch })
  }

  /** Judges the idempotency key first: else a retry would be told that its own seats are sold. */
  async decide(asked: Asked): Promise<Decision> {
    const { change, salesCloseAt } = asked
    const rounds = this.#rounds
    const key = 'key' in change ? change.key : undefined
    const same = key && rounds.hand.withKey(key.key)
    if (same !== undefined && key !== undefined) {
      if (same.key?.fingerprint === key.fingerprint) return this.#hear(same)
      // Either may be the intruder: the key is whose effect is remembered, once the other is decided.
      await this.#hear(same).catch(() => undefined)
      return (await rounds.recall(key)) ?? refuse('idempotency_key_reused', { key: key.key })
    }
    // A key is judged by an open desk alone: until then its first try may still be on its way to the database.
    const now = this.#clock.now()
    const closedAt = now < salesCloseAt ? undefined : new Date(salesCloseAt).toISOString()
    if (closedAt !== undefined && key === undefined) {
      return refuse('showing_closed', { showing: this.#showing.id, closedAt })
    }
    if (rounds.hand.size >= this.#queueMax || rounds.isPaused) return refusedBusy
    const order = rounds.hand.take(asked, now, closedAt)
    rounds.begin(order)
    return this.#hear(order)
  }

  /** A booking gave seats back, committed already: it is cancelled, or moved elsewhere, then or later. */
  release(booking: string, seats: readonly string[], movedSince?: number): void {
    this.#rounds.release({ booking, seats, movedSince })
  }

  /** Staff have changed the showing, and its epoch with it. */
  programmeChanged(): void {
    this.#rounds.openAgain()
  }

  /** The showing as it is now, for who watches. */
  look(): Promise<Look> {
    return this.#seeing(this.#rounds.look())
  }

  /** The same for who comes to watch, by what the database said in the last minute. */
  lookAnew(): Promise<Look> {
    return this.#seeing(this.#rounds.lookAnew())
  }

  async #seeing(look: Promise<Look>): Promise<Look> {
    const seen = await this.#patience.wait(look)
    return seen === 'late' ? 'away' : seen
  }

  get isResting(): boolean {
    return this.#rounds.isResting
  }

  /** What is known without asking. */
  get known(): OpenDesk | undefined {
    return this.#rounds.known
  }

  async #hear(order: Order): Promise<Decision> {
    try {
      return await order.hear(this.#patience)
    } finally {
      // Its callers have gone and nothing of it was sent.
      if (order.listeners === 0 && !order.inDoubt) this.#rounds.abandon(order)
    }
  }
}

const unwatched: Watch = { changed: () => undefined }
