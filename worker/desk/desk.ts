import type { Change } from '../../db/desk-changes.ts'
import { type OpenedShowing, keyHint } from '../../db/desk-opening.ts'
import {
  decisionMsMax,
  deskQueueMax,
  groupMax,
  groupRoundsMax,
  refusalFreshMs,
  reopenPauseMsMax,
  reopenPauseMsMin,
} from '../domain/limits.ts'
import { accept, refuse, refusedBusy } from '../domain/result.ts'
import type { Showing } from '../domain/showing.ts'
import { Hand } from './hand.ts'
import { type Need, type OpenDesk, judge, mayBeRemembered } from './judge.ts'
import type { Decision, Order } from './order.ts'
import { Patience } from './patience.ts'
import type { Clock, DeskStore } from './ports.ts'
import { recallBooking } from './recall.ts'
import { SeatMap } from './seat-map.ts'

/**
 * Decides alone for one showing. Free seats are claimed in memory before anything is awaited; while one group
 * is on its way to the database the next one gathers. The database is the truth, this memory a cache of it.
 */
export class Desk {
  readonly #showing: Showing
  readonly #store: DeskStore
  readonly #clock: Clock
  readonly #queueMax: number
  readonly #patience: Patience
  readonly #hand = new Hand()
  /** Undefined before the first claim, and whenever it is not known what the database holds. */
  #open: OpenDesk | undefined
  #soldReadAt = Number.NEGATIVE_INFINITY
  #isJustRead = false
  readonly #needs = new Set<Need>()
  /** Releases that came while the database was being read, which may not have seen them. */
  #releasesHeard: { booking: string; seats: readonly string[] }[] | undefined
  #isRunning = false
  #reopenPauseMs = 0

  constructor(showing: Showing, store: DeskStore, clock: Clock, queueMax = deskQueueMax) {
    this.#showing = showing
    this.#store = store
    this.#clock = clock
    this.#patience = new Patience(clock, decisionMsMax)
    this.#queueMax = queueMax
  }

  /** Judges the idempotency key first: else a retry would be told that its own seats are sold. */
  async decide(change: Change, salesCloseAt: number): Promise<Decision> {
    const { key } = change
    const same = key && this.#hand.withKey(key.key)
    if (same !== undefined && key !== undefined) {
      if (same.change.key?.fingerprint === key.fingerprint) return this.#hear(same)
      // Either may be the intruder: the key is whose effect is remembered, once the other is decided.
      await this.#hear(same).catch(() => undefined)
      return (await this.#recall(change)) ?? refuse('idempotency_key_reused', { key: key.key })
    }
    // A key is judged by an open desk alone: until then its first try may still be on its way to the database.
    const closedAt = this.#clock.now() < salesCloseAt ? undefined : new Date(salesCloseAt).toISOString()
    if (closedAt !== undefined && key === undefined) {
      return refuse('showing_closed', { showing: this.#showing.id, closedAt })
    }
    if (this.#hand.size >= this.#queueMax || this.#reopenPauseMs > 0) return refusedBusy
    return this.#hear(this.#take(change, closedAt))
  }

  /** A booking gave seats back, committed already. */
  release(booking: string, seats: readonly string[]): void {
    this.#releasesHeard?.push({ booking, seats })
    this.#open?.seats.release(booking, seats)
  }

  #take(change: Change, closedAt: string | undefined): Order {
    const order = this.#hand.take(change, this.#clock.now(), closedAt)
    if (this.#open === undefined || this.#needs.has('open again')) this.#hand.wait(order)
    else this.#judgeAtOnce(order, this.#open)
    void this.#run()
    return order
  }

  /** While a group may be on its way. A bug fails this order alone, and memory is read again before the next group. */
  #judgeAtOnce(order: Order, open: OpenDesk): void {
    try {
      this.#judge(order, open)
    } catch (bug) {
      this.#fail(order, asError(bug))
      this.#needs.add('open again')
    }
  }

  async #hear(order: Order): Promise<Decision> {
    try {
      return await order.hear(this.#patience)
    } finally {
      if (order.listeners === 0 && !order.inDoubt) this.#abandon(order)
    }
  }

  /** Its callers have gone and nothing of it was sent. */
  #abandon(order: Order): void {
    if (this.#hand.gathered.has(order)) this.#open?.seats.unclaim(order.change.booking.id)
    this.#hand.drop(order)
  }

  /** Refuses, claims, or leaves it waiting for what is on its way to the database or must be asked there. */
  #judge(order: Order, open: OpenDesk): void {
    const { booking } = order.change
    const verdict = judge(order, open, { isFresh: this.#isFresh(order), showing: this.#showing })
    if (typeof verdict !== 'string') return this.#settle(order, verdict)
    if (verdict === 'claim') {
      open.seats.claim(booking.id, booking.seats)
      return this.#hand.gather(order)
    }
    if (verdict !== 'wait') this.#needs.add(verdict)
    this.#hand.wait(order)
  }

  /** A refusal rests on what the database said just now, however long that took, or within the last second. */
  #isFresh(order: Order): boolean {
    const isReadForIt = this.#isJustRead && this.#soldReadAt >= order.arrivedAt
    return isReadForIt || this.#clock.now() - this.#soldReadAt < refusalFreshMs
  }

  #judgeWaiting(open: OpenDesk): void {
    for (const order of this.#hand.takeWaiting()) this.#judge(order, open)
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    // Those who arrive in the same turn share the first group.
    await Promise.resolve()
    try {
      while (this.#hand.size > 0) await this.#step()
    } catch (bug) {
      this.#failAll(asError(bug))
    }
    this.#isRunning = false
  }

  async #step(): Promise<void> {
    if (this.#needs.delete('open again')) this.#close()
    if (this.#open === undefined) return this.#reopen()
    if (this.#needs.delete('look up the key')) return this.#lookUpKeys(this.#open)
    if (this.#needs.delete('read the sold seats')) return this.#reread(this.#open)
    if (this.#hand.gathered.size > 0) return this.#commit(this.#open)
    this.#judgeWaiting(this.#open)
    const isMoving = this.#hand.size === 0 || this.#hand.gathered.size > 0 || this.#needs.size > 0
    if (!isMoving) throw new Error('an order that nothing will decide')
  }

  async #lookUpKeys(open: OpenDesk): Promise<void> {
    const suspects = [...this.#hand.waiting].filter((order) => mayBeRemembered(order, open))
    for (const order of suspects) {
      const remembered = await this.#recall(order.change)
      if (remembered === undefined) order.isKeyNew = true
      else this.#settle(order, remembered)
    }
    this.#judgeWaiting(open)
  }

  async #reopen(): Promise<void> {
    const readAt = this.#startReading()
    const doubtful = this.#hand.sent
    let opened: OpenedShowing | undefined
    try {
      opened = await this.#store.open({
        eventIds: doubtful.map(({ change }) => change.eventId),
        keys: doubtful.flatMap(({ change }) => change.key?.key ?? []),
      })
    } catch {
      this.#releasesHeard = undefined
      return this.#waitForDatabase()
    }
    this.#reopenPauseMs = 0
    this.#hand.keepSent([])
    if (opened === undefined) return this.#refuseUnknownShowing(doubtful)
    this.#soldReadAt = readAt
    this.#needs.clear()
    this.#open = {
      epoch: opened.epoch,
      seats: new SeatMap(opened.plan, opened.sold),
      keyHints: new Set(opened.keyHints),
    }
    this.#repeatReleases(this.#open)
    this.#isJustRead = true
    for (const order of doubtful) this.#resolve(order, opened, this.#open)
    this.#judgeWaiting(this.#open)
    this.#isJustRead = false
  }

  /** The reading tells what became of an order; if it does not, the order certainly did nothing, and is judged anew. */
  #resolve(order: Order, { committed, usedKeys }: OpenedShowing, open: OpenDesk): void {
    const { change, setback, rounds } = order
    order.inDoubt = false
    if (committed.has(change.eventId)) return this.#settle(order, accept(change.booking))
    if (change.key !== undefined && usedKeys.has(change.key.key)) return this.#settleRemembered(order)
    if (order.listeners === 0) return this.#hand.drop(order)
    if (setback === 'stale')
      return this.#settle(order, refuse('booking_changed', { booking: change.booking.id }))
    if (rounds <= groupRoundsMax) return this.#judge(order, open)
    if (setback !== 'clash') return this.#settle(order, refusedBusy)
    // Alone, and nothing of this showing in its way.
    if (rounds === groupRoundsMax + 1) return this.#judge(order, open)
    this.#fail(order, new Error(`the database refuses change ${change.eventId} though nothing clashes`))
  }

  #refuseUnknownShowing(doubtful: readonly Order[]): void {
    for (const order of [...doubtful, ...this.#hand.takeWaiting()]) {
      this.#settle(order, refuse('showing_not_found', { showing: this.#showing.id }))
    }
  }

  /** Nothing was sent for those who wait: they are told to come back. What is in doubt stays in hand. */
  async #waitForDatabase(): Promise<void> {
    this.#refuseWaiting()
    if (this.#hand.size === 0) return
    this.#reopenPauseMs = Math.min(Math.max(this.#reopenPauseMs * 2, reopenPauseMsMin), reopenPauseMsMax)
    await this.#clock.pause(this.#reopenPauseMs).over
  }

  #refuseWaiting(): void {
    for (const order of this.#hand.takeWaiting()) this.#settle(order, refusedBusy)
  }

  async #reread(open: OpenDesk): Promise<void> {
    const readAt = this.#startReading()
    let read: Awaited<ReturnType<DeskStore['readSold']>>
    try {
      read = await this.#store.readSold()
    } catch {
      this.#releasesHeard = undefined
      return this.#refuseWaiting()
    }
    // Another desk sold since: its keys are unknown here, and a retry would hear that its own seats are sold.
    if (read.epoch !== open.epoch) return this.#close()
    open.seats.replaceSold(read.sold)
    this.#soldReadAt = readAt
    this.#repeatReleases(open)
    this.#isJustRead = true
    this.#judgeWaiting(open)
    this.#isJustRead = false
  }

  async #commit(open: OpenDesk): Promise<void> {
    const group = this.#nextGroup()
    this.#hand.send(group)
    for (const order of group) order.inDoubt = true
    const outcome = await this.#store.commit(
      open.epoch,
      group.map(({ change }) => change),
    )
    switch (outcome.kind) {
      case 'committed':
        return this.#committed(open, group, outcome.stale)
      case 'not committed':
      case 'unknown':
        for (const order of group) {
          order.rounds += 1
          order.setback = outcome.kind === 'unknown' ? 'unknown' : outcome.why
        }
        return this.#close()
    }
  }

  /** After some rounds without success one order goes alone, so that one bad booking never fails its neighbours. */
  #nextGroup(): readonly Order[] {
    const gathered = [...this.#hand.gathered]
    const suspect = gathered.find(({ rounds }) => rounds >= groupRoundsMax)
    return suspect === undefined ? gathered.slice(0, groupMax) : [suspect]
  }

  #committed(open: OpenDesk, group: readonly Order[], stale: ReadonlySet<string>): void {
    const isStale = ({ change }: Order): boolean => stale.has(change.booking.id)
    for (const order of group.filter((one) => !isStale(one))) {
      const { change } = order
      const isMoveWithin = change.kind === 'move' && change.from.showingId === this.#showing.id
      open.seats.sellClaimed(change.booking.id, isMoveWithin ? change.from.seats : [])
      if (change.key !== undefined) open.keyHints.add(keyHint(change.key.key))
      order.inDoubt = false
      this.#settle(order, accept(change.booking))
    }
    // A doubled delivery reads as stale too: whether the event exists tells.
    const doubtful = group.filter(isStale)
    for (const order of doubtful) order.setback = 'stale'
    this.#hand.keepSent(doubtful)
    if (doubtful.length > 0) this.#close()
    else this.#judgeWaiting(open)
  }

  /** Trusts nothing in memory until the showing is opened again; what was sent is judged first then. */
  #close(): void {
    this.#open = undefined
    this.#hand.ungather()
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
    this.#hand.drop(order)
    this.#recall(order.change).then(
      (remembered) => order.settle(remembered ?? refusedBusy),
      (bug: Error) => order.fail(bug),
    )
  }

  /** What the change's key did before, if anything. */
  async #recall({ key }: Change): Promise<Decision | undefined> {
    if (key === undefined) return undefined
    try {
      return recallBooking(await this.#store.findRemembered(key.key), key)
    } catch {
      return refusedBusy
    }
  }

  #settle(order: Order, decision: Decision): void {
    this.#hand.drop(order)
    order.settle(decision)
  }

  #fail(order: Order, bug: Error): void {
    this.#hand.drop(order)
    order.fail(bug)
  }

  #failAll(bug: Error): void {
    for (const order of this.#hand.dropAll()) order.fail(bug)
    this.#open = undefined
    this.#isJustRead = false
    this.#reopenPauseMs = 0
  }
}

function asError(bug: unknown): Error {
  return bug instanceof Error ? bug : new Error('unknown bug')
}
