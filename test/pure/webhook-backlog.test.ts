import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenedSender, OutboxEvent } from '../../db/webhook-outbox.ts'
import { dayMs, hourMs } from '../../worker/domain/durations.ts'
import { failuresInRowMax, receiverPauseMsMax } from '../../worker/domain/limits.ts'
import { Backlog, type Reply } from '../../worker/webhooks/backlog.ts'
import { receiverPauseMs, retryMsAfter } from '../../worker/webhooks/retry.ts'

const failed: Reply = { kind: 'failed', problem: 'answered 500' }
const delivered: Reply = { kind: 'delivered' }

function opened(fields: Partial<OpenedSender> = {}): OpenedSender {
  return {
    url: 'https://cinema.example/',
    types: [],
    epoch: 1,
    cursor: 0,
    pending: [],
    hasMore: false,
    failures: 0,
    failingSince: null,
    retryAt: 0,
    ...fields,
  }
}

function event(sequence: number, bookingId: string, kind = 'moved'): OutboxEvent {
  return {
    sequence,
    id: `ev_${sequence}`,
    kind,
    bookingId,
    showingId: 'main-20270101T2000Z',
    seats: [],
    at: 0,
  }
}

function bookings(count: number): OutboxEvent[] {
  return Array.from({ length: count }, (_, index) => event(index + 1, `bk_${index}`))
}

describe('when a delivery is tried again', () => {
  it('waits three times as long each time, an hour at most, give or take a fifth', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => retryMsAfter(attempts, 0.5))
    expect(pauses).toEqual([5_000, 15_000, 45_000, 135_000, 405_000, 1_215_000, hourMs, hourMs])
    expect(retryMsAfter(1, 0)).toBe(4_000)
    expect(retryMsAfter(1, 1)).toBe(6_000)
  })

  it('leaves a receiver alone that fails time after time, a quarter of an hour at most', () => {
    expect(receiverPauseMs(failuresInRowMax - 1, 0.5)).toBe(0)
    expect(receiverPauseMs(failuresInRowMax, 0.5)).toBe(1_000)
    expect(receiverPauseMs(failuresInRowMax + 2, 0.5)).toBe(2_250)
    expect(receiverPauseMs(500, 0.5)).toBe(receiverPauseMsMax)
  })

  it('is given up after three days of trying, and the next of its booking follows', () => {
    const backlog = new Backlog(opened())
    backlog.take([event(1, 'bk_1'), event(2, 'bk_1')], 0)
    let now = 0
    let attempts = 0
    for (let due = backlog.next(now); due?.sequence === 1; due = backlog.next(now)) {
      // Somebody else's is delivered all the while, so that the receiver is not taken for one that is away.
      backlog.take([event(backlog.read + 1, 'bk_2')], now)
      backlog.settle(due, failed, now, 0.5)
      const other = backlog.next(now)
      if (other !== undefined) backlog.settle(other, delivered, now, 0.5)
      attempts += 1
      now = backlog.dueAt() ?? Infinity
    }
    const { deliveries } = backlog.progress().progress
    const givenUp = deliveries.find(({ sequence }) => sequence === 1)
    expect(givenUp).toMatchObject({ sequence: 1, state: 'given_up', attempts, problem: 'answered 500' })
    expect(givenUp?.settledAt).toBe(3 * dayMs)
    expect(attempts).toBeGreaterThan(70)
    expect(attempts).toBeLessThan(90)
  })

  it('ends altogether where nothing was taken for three days, and keeps its place', () => {
    const backlog = new Backlog(opened())
    backlog.take(bookings(50), 0)
    let now = 0
    let calls = 0
    while (!backlog.isOff) {
      const due = backlog.next(now)
      if (due === undefined) now = backlog.dueAt() ?? Infinity
      else {
        calls += 1
        backlog.settle(due, failed, now, 0.5)
      }
    }
    const { progress } = backlog.progress()
    expect(progress.disabledWhy).toBe('failing')
    expect(now).toBeGreaterThanOrEqual(3 * dayMs)
    expect(now).toBeLessThan(3 * dayMs + hourMs)
    // Somebody is tried each quarter of an hour, not everybody.
    expect(calls).toBeLessThan(500)
    expect(progress.deliveries.filter(({ state }) => state === 'pending').length).toBeGreaterThan(40)
  })

  it('tries an absent receiver one at a time, and all at once when it is back', () => {
    const backlog = new Backlog(opened())
    backlog.take(bookings(50), 0)
    for (let failures = 0; failures < failuresInRowMax; failures += 1) {
      const due = backlog.next(0)
      if (due !== undefined) backlog.settle(due, failed, 0, 0.5)
    }
    expect(backlog.next(0)).toBeUndefined()
    expect(backlog.retryAt).toBe(1_000)
    const probe = backlog.next(1_000)
    expect(probe?.sequence).toBe(50)
    expect(backlog.next(1_000)).toBeUndefined()
    // It does not answer for minutes.
    if (probe !== undefined) backlog.settle(probe, failed, 120_000, 0.5)
    const next = backlog.next(122_000)
    expect(next?.sequence).toBe(49)
    if (next !== undefined) backlog.settle(next, delivered, 122_100, 0.5)
    expect([1, 2, 3].map(() => backlog.next(122_100)?.sequence)).toEqual([1, 2, 3])
  })

  it('does not take a receiver for absent that refuses some of them always', () => {
    const backlog = new Backlog(opened())
    const refused = 2 * failuresInRowMax
    backlog.take(bookings(500), 0)
    let now = 0
    const taken = new Set<number>()
    while (now < hourMs) {
      const due = backlog.next(now)
      if (due === undefined) now = Math.max(backlog.dueAt() ?? Infinity, now + 1)
      else if (due.sequence <= refused) backlog.settle(due, failed, now, 0.5)
      else {
        backlog.settle(due, delivered, now, 0.5)
        taken.add(due.sequence)
        if (taken.size === 500 - refused) break
      }
    }
    expect(taken.size).toBe(500 - refused)
    expect(now).toBeLessThan(60_000)
  })

  it('stops at once where the receiver is gone', () => {
    const backlog = new Backlog(opened())
    backlog.take(bookings(2), 0)
    const due = backlog.next(0)
    if (due !== undefined) backlog.settle(due, { kind: 'gone' }, 0, 0.5)
    expect(backlog.next(0)).toBeUndefined()
    expect(backlog.progress().progress).toMatchObject({ disabledWhy: 'gone' })
  })
})

describe('what a sender has in hand', () => {
  it('passes over what nobody wants', () => {
    const backlog = new Backlog(opened({ types: ['booking.cancelled'] }))
    backlog.take([event(1, 'bk_1', 'booked'), event(2, 'bk_1', 'cancelled'), event(3, '', 'screen added')], 0)
    const due = backlog.next(0)
    expect(due?.sequence).toBe(2)
    if (due !== undefined) backlog.settle(due, delivered, 0, 0.5)
    expect(backlog.progress().progress).toMatchObject({ cursor: 3, deliveries: [{ sequence: 2 }] })
  })

  it('is told in order, each at least once, whatever fails and wherever it is killed', () => {
    const happening = fc.record({
      /** Which of those under way is heard. */
      of: fc.nat(3),
      reply: fc.constantFrom<'delivered' | 'failed' | 'lost'>('delivered', 'failed', 'lost'),
      keeps: fc.boolean(),
      dies: fc.nat(9).map((chance) => chance === 0),
    })
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }),
        fc.array(happening),
        fc.integer({ min: 1, max: 9 }),
        (whose, story, loads) => {
          const outbox = whose.map((booking, index) => event(index + 1, `bk_${booking}`))
          const house = new PlayedHouse(outbox, loads)
          for (const moment of story) house.live(moment)
          house.settle()
          expect(house.kept).toMatchObject({ cursor: outbox.length, pending: [] })
          for (const booking of new Set(outbox.map(({ bookingId }) => bookingId))) {
            const expected = outbox
              .filter(({ bookingId }) => bookingId === booking)
              .map(({ sequence }) => sequence)
            const first = [...new Set(house.taken.filter((sequence) => expected.includes(sequence)))]
            expect(first).toEqual(expected)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

/** A sender with a database and a receiver, step by step. */
class PlayedHouse {
  readonly taken: number[] = []
  readonly #outbox: readonly OutboxEvent[]
  /** How many pending deliveries are read at an opening. */
  readonly #loads: number
  #kept = opened()
  #backlog = new Backlog(this.#kept)
  #underWay: OutboxEvent[] = []
  #now = 0

  constructor(outbox: readonly OutboxEvent[], loads: number) {
    this.#outbox = outbox
    this.#loads = loads
  }

  get kept(): OpenedSender {
    return this.#kept
  }

  live(moment: { of: number; reply: 'delivered' | 'failed' | 'lost'; keeps: boolean; dies: boolean }): void {
    this.#send()
    const [heard] = this.#underWay.splice(moment.of % Math.max(this.#underWay.length, 1), 1)
    if (heard !== undefined) {
      // Where the answer is lost it was taken all the same.
      if (moment.reply !== 'failed') this.taken.push(heard.sequence)
      this.#backlog.settle(heard, moment.reply === 'delivered' ? delivered : failed, this.#now, 0.5)
    }
    if (moment.keeps) this.#keep()
    if (moment.dies) this.#startAnew()
  }

  settle(): void {
    this.#startAnew()
    for (let steps = 0; steps < 1_000; steps += 1) {
      this.live({ of: 0, reply: 'delivered', keeps: steps % 3 === 0, dies: false })
    }
    this.#keep()
  }

  #send(): void {
    if (this.#backlog.isSpent && this.#underWay.length === 0) {
      this.#keep()
      this.#startAnew()
    }
    const ahead = this.#outbox.filter(({ sequence }) => sequence > this.#backlog.read)
    this.#backlog.take(this.#backlog.isFull ? [] : ahead.slice(0, 5), this.#now)
    const due = this.#backlog.next(this.#now)
    if (due !== undefined) this.#underWay.push(due)
    else if (this.#underWay.length === 0) this.#now = Math.max(this.#now, this.#backlog.dueAt() ?? this.#now)
  }

  #keep(): void {
    const { progress, kept } = this.#backlog.progress()
    const { deliveries, disabledWhy: _, ...rest } = progress
    const rows = new Map(this.#kept.pending.map((delivery) => [delivery.sequence, delivery]))
    for (const { state, settledAt: __, ...delivery } of deliveries) {
      const of = this.#outbox[delivery.sequence - 1]
      if (state !== 'pending' || of === undefined) rows.delete(delivery.sequence)
      else rows.set(delivery.sequence, { ...of, ...delivery })
    }
    const pending = [...rows.values()].toSorted((one, other) => one.sequence - other.sequence)
    this.#kept = { ...this.#kept, ...rest, pending }
    kept()
  }

  #startAnew(): void {
    const pending = this.#kept.pending.slice(0, this.#loads)
    this.#backlog = new Backlog({ ...this.#kept, pending, hasMore: pending.length === this.#loads })
    this.#underWay = []
  }
}
