import { describe, expect, it } from 'vitest'
import { addEndpoint } from '../../db/webhook-endpoints.ts'
import { findDueEndpoints } from '../../db/webhook-deliveries.ts'
import {
  type PendingDelivery,
  keepProgress,
  openSender,
  readOutbox,
  readSenderEpoch,
} from '../../db/webhook-outbox.ts'
import { sweepOldDeliveries } from '../../worker/cron/sweep-deliveries.ts'
import type { Entry } from '../../db/history/entry.ts'
import { dayMs } from '../../worker/domain/durations.ts'
import { deliveriesKeptMs } from '../../worker/domain/limits.ts'
import type { Reply } from '../../worker/webhooks/backlog.ts'
import { Courier } from '../../worker/webhooks/courier.ts'
import { messageOf } from '../../worker/webhooks/message.ts'
import { db, freshName, freshTime } from './setup/box-office.ts'
import { byTest } from '../setup/callers.ts'
import { entriesAfter, lastSequence, verifyAll } from './setup/history.ts'
import { clientOf, houseOn } from './setup/house-on.ts'

const showing = 'main-20270101T1830Z'
/** Of a house that wakes no senders: here couriers run when they are told to. */
const client = clientOf(houseOn(db))
let endpoints = 0
let events = 0

function entryAt(at: number): Entry {
  return { event: `ev_${crypto.randomUUID()}`, at, by: byTest }
}

/** A receiver with its courier, on the real database, at a time of its own. */
class Endpoint {
  readonly id: string
  readonly sent: PendingDelivery[] = []
  reply: (delivery: PendingDelivery) => Reply | Promise<Reply> = () => ({ kind: 'delivered' })
  now = Date.now()
  /** How often it lets progress be kept; then the database is away. */
  keeps = Infinity
  /** How many pending deliveries are loaded at its opening. */
  loads = 100

  constructor() {
    endpoints += 1
    this.id = `wh_${endpoints}`
  }

  static async open(types: string[] = []): Promise<Endpoint> {
    const endpoint = new Endpoint()
    const facts = {
      url: 'https://cinema.example/',
      description: '',
      fingerprint: null,
      createdAt: endpoint.now,
    }
    await addEndpoint(db, { id: endpoint.id, types, ...facts }, { max: 100, entry: entryAt(endpoint.now) })
    return endpoint
  }

  /** Another process every time, as it were. */
  async run(): Promise<number | undefined> {
    return this.courier().run()
  }

  courier(): Courier {
    const { id } = this
    return new Courier({
      open: () => openSender(db, { id, limit: this.loads }),
      readEpoch: () => readSenderEpoch(db, id),
      readOutbox: (after) => readOutbox(db, { after, limit: 3 }),
      keep: (epoch, progress) => {
        this.keeps -= 1
        if (this.keeps < 0) return Promise.reject(new Error('the database is away'))
        return keepProgress(db, { id, epoch, entry: entryAt(this.now) }, progress)
      },
      post: async (_, delivery) => {
        this.sent.push(delivery)
        return this.reply(delivery)
      },
      now: () => this.now,
      pause: async (ms) => {
        // Not a microtask: those alone would keep the database's answers from arriving.
        await scheduler.wait(0)
        this.now += Math.max(ms, 1)
      },
      random: () => 0.5,
    })
  }

  /** The events that were sent, in their order. */
  get ids(): string[] {
    return this.sent.map(({ id }) => id)
  }

  async states(): Promise<string[]> {
    const { deliveries } = await client.webhook.deliveries.query({ id: this.id })
    return deliveries.toReversed().map(({ event, state, attempts }) => `${event} ${state} ${attempts}`)
  }
}

/** Something happens to a booking; answers the event's id. */
async function happen(booking: string, kind = 'moved'): Promise<string> {
  events += 1
  const id = `ev_${events}`
  await db.$client.execute({
    sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at) VALUES (?, ?, ?, ?, '["A1"]', 1000)`,
    args: [id, kind, booking, showing],
  })
  return id
}

describe('a courier', () => {
  it('delivers what happens after its endpoint was added, in order, and then rests', async () => {
    await happen('bk_before')
    const endpoint = await Endpoint.open()
    const ids: string[] = []
    for (const booking of ['bk_1', 'bk_2', 'bk_1', 'bk_1', 'bk_3']) ids.push(await happen(booking))
    expect(await endpoint.run()).toBeUndefined()
    expect(endpoint.ids.toSorted()).toEqual(ids.toSorted())
    const ofFirst = endpoint.sent.filter(({ bookingId }) => bookingId === 'bk_1').map(({ id }) => id)
    expect(ofFirst).toEqual([ids[0], ids[2], ids[3]])
    expect(await endpoint.run()).toBeUndefined()
    expect(endpoint.sent.length).toBe(5)
    expect(await endpoint.states()).toEqual(ids.map((id) => `${id} delivered 1`))
  })

  it('holds back what follows a failure in its booking, and nothing else', async () => {
    const endpoint = await Endpoint.open()
    const [first, second, other] = [await happen('bk_1'), await happen('bk_1'), await happen('bk_2')]
    endpoint.reply = ({ id }) =>
      id === first ? { kind: 'failed', problem: 'answered 500' } : { kind: 'delivered' }
    const wakeAt = await endpoint.run()
    expect(endpoint.ids.toSorted()).toEqual([first, other].toSorted())
    expect(await endpoint.states()).toEqual([
      `${first} pending 1`,
      `${second} pending 0`,
      `${other} delivered 1`,
    ])
    const { deliveries } = await client.webhook.deliveries.query({ id: endpoint.id, state: 'pending' })
    expect(deliveries.at(-1)).toMatchObject({ event: first, problem: 'answered 500', type: 'booking.moved' })
    expect((wakeAt ?? 0) - endpoint.now).toBeGreaterThan(4_000)
    endpoint.reply = () => ({ kind: 'delivered' })
    endpoint.now = wakeAt ?? 0
    expect(await endpoint.run()).toBeUndefined()
    expect(endpoint.ids.slice(2)).toEqual([first, second])
  })

  it('sends again, in order, what it could not keep', async () => {
    const endpoint = await Endpoint.open()
    const ids = [await happen('bk_1'), await happen('bk_1'), await happen('bk_1')]
    endpoint.keeps = 0
    await expect(endpoint.run()).rejects.toThrow('away')
    expect(endpoint.ids).toEqual(ids)
    endpoint.keeps = Infinity
    await endpoint.run()
    expect(endpoint.ids).toEqual([...ids, ...ids])
  })

  it('passes over types that are not wanted, and kinds that are nobody else’s business', async () => {
    const endpoint = await Endpoint.open(['booking.cancelled', 'showing.sold_out'])
    await happen('bk_1', 'booked')
    const wanted = await happen('bk_1', 'cancelled')
    await happen('bk_1', 'showing added')
    const soldOut = await happen('', 'sold_out')
    await endpoint.run()
    expect(endpoint.ids.toSorted()).toEqual([wanted, soldOut].toSorted())
    expect(await findDueEndpoints(db, endpoint.now)).not.toContain(endpoint.id)
  })

  it('tells who is let in after it told of the booking, and names the ticket by its seat', async () => {
    const before = await lastSequence()
    const when = freshTime()
    const buyer = { name: freshName(), phone: '12345' }
    const { id } = await client.booking.create.mutate({ showing: when, seats: ['A1', 'A2'], ...buyer })
    await client.ticket.admit.mutate({ showing: when, seat: 'A2', device: 'Door 1' })
    // Its desk rings for whoever is there by then, and another sender would tell of it.
    const endpoint = await Endpoint.open(['booking.created', 'ticket.admitted'])
    await db.$client.execute({
      sql: 'UPDATE webhook_endpoints SET cursor = ? WHERE id = ?',
      args: [before, endpoint.id],
    })
    await endpoint.run()
    const told = endpoint.sent.map((event): unknown => JSON.parse(messageOf(event)?.body ?? ''))
    expect(told).toMatchObject([
      { type: 'booking.created', data: { id, seats: ['A1', 'A2'], status: 'booked' } },
      { type: 'ticket.admitted', data: { id, seats: ['A2'] } },
    ])
    expect(JSON.stringify(told)).not.toContain(buyer.name)
  })

  it('is fenced by whoever changes its endpoint, and by another of its kind', async () => {
    const endpoint = await Endpoint.open()
    const id = await happen('bk_1')
    endpoint.reply = async () => {
      endpoint.reply = () => ({ kind: 'delivered' })
      await client.webhook.change.mutate({ id: endpoint.id, description: 'Changed' })
      return { kind: 'delivered' }
    }
    const courier = endpoint.courier()
    expect(await courier.run()).toBeTypeOf('number')
    expect(await endpoint.states()).not.toContain(`${id} delivered 1`)
    expect(await courier.run()).toBeUndefined()
    expect(endpoint.ids).toEqual([id, id])
  })

  it('delivers again what is replayed: one, all from one on, or those that were given up', async () => {
    const endpoint = await Endpoint.open()
    const ids = [await happen('bk_1'), await happen('bk_1'), await happen('bk_2')]
    await endpoint.run()
    expect(await client.webhook.replay.mutate({ id: endpoint.id, event: ids[1] })).toEqual({ replayed: 1 })
    expect(await findDueEndpoints(db, endpoint.now)).toContain(endpoint.id)
    await endpoint.run()
    expect(endpoint.ids.slice(3)).toEqual([ids[1]])
    await client.webhook.replay.mutate({ id: endpoint.id, from: ids[1] })
    await endpoint.run()
    expect(endpoint.ids.slice(4)).toEqual([ids[1], ids[2]])

    const poison = await happen('bk_1')
    endpoint.reply = ({ id }) => (id === poison ? { kind: 'failed', problem: 'no' } : { kind: 'delivered' })
    for (let wakeAt = await endpoint.run(); wakeAt !== undefined; wakeAt = await endpoint.run()) {
      // Others are taken all the while.
      await happen('bk_9')
      endpoint.now = wakeAt
    }
    expect((await endpoint.states()).filter((state) => state.includes('given_up'))).toHaveLength(1)
    const webhook = (await client.webhook.list.query()).webhooks.find(({ id }) => id === endpoint.id)
    expect(webhook).toMatchObject({ givenUp: 1, pending: 0, disabled: null })
    endpoint.reply = () => ({ kind: 'delivered' })
    expect(await client.webhook.replay.mutate({ id: endpoint.id, givenUp: true })).toEqual({ replayed: 1 })
    await endpoint.run()
    expect(endpoint.ids.at(-1)).toBe(poison)
  })

  it('delivers all that is replayed before what is new, however much more it is than is loaded at once', async () => {
    const endpoint = await Endpoint.open()
    const ids: string[] = []
    for (const booking of [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) ids.push(await happen(`bk_${booking}`, 'booked'))
    await endpoint.run()
    endpoint.sent.length = 0
    for (const event of ids) await client.webhook.replay.mutate({ id: endpoint.id, event })
    const news = [await happen('bk_9', 'cancelled'), await happen('bk_1', 'cancelled')]
    const refused = ids[1]
    endpoint.reply = ({ id }) => (id === refused ? { kind: 'failed', problem: 'no' } : { kind: 'delivered' })
    endpoint.loads = 4
    // By the clock of the house, and not by its own, they are due.
    endpoint.now += dayMs
    const courier = endpoint.courier()
    // One that is refused holds nobody up, while it waits for its next attempt.
    for (let now = endpoint.now; now <= endpoint.now;) now = (await courier.run()) ?? Infinity
    expect(endpoint.ids.toSorted()).toEqual([...ids, ...news].toSorted())
    endpoint.reply = () => ({ kind: 'delivered' })
    endpoint.now += dayMs
    expect(await courier.run()).toBeUndefined()
    expect(endpoint.ids.filter((id) => id !== refused)).toHaveLength(11)
    for (const [booking, told] of [
      ['bk_1', [ids[0], ids[9], news[1]]],
      ['bk_2', [refused, refused]],
      ['bk_9', [ids[8], news[0]]],
    ] as const) {
      expect(endpoint.sent.filter(({ bookingId }) => bookingId === booking).map(({ id }) => id)).toEqual(told)
    }
    expect((await endpoint.states()).filter((state) => !state.includes('delivered'))).toEqual([])
  })

  it('keeps the place of an endpoint that is switched off, be it by who receives', async () => {
    const endpoint = await Endpoint.open()
    const first = await happen('bk_1')
    const last = await lastSequence()
    endpoint.reply = () => ({ kind: 'gone' })
    expect(await endpoint.run()).toBeUndefined()
    const second = await happen('bk_1')
    expect(await endpoint.run()).toBeUndefined()
    expect(endpoint.ids).toEqual([first])
    expect(await findDueEndpoints(db, endpoint.now)).not.toContain(endpoint.id)
    const webhook = (await client.webhook.list.query()).webhooks.find(({ id }) => id === endpoint.id)
    // Beside the second, that it was switched off is an entry of its own.
    expect(webhook).toMatchObject({ disabled: { why: 'gone' }, pending: 1, ahead: 2 })
    const entries = await entriesAfter(last)
    expect(entries.find(({ kind }) => kind === 'webhook.changed')).toMatchObject({
      before: { id: endpoint.id, disabledWhy: null },
      after: { id: endpoint.id, disabledWhy: 'gone' },
    })
    expect((await verifyAll()).first.filter(({ subject }) => subject?.startsWith('webhook'))).toEqual([])
    await client.webhook.change.mutate({ id: endpoint.id, enabled: true })
    endpoint.reply = () => ({ kind: 'delivered' })
    endpoint.now += dayMs
    await endpoint.run()
    expect(endpoint.ids).toEqual([first, first, second])
  })

  it('leaves nothing behind: deliveries go after a month, and with their endpoint', async () => {
    const [endpoint, removed] = [await Endpoint.open(), await Endpoint.open()]
    await happen('bk_1')
    await endpoint.run()
    await removed.run()
    expect(await sweepOldDeliveries(db, Date.now())).toBe(0)
    await client.webhook.remove.mutate({ id: removed.id })
    expect(await sweepOldDeliveries(db, Date.now())).toBeGreaterThan(0)
    const { rows } = await db.$client.execute('SELECT id FROM webhook_endpoints')
    expect(rows.map(({ id }) => id)).not.toContain(removed.id)
    expect((await endpoint.states()).length).toBe(1)
    await sweepOldDeliveries(db, endpoint.now + deliveriesKeptMs + 1)
    expect(await endpoint.states()).toEqual([])
  })
})

describe('a message', () => {
  it('is none of what is of no type', () => {
    const event = {
      sequence: 1,
      id: 'ev_1',
      kind: 'screen added',
      bookingId: '',
      showingId: showing,
      seats: [],
      at: 0,
    }
    expect(messageOf(event)).toBeUndefined()
  })

  it('tells of a booking, and of nobody', () => {
    const event = {
      sequence: 1,
      id: 'ev_1.bk_1',
      kind: 'cancelled',
      bookingId: 'bk_1',
      showingId: showing,
      seats: ['A1'],
      at: 0,
    }
    const message = messageOf(event)
    expect(message?.id).toBe('ev_1-bk_1')
    expect(JSON.parse(message?.body ?? '')).toEqual({
      type: 'booking.cancelled',
      timestamp: '1970-01-01T00:00:00.000Z',
      data: {
        id: 'bk_1',
        showing: { id: showing, screen: 'main', startsAt: '2027-01-01T18:30:00.000Z' },
        seats: ['A1'],
        status: 'cancelled',
      },
    })
  })
})
