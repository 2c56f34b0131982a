import type {
  KeptDelivery,
  OpenedSender,
  OutboxEvent,
  PendingDelivery,
  ReceiverHealth,
  SenderProgress,
} from '../../db/webhook-outbox.ts'
import { webhookTypeOf } from '../domain/webhook.ts'
import {
  deliveryMsMax,
  failuresInRowMax,
  outageMsMin,
  pendingDeliveriesMax,
  sendersLanesMax,
} from '../domain/limits.ts'
import { receiverPauseMs, retryMsAfter } from './retry.ts'

/** What a receiver said. */
export type Reply =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly problem: string }
  /** It wants nothing more, ever. */
  | { readonly kind: 'gone' }

interface Delivery extends PendingDelivery {
  /** Whether the database has it as it is. */
  readonly isKept: boolean
}

/**
 * What a sender has in hand: lines of deliveries, one for each booking. The first of a line alone may be sent, and the next
 * one when that was delivered or given up; lines do not wait for one another. Pure: clock and chance are passed in.
 */
export class Backlog {
  readonly url: string
  readonly epoch: number
  readonly #types: ReadonlySet<string>
  readonly #lines = new Map<string, Delivery[]>()
  readonly #underWay = new Set<number>()
  /** Delivered and given up, and not kept yet. */
  readonly #settled = new Map<number, KeptDelivery>()
  /** Where more were pending than were read: with so few in hand it is spent. */
  readonly #sizeSpent: number | undefined
  #size = 0
  /** Of the last event that was read, and of the last that was ever sent. */
  #read: number
  #begun: number
  #keptCursor: number
  #health: ReceiverHealth
  #isHealthKept = true
  #disabledWhy: SenderProgress['disabledWhy'] = null

  constructor({ url, epoch, types, cursor, pending, hasMore, ...health }: OpenedSender) {
    this.url = url
    this.epoch = epoch
    this.#types = new Set(types)
    this.#read = cursor
    this.#begun = cursor
    this.#keptCursor = cursor
    this.#health = health
    this.#sizeSpent = hasMore ? pending.length / 2 : undefined
    for (const delivery of pending) this.#add({ ...delivery, isKept: true })
  }

  get read(): number {
    return this.#read
  }

  /** Takes in no events, be it that others come before them. */
  get isFull(): boolean {
    return this.#sizeSpent !== undefined || this.#size >= pendingDeliveriesMax
  }

  /** Has room for the pending deliveries that were not read at its opening. */
  get isSpent(): boolean {
    return this.#sizeSpent !== undefined && this.#size <= this.#sizeSpent
  }

  /** Before that nothing is sent, as the receiver has been failing. */
  get retryAt(): number {
    return this.#health.retryAt
  }

  get isOff(): boolean {
    return this.#disabledWhy !== null
  }

  /** What has come of it and is not kept yet. */
  get unkept(): number {
    return this.#settled.size
  }

  get hasProgress(): boolean {
    return this.#settled.size > 0 || !this.#isHealthKept || this.#cursor() !== this.#keptCursor
  }

  /** Takes in the events that follow those that were read. */
  take(events: readonly OutboxEvent[], now: number): void {
    for (const event of events) {
      this.#read = event.sequence
      const type = webhookTypeOf(event.kind)
      if (type === undefined || (this.#types.size > 0 && !this.#types.has(type))) continue
      this.#add({ ...event, attempts: 0, firstAt: null, nextAt: now, isKept: false, problem: null })
    }
  }

  /** How many could be sent at once, if nobody had to wait for anybody. */
  countDue(now: number): number {
    return this.#heads().filter(({ nextAt }) => nextAt <= now).length
  }

  /** The delivery that is to be sent now; it is under way then. */
  next(now: number): PendingDelivery | undefined {
    const free = this.#isDown ? 1 : sendersLanesMax
    if (this.isOff || this.#underWay.size >= free || now < this.#health.retryAt) return undefined
    const first = this.#heads()
      .filter(({ nextAt }) => nextAt <= now)
      .reduce<Delivery | undefined>(this.#isDown ? lessTried : olderOf, undefined)
    if (first === undefined) return undefined
    this.#underWay.add(first.sequence)
    this.#begun = Math.max(this.#begun, first.sequence)
    return first
  }

  /** When something can be sent at the earliest; undefined where there is nothing, or it waits for what is under way. */
  dueAt(): number | undefined {
    const heads = this.#heads()
    if (this.isOff || heads.length === 0) return undefined
    return Math.max(this.#health.retryAt, Math.min(...heads.map(({ nextAt }) => nextAt)))
  }

  /** Hears what came of a delivery that was under way. */
  settle({ sequence }: Pick<Delivery, 'sequence'>, reply: Reply, now: number, random: number): void {
    this.#underWay.delete(sequence)
    const delivery = this.#find(sequence)
    const tried = { ...delivery, attempts: delivery.attempts + 1, firstAt: delivery.firstAt ?? now }
    this.#isHealthKept = false
    if (reply.kind === 'delivered') {
      const { failingSince } = this.#health
      if (failingSince !== null && now - failingSince >= outageMsMin) this.#hurry(now)
      this.#health = { failures: 0, failingSince: null, retryAt: 0 }
      return this.#leave(tried, 'delivered', now)
    }
    this.#suffer(now, random)
    const problem = reply.kind === 'gone' ? 'answered 410 Gone' : reply.problem
    if (reply.kind === 'gone') this.#disabledWhy = 'gone'
    const until = tried.firstAt + deliveryMsMax
    if (now >= until) return this.#leave({ ...tried, problem }, 'given_up', now)
    const nextAt = Math.min(now + retryMsAfter(tried.attempts, random), until)
    this.#replace({ ...tried, problem, nextAt, isKept: false })
  }

  /** What is to be kept, as it is now. `kept` is told when that was done. */
  progress(): { readonly progress: SenderProgress; readonly kept: () => void } {
    const cursor = this.#cursor()
    const settled = [...this.#settled.values()]
    const pending = [...this.#lines.values()]
      .flat()
      .filter(({ sequence, isKept }) => !isKept && sequence <= cursor)
    const health = this.#health
    const progress = {
      ...health,
      cursor,
      deliveries: [...settled, ...pending.map(asPending)],
      disabledWhy: this.#disabledWhy,
    }
    const kept = (): void => {
      this.#keptCursor = cursor
      this.#isHealthKept = this.#health === health
      for (const { sequence } of settled) this.#settled.delete(sequence)
      for (const delivery of pending) this.#markKept(delivery)
    }
    return { progress, kept }
  }

  get #isDown(): boolean {
    return this.#health.failures >= failuresInRowMax
  }

  /** Up to the first event that nobody has begun to send: those before it have rows, or are settled. */
  #cursor(): number {
    const notBegun = [...this.#lines.values()]
      .flat()
      .map(({ sequence }) => sequence)
      .filter((sequence) => sequence > this.#begun)
    return notBegun.length === 0 ? this.#read : Math.min(...notBegun) - 1
  }

  #heads(): Delivery[] {
    return [...this.#lines.values()].flatMap(([head]) =>
      head === undefined || this.#underWay.has(head.sequence) ? [] : head,
    )
  }

  #add(delivery: Delivery): void {
    const line = this.#lines.get(lineOf(delivery))
    if (line === undefined) this.#lines.set(lineOf(delivery), [delivery])
    else line.push(delivery)
    this.#size += 1
  }

  #find(sequence: number): Delivery {
    for (const [head] of this.#lines.values()) if (head?.sequence === sequence) return head
    throw new Error('a reply to what was not sent')
  }

  #replace(delivery: Delivery): void {
    this.#lines.get(lineOf(delivery))?.splice(0, 1, delivery)
  }

  #leave(delivery: Delivery, state: 'delivered' | 'given_up', settledAt: number): void {
    const line = this.#lines.get(lineOf(delivery)) ?? []
    line.shift()
    if (line.length === 0) this.#lines.delete(lineOf(delivery))
    this.#size -= 1
    this.#settled.set(delivery.sequence, { ...rowOf(delivery), state, settledAt })
  }

  #suffer(now: number, random: number): void {
    const failures = this.#health.failures + 1
    const failingSince = this.#health.failingSince ?? now
    this.#health = { failures, failingSince, retryAt: now + receiverPauseMs(failures, random) }
    if (now - failingSince >= deliveryMsMax) this.#disabledWhy = 'failing'
  }

  /** The receiver is back: what waits for another try need not wait any longer. */
  #hurry(now: number): void {
    for (const line of this.#lines.values()) {
      const [head] = line
      if (head !== undefined && head.nextAt > now) line.splice(0, 1, { ...head, nextAt: now, isKept: false })
    }
  }

  #markKept(delivery: Delivery): void {
    const line = this.#lines.get(lineOf(delivery))
    const index = line?.indexOf(delivery) ?? -1
    if (index >= 0) line?.splice(index, 1, { ...delivery, isKept: true })
  }
}

/** What happens to one booking is told in order; what happens to a showing is told in an order of its own. */
function lineOf({ bookingId, showingId }: Delivery): string {
  return bookingId === '' ? showingId : bookingId
}

function olderOf(one: Delivery | undefined, other: Delivery): Delivery {
  return one === undefined || other.sequence < one.sequence ? other : one
}

/** The newest of those least tried: a receiver that seems to be away may only refuse some deliveries, and most likely like ones. */
function lessTried(one: Delivery | undefined, other: Delivery): Delivery {
  return one === undefined || other.attempts <= one.attempts ? other : one
}

function asPending(delivery: Delivery): KeptDelivery {
  return { ...rowOf(delivery), state: 'pending', settledAt: null }
}

function rowOf({ sequence, attempts, firstAt, nextAt, problem }: Delivery) {
  return { sequence, attempts, firstAt, nextAt, problem }
}
