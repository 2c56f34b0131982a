import type { Change, CommitOutcome } from '../../db/desk-changes.ts'
import type { Doubts, OpenedShowing } from '../../db/desk-opening.ts'
import type { Remembered } from '../../db/idempotency-keys.ts'
import { busy } from '../domain/failures.ts'
import {
  decisionMsMax,
  deskQueueMax,
  groupMax,
  groupRoundsMax,
  refusalFreshMs,
  reopenPauseMsMax,
  reopenPauseMsMin,
} from '../domain/limits.ts'
import { accept, refuse } from '../domain/result.ts'
import type { Showing } from '../domain/showing.ts'
import { type Decision, Order } from './order.ts'
import { recallBooking } from './recall.ts'
import { SeatMap } from './seat-map.ts'

/** The desk's wire to the database. */
export interface DeskStore {
  open(doubts: Doubts): Promise<OpenedShowing | undefined>
  readSold(): Promise<ReadonlyMap<string, string>>
  commit(epoch: number, changes: readonly Change[]): Promise<CommitOutcome>
  findRemembered(key: string): Promise<Remembered | undefined>
}

export interface Clock {
  now(): number
  /** Resolves after `ms`; `cancel` lets go of it. */
  pause(ms: number): { readonly over: Promise<void>; readonly cancel: () => void }
}

interface OpenDesk {
  readonly epoch: number
  readonly seats: SeatMap
  readonly keys: Set<string>
}

/**
 * Decides alone for one showing. Free seats are claimed in memory before anything is awaited; while one group
 * is on its way to the database the next one gathers. The database is the truth, this memory a cache of it.
 */
export class Desk {
  readonly #showing: Showing
  readonly #store: DeskStore
  readonly #clock: Clock
  /** Undefined before the first claim, and whenever it is not known what the database holds. */
  #open: OpenDesk | undefined
  #soldReadAt = Number.NEGATIVE_INFINITY
  #rereadWanted = false
  /** Releases that came while the database was being read, which may not have seen them. */
  #releasesHeard: { booking: string; seats: readonly string[] }[] | undefined

  /** In hand: each order is either waiting, gathered for the next group, or sent. */
  readonly #orders = new Set<Order>()
  readonly #byKey = new Map<string, Order>()
  #waiting: Order[] = []
  #gathered: Order[] = []
  #sent: Order[] = []
  #running = false
  #reopenPauseMs = 0

  constructor(showing: Showing, store: DeskStore, clock: Clock) {
    this.#showing = showing
    this.#store = store
    this.#clock = clock
  }

  /** Judges the idempotency key first: else a retry would be told that its own seats are sold. */
  async decide(change: Change, salesCloseAt: number): Promise<Decision> {
    const { key } = change
    const same = key && this.#byKey.get(key.key)
    if (same !== undefined) {
      const isRetry = same.change.key?.fingerprint === key?.fingerprint
      return isRetry ? this.#hear(same) : refuse('idempotency_key_reused', { key: key?.key ?? '' })
    }
    if (this.#clock.now() >= salesCloseAt) {
      const closedAt = new Date(salesCloseAt).toISOString()
      return (await this.#recall(change)) ?? refuse('showing_closed', { showing: this.#showing.id, closedAt })
    }
    if (this.#orders.size >= deskQueueMax || this.#reopenPauseMs > 0) return { ok: false, failure: busy }
    return this.#hear(this.#take(change))
  }

  /** A booking gave seats back, committed already. */
  release(booking: string, seats: readonly string[]): void {
    this.#releasesHeard?.push({ booking, seats })
    this.#open?.seats.release(booking, seats)
  }

  #take(change: Change): Order {
    const order = new Order(change, this.#clock.now())
    this.#orders.add(order)
    if (change.key !== undefined) this.#byKey.set(change.key.key, order)
    if (this.#open === undefined) this.#waiting.push(order)
    else this.#judge(order, this.#open)
    void this.#run()
    return order
  }

  async #hear(order: Order): Promise<Decision> {
    const { over, cancel } = this.#clock.pause(decisionMsMax)
    try {
      return await order.hear(over.then(() => 'late' as const))
    } finally {
      cancel()
      if (order.listeners === 0 && !order.inDoubt) this.#abandon(order)
    }
  }

  /** Refuses, claims, or leaves it waiting for what is on its way to the database. */
  #judge(order: Order, { seats, keys }: OpenDesk): void {
    const { booking, key } = order.change
    if (key !== undefined && keys.has(key.key)) return this.#settleRemembered(order)
    const unknown = seats.unknown(booking.seats)
    if (unknown.length > 0) {
      return this.#settle(order, refuse('seats_unknown', { seats: unknown, screen: this.#showing.screen }))
    }
    const taken = seats.soldToOthers(booking.id, booking.seats)
    if (taken.length > 0 && this.#isFresh(order))
      return this.#settle(order, refuse('seats_taken', { seats: taken }))
    if (taken.length > 0) this.#rereadWanted = true
    if (taken.length > 0 || seats.isClaimed(booking.id, booking.seats)) {
      this.#waiting.push(order)
      return
    }
    seats.claim(booking.id, booking.seats)
    this.#gathered.push(order)
  }

  /** A desk that missed a release refuses too much; so a refusal rests on what the database said just now. */
  #isFresh(order: Order): boolean {
    return this.#soldReadAt >= order.arrivedAt || this.#clock.now() - this.#soldReadAt < refusalFreshMs
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    // Those who arrive in the same turn share the first group.
    await Promise.resolve()
    try {
      while (this.#orders.size > 0) await this.#step()
    } catch (bug) {
      this.#failAll(bug instanceof Error ? bug : new Error('unknown bug'))
    }
    this.#running = false
  }

  async #step(): Promise<void> {
    if (this.#open === undefined) return this.#reopen()
    if (this.#rereadWanted) return this.#reread(this.#open)
    if (this.#gathered.length > 0) return this.#commit(this.#open)
    this.#judgeWaiting(this.#open)
    const isMoving = this.#orders.size === 0 || this.#rereadWanted || this.#gathered.length > 0
    if (!isMoving) throw new Error('an order that nothing will decide')
  }

  async #reopen(): Promise<void> {
    const readAt = this.#startReading()
    const doubtful = this.#sent
    let opened: OpenedShowing | undefined
    try {
      opened = await this.#store.open({
        eventIds: doubtful.map(({ change }) => change.eventId),
        keys: doubtful.flatMap(({ change }) => change.key?.key ?? []),
      })
    } catch {
      return this.#waitForDatabase()
    }
    this.#sent = []
    this.#reopenPauseMs = 0
    const candidates = this.#takeWaiting()
    if (opened === undefined) {
      for (const order of [...doubtful, ...candidates]) {
        this.#settle(order, refuse('showing_not_found', { showing: this.#showing.id }))
      }
      return
    }
    this.#soldReadAt = readAt
    this.#rereadWanted = false
    this.#open = {
      epoch: opened.epoch,
      seats: new SeatMap(opened.plan, opened.sold),
      keys: new Set(opened.keys),
    }
    this.#repeatReleases(this.#open)
    const again = doubtful.filter((order) => !this.#resolve(order, opened))
    this.#judgeAll([...again, ...candidates], this.#open)
  }

  /** Whether the reading tells what became of an order; if not, it certainly did not commit. */
  #resolve(order: Order, { committed, usedKeys }: OpenedShowing): boolean {
    const { change } = order
    order.inDoubt = false
    if (committed.has(change.eventId)) this.#settle(order, accept(change.booking))
    else if (change.key !== undefined && usedKeys.has(change.key.key)) this.#settleRemembered(order)
    else if (order.stale) this.#settle(order, refuse('booking_changed', { booking: change.booking.id }))
    else if (order.listeners === 0) this.#forget(order)
    else return false
    return true
  }

  /** Nothing was sent for those who wait: they are told to come back. What is in doubt stays in hand. */
  async #waitForDatabase(): Promise<void> {
    for (const order of this.#takeWaiting()) this.#settle(order, { ok: false, failure: busy })
    if (this.#orders.size === 0) return
    this.#reopenPauseMs = Math.min(Math.max(this.#reopenPauseMs * 2, reopenPauseMsMin), reopenPauseMsMax)
    await this.#clock.pause(this.#reopenPauseMs).over
  }

  async #reread(open: OpenDesk): Promise<void> {
    const readAt = this.#startReading()
    this.#rereadWanted = false
    try {
      open.seats.replaceSold(await this.#store.readSold())
    } catch {
      const waiting = this.#waiting
      this.#waiting = []
      for (const order of waiting) this.#settle(order, { ok: false, failure: busy })
      return
    }
    this.#soldReadAt = readAt
    this.#repeatReleases(open)
    this.#judgeWaiting(open)
  }

  async #commit(open: OpenDesk): Promise<void> {
    const alone = this.#gathered.some((order) => order.rounds >= groupRoundsMax)
    this.#sent = this.#gathered.splice(0, alone ? 1 : groupMax)
    for (const order of this.#sent) order.inDoubt = true
    const outcome = await this.#store.commit(
      open.epoch,
      this.#sent.map(({ change }) => change),
    )
    switch (outcome.kind) {
      case 'committed':
        return this.#committed(open, outcome.stale)
      case 'not committed':
        for (const order of this.#sent) this.#countRound(order, outcome.why)
        return this.#close()
      case 'unknown':
        return this.#close()
    }
  }

  #committed(open: OpenDesk, stale: ReadonlySet<string>): void {
    const sent = this.#sent
    this.#sent = []
    for (const order of sent) {
      const { change } = order
      order.inDoubt = false
      if (stale.has(change.booking.id)) {
        // A doubled delivery reads as stale too; whether its event exists tells.
        order.stale = true
        this.#sent.push(order)
        continue
      }
      const isMoveWithin = change.kind === 'move' && change.from.showingId === this.#showing.id
      open.seats.sellClaimed(change.booking.id, isMoveWithin ? change.from.seats : [])
      if (change.key !== undefined) open.keys.add(change.key.key)
      this.#settle(order, accept(change.booking))
    }
    if (this.#sent.length > 0) this.#close()
    else this.#judgeWaiting(open)
  }

  #countRound(order: Order, why: 'fenced' | 'clash' | 'busy'): void {
    order.rounds += 1
    if (order.rounds <= groupRoundsMax) return
    if (why !== 'clash') this.#settle(order, { ok: false, failure: busy })
    else if (order.rounds > groupRoundsMax + 1) {
      this.#forget(order)
      order.fail(new Error(`the database refuses change ${order.change.eventId} though nothing clashes`))
    }
  }

  /** Trusts nothing in memory until the showing is opened again; what was sent is judged first then. */
  #close(): void {
    this.#open = undefined
    this.#sent = this.#sent.filter((order) => this.#orders.has(order))
    this.#waiting = this.#takeWaiting()
  }

  #takeWaiting(): Order[] {
    const taken = [...this.#gathered, ...this.#waiting]
    this.#gathered = []
    this.#waiting = []
    return taken
  }

  #judgeWaiting(open: OpenDesk): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#judgeAll(waiting, open)
  }

  #judgeAll(orders: readonly Order[], open: OpenDesk): void {
    for (const order of orders) this.#judge(order, open)
  }

  #startReading(): number {
    this.#releasesHeard = []
    return this.#clock.now()
  }

  #repeatReleases({ seats }: OpenDesk): void {
    for (const { booking, seats: freed } of this.#releasesHeard ?? []) seats.release(booking, freed)
    this.#releasesHeard = undefined
  }

  #settleRemembered(order: Order): void {
    this.#forget(order)
    this.#recall(order.change).then(
      (remembered) => order.settle(remembered ?? { ok: false, failure: busy }),
      (bug: Error) => order.fail(bug),
    )
  }

  /** What the change's key did before, if anything. */
  async #recall({ key }: Change): Promise<Decision | undefined> {
    if (key === undefined) return undefined
    try {
      return recallBooking(await this.#store.findRemembered(key.key), key)
    } catch {
      return { ok: false, failure: busy }
    }
  }

  #settle(order: Order, decision: Decision): void {
    this.#forget(order)
    order.settle(decision)
  }

  #failAll(bug: Error): void {
    for (const order of this.#orders) {
      this.#forget(order)
      order.fail(bug)
    }
    this.#open = undefined
    this.#waiting = []
    this.#gathered = []
    this.#sent = []
    this.#reopenPauseMs = 0
  }

  #forget(order: Order): void {
    this.#orders.delete(order)
    const key = order.change.key?.key
    if (key !== undefined && this.#byKey.get(key) === order) this.#byKey.delete(key)
  }

  /** Its callers have gone and nothing of it was sent. */
  #abandon(order: Order): void {
    if (!this.#orders.has(order)) return
    if (this.#gathered.includes(order)) this.#open?.seats.unclaim(order.change.booking.id)
    this.#gathered = this.#gathered.filter((other) => other !== order)
    this.#waiting = this.#waiting.filter((other) => other !== order)
    this.#forget(order)
  }
}
