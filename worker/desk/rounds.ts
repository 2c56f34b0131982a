import { type AddressedKey, claimantOf } from '../../db/desk-changes.ts'
import type { OpenedShowing } from '../../db/desk-opening.ts'
import {
  groupMax,
  groupRoundsMax,
  holdsRememberedMs,
  reopenPauseMsMax,
  reopenPauseMsMin,
  seenFreshMs,
} from '../domain/limits.ts'
import { refuse, refusedBusy } from '../domain/result.ts'
import type { Showing } from '../domain/showing.ts'
import { ticketsWhenFull } from './fills-house.ts'
import { Hand } from './hand.ts'
import { judge, mayBeRemembered } from './judge.ts'
import { Memory, type Release } from './memory.ts'
import { type OpenDesk, carryOut, claim, unclaim } from './open-desk.ts'
import type { Decision, Order } from './order.ts'
import type { Clock, DeskStore, Watch } from './ports.ts'
import { recallBooking } from './recall.ts'
import { resolve, tellCommitted } from './resolve.ts'
import type { Need } from './verdict.ts'

/** `not there`: nobody has booked there yet. `away`: the database could not be asked. */
export type Look = OpenDesk | 'not there' | 'away'

interface RoundsOptions {
  readonly showing: Showing
  readonly store: DeskStore
  readonly clock: Clock
  readonly watch: Watch
}

/**
 * A desk's work. Free seats are claimed in memory before anything is awaited; while one group is on its way to the
 * database the next one gathers. The database is the truth, this memory a cache of it.
 */
export class Rounds {
  readonly hand = new Hand()
  readonly #showing: Showing
  readonly #store: DeskStore
  readonly #clock: Clock
  readonly #memory: Memory
  readonly #needs = new Set<Need>()
  /** Those who want to see the showing, which is not open. */
  #onlookers: ((seen: Look) => void)[] = []
  #isRunning = false
  #reopenPauseMs = 0
  /** The database was just asked for those who wait: then those who are gathered have their turn. */
  #hasAsked = false

  constructor({ showing, store, clock, watch }: RoundsOptions) {
    this.#showing = showing
    this.#store = store
    this.#clock = clock
    this.#memory = new Memory({ store, clock, watch })
  }

  get known(): OpenDesk | undefined {
    return this.#memory.open
  }

  /** Nobody waits for it, and nothing is in its hand. */
  get isResting(): boolean {
    return !this.#isRunning
  }

  /** The database could not be asked, and what is in doubt waits for it. */
  get isPaused(): boolean {
    return this.#reopenPauseMs > 0
  }

  /** Judges an order that has just been taken into the hand, where that can be done now. */
  begin(order: Order): void {
    const { open } = this.#memory
    if (open === undefined || this.#needs.has('open again')) this.hand.wait(order)
    else this.#judgeAtOnce(order, open)
    void this.#run()
  }

  release(release: Release): void {
    this.#memory.release(release)
    this.#needIfOutdated()
  }

  openAgain(): void {
    this.#needs.add('open again')
  }

  /** Lets go of an order of which nothing was sent. */
  abandon(order: Order): void {
    const { open } = this.#memory
    if (this.hand.gathered.has(order) && open !== undefined) unclaim(open, order.change)
    this.hand.drop(order)
  }

  look(): Promise<Look> {
    const { open } = this.#memory
    if (open !== undefined && !this.#isToBeRead) return Promise.resolve(open)
    const { promise, resolve: see } = Promise.withResolvers<Look>()
    this.#onlookers.push(see)
    void this.#run()
    return promise
  }

  /** The same, by a reading of the last minute. */
  lookAnew(): Promise<Look> {
    if (!this.#memory.isReadWithin(seenFreshMs)) this.#needs.add('read the sold seats')
    return this.look()
  }

  /** What a key did before, if anything. */
  async recall(key: AddressedKey | undefined): Promise<Decision | undefined> {
    if (key === undefined) return undefined
    try {
      return recallBooking(await this.#store.findRemembered(key.key), key)
    } catch {
      return refusedBusy
    }
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

  /** Decides, claims, or leaves it waiting for what is on its way to the database or must be asked there. */
  #judge(order: Order, open: OpenDesk): void {
    const now = this.#clock.now()
    const verdict = judge(order, open, {
      now,
      isFresh: this.#memory.isFreshFor(order.arrivedAt),
      isReadForIt: this.#memory.isReadFor(order.arrivedAt),
      isAsRead: this.#memory.isAsRead,
      showing: this.#showing,
    })
    if (typeof verdict === 'string') {
      if (verdict !== 'wait') this.#needs.add(verdict)
      return this.hand.wait(order)
    }
    if ('ok' in verdict) return this.#settle(order, verdict)
    // What was refused under a key has no effect; it may come again.
    if (order.isOvertaken && order.key !== undefined) return this.#settle(order, order.undecided)
    order.change = verdict.commit
    if (verdict.commit.kind === 'hold') open.holds.sweep(now - holdsRememberedMs)
    claim(open, order.change, now)
    this.hand.gather(order)
  }

  #judgeWaiting(open: OpenDesk): void {
    for (const order of this.hand.takeWaiting()) this.#judge(order, open)
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    // Those who arrive in the same turn share the first group.
    await Promise.resolve()
    try {
      while (this.hand.size > 0 || this.#onlookers.length > 0) await this.#step()
    } catch (bug) {
      this.#failAll(asError(bug))
    }
    this.#isRunning = false
  }

  async #step(): Promise<void> {
    if (this.#needs.delete('open again')) this.#close()
    const { open } = this.#memory
    if (open === undefined) return this.#reopen()
    if (!this.#isToBeRead) this.#show(open)
    const isTheirTurn = this.#hasAsked && this.hand.gathered.size > 0
    this.#hasAsked = !isTheirTurn && this.#needs.size > 0
    if (isTheirTurn) return this.#commit(open)
    if (this.#hasAsked) {
      if (this.#needs.delete('look up the key')) await this.#lookUpKeys(open)
      if (this.#needs.delete('read the sold seats')) await this.#reread(open)
      return
    }
    if (this.hand.gathered.size > 0) return this.#commit(open)
    this.#judgeWaiting(open)
    const isMoving = this.hand.size === 0 || this.hand.gathered.size > 0 || this.#needs.size > 0
    if (!isMoving) throw new Error('an order that nothing will decide')
  }

  async #lookUpKeys(open: OpenDesk): Promise<void> {
    const suspects = [...this.hand.waiting].filter((order) => mayBeRemembered(order, open))
    for (const order of suspects) {
      const remembered = await this.recall(order.storedKey)
      if (remembered === undefined) order.isKeyNew = true
      else this.#settle(order, remembered)
    }
    this.#judgeWaiting(open)
  }

  async #reopen(): Promise<void> {
    const doubtful = this.hand.sent
    const waiting = [...this.hand.waiting]
    this.#needs.clear()
    const create = this.hand.mayChangeShowing
    const opened = await this.#memory.openAnew({
      eventIds: doubtful.map(({ change }) => change.eventId),
      keys: [...doubtful, ...waiting].flatMap(({ storedKey }) => storedKey?.key ?? []),
      create,
    })
    if (opened === 'away') return this.#waitForDatabase()
    this.#reopenPauseMs = 0
    if (opened === 'not there') {
      this.#show('not there')
      return create ? this.#refuseUnknownShowing() : this.#refuseClosed(waiting)
    }
    this.hand.keepSent([])
    this.#beAsRead()
    const { open } = this.#memory
    if (open === undefined) return
    for (const order of waiting) order.isKeyNew = !opened.usedKeys.has(order.storedKey?.key ?? '')
    if (this.#memory.isOutlived)
      for (const order of [...doubtful, ...this.hand.waiting]) order.isOvertaken = true
    this.#memory.whileJustRead(() => {
      for (const order of doubtful) this.#resolve(order, opened, open)
      this.#judgeWaiting(open)
    })
  }

  #resolve(order: Order, opened: OpenedShowing, open: OpenDesk): void {
    order.inDoubt = false
    const fate = resolve(order, opened, this.#clock.now())
    switch (fate) {
      case 'recall its key':
        return this.#settleRemembered(order)
      case 'drop it':
        return this.hand.drop(order)
      case 'judge it':
        return this.#judge(order, open)
      case 'give it up': {
        const { eventId } = order.change
        return this.#fail(order, new Error(`the database refuses change ${eventId} though nothing clashes`))
      }
      default:
        return this.#settle(order, fate)
    }
  }

  #refuseUnknownShowing(): void {
    const all = [...this.hand.sent, ...this.hand.takeWaiting()]
    this.hand.keepSent([])
    for (const order of all) {
      this.#settle(order, refuse('showing_not_found', { showing: this.#showing.id }))
    }
  }

  /** Nobody had booked before sales closed. Who came while that was looked up is still to be tried. */
  #refuseClosed(orders: readonly Order[]): void {
    for (const order of orders) {
      const { closedAt } = order
      if (closedAt === undefined) continue
      this.#settleRemembered(order, refuse('showing_closed', { showing: this.#showing.id, closedAt }))
    }
  }

  /** Nothing was sent for those who wait: they are told to come back. What is in doubt stays in hand. */
  async #waitForDatabase(): Promise<void> {
    this.#show('away')
    this.#refuseWaiting()
    if (this.hand.size === 0) return
    this.#reopenPauseMs = Math.min(Math.max(this.#reopenPauseMs * 2, reopenPauseMsMin), reopenPauseMsMax)
    await this.#clock.pause(this.#reopenPauseMs).over
  }

  #show(seen: Look): void {
    for (const see of this.#onlookers) see(seen)
    this.#onlookers = []
  }

  #refuseWaiting(): void {
    for (const order of this.hand.takeWaiting()) this.#settle(order, order.undecided)
  }

  async #reread(open: OpenDesk): Promise<void> {
    switch (await this.#memory.readSold(open)) {
      case 'away':
        this.#show('away')
        this.#needIfOutdated()
        return this.#refuseWaiting()
      case 'moved':
        return this.#close()
      case 'read':
        this.#show(open)
        this.#beAsRead()
        return this.#memory.whileJustRead(() => this.#judgeWaiting(open))
    }
  }

  /** What was needed meanwhile is there, unless that is outdated by now. */
  #beAsRead(): void {
    this.#needs.delete('read the sold seats')
    this.#needIfOutdated()
  }

  #needIfOutdated(): void {
    if (this.#memory.isOutdated) this.#needs.add('read the sold seats')
  }

  get #isToBeRead(): boolean {
    return this.#needs.has('open again') || this.#needs.has('read the sold seats')
  }

  async #commit(open: OpenDesk): Promise<void> {
    const group = this.#nextGroup()
    this.hand.send(group)
    for (const order of group) order.inDoubt = true
    const changes = group.map(({ change }) => change)
    const full = ticketsWhenFull(open, changes, this.#showing.id)
    this.#memory.listen()
    const outcome = await this.#store.commit(open.ownEpoch, changes, full)
    switch (outcome.kind) {
      case 'committed':
        open.ownEpoch = outcome.epoch
        return this.#committed(open, group, outcome.stale)
      case 'not committed':
      case 'unknown':
        for (const order of group) {
          order.rounds += 1
          order.setback = outcome.kind === 'unknown' ? 'unknown' : outcome.why
          order.wasUnknown ||= outcome.kind === 'unknown'
        }
        return this.#close()
    }
  }

  /** After some rounds without success one order goes alone, so that one bad booking never fails its neighbours. */
  #nextGroup(): readonly Order[] {
    const gathered = [...this.hand.gathered]
    const suspect = gathered.find(({ rounds }) => rounds >= groupRoundsMax)
    return suspect === undefined ? gathered.slice(0, groupMax) : [suspect]
  }

  #committed(open: OpenDesk, group: readonly Order[], stale: ReadonlySet<string>): void {
    this.#memory.take(group.map(({ change }) => change))
    const isStale = ({ change }: Order): boolean => stale.has(claimantOf(change))
    for (const order of group.filter((one) => !isStale(one))) {
      carryOut(open, order.change, this.#showing.id)
      order.inDoubt = false
      this.#settle(order, tellCommitted(order.change, this.#clock.now()))
    }
    this.#memory.hearAgain(open)
    this.#needIfOutdated()
    // A doubled delivery reads as stale too: whether the event exists tells.
    const doubtful = group.filter(isStale)
    for (const order of doubtful) order.setback = 'stale'
    this.hand.keepSent(doubtful)
    if (doubtful.length > 0) this.#close()
    else this.#judgeWaiting(open)
  }

  /** Trusts nothing in memory until the showing is opened again; what was sent is judged first then. */
  #close(): void {
    this.#memory.close()
    this.hand.ungather()
  }

  #settleRemembered(order: Order, otherwise: Decision = refusedBusy): void {
    this.hand.drop(order)
    this.recall(order.storedKey).then(
      (remembered) => order.settle(remembered ?? otherwise),
      (bug: Error) => order.fail(bug),
    )
  }

  #settle(order: Order, decision: Decision): void {
    this.hand.drop(order)
    order.settle(decision)
  }

  #fail(order: Order, bug: Error): void {
    this.hand.drop(order)
    order.fail(bug)
  }

  #failAll(bug: Error): void {
    for (const order of this.hand.dropAll()) order.fail(bug)
    this.#show('away')
    this.#memory.close()
    this.#reopenPauseMs = 0
  }
}

function asError(bug: unknown): Error {
  return bug instanceof Error ? bug : new Error('unknown bug')
}
