import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../client/index.ts'
import { venue } from '../../db/schema/programme.ts'
import { watchersPerNetworkMax } from '../../worker/domain/limits.ts'
import { desksOf } from './setup/desks-of.ts'
import { client, db, freshTime, send } from './setup/box-office.ts'
import { clientOf, houseOn } from './setup/house-on.ts'
import { askToWatch, watch } from './setup/watcher.ts'

const buyer = { name: 'Somebody by Name', phone: '555 0100 200' }

function book(showing: string, seats: string[]) {
  return client.booking.create.mutate({ showing, seats, ...buyer })
}

/** A showing with one booking, on A1. */
async function soldShowing() {
  const booking = await client.booking.create.mutate({ showing: freshTime(), seats: ['A1'], ...buyer })
  return { id: booking.showing.id, booking, desk: desksOf(booking.showing.id) }
}

function partsOf(version: string): { epoch: number; number: number } {
  const [epoch = NaN, number = NaN] = version.split('.').map(Number)
  return { epoch, number }
}

/** Holds seats for so long only, as a venue may want it. */
async function holdFor(ms: number, showing: string, seats: string[]) {
  await db.update(venue).set({ holdMs: ms }).where(eq(venue.id, 1))
  const hold = await clientOf(houseOn(db)).hold.place.mutate({ showing, seats })
  await db.update(venue).set({ holdMs: 300_000 }).where(eq(venue.id, 1))
  return hold
}

describe('the live map', () => {
  it('tells everything first, also of a showing that nobody has booked', async () => {
    const { date, time } = freshTime()
    const id = `main-${date.replaceAll('-', '')}T${time.replace(':', '')}Z`
    using watcher = await watch(id)
    const { v, seats } = await watcher.next()
    expect(v).toBe('0.0')
    expect(seats).toMatchObject({ held: [], sold: [], blocked: [] })
    expect(seats['free']).toHaveLength(20)

    await book(id, ['A1'])
    expect(partsOf((await watcher.told('A1', 'sold')).v).epoch).toBeGreaterThan(0)
  })

  it('has room for so many of one network, and for others beside them', async () => {
    const { id } = await soldShowing()
    const sockets: (WebSocket | null)[] = []
    const statusOf = async (address: string): Promise<number> => {
      const { status, webSocket } = await askToWatch(id, undefined, address)
      webSocket?.accept()
      sockets.push(webSocket)
      return status
    }
    const statuses: number[] = []
    for (let n = 0; n <= watchersPerNetworkMax; n += 1) statuses.push(await statusOf(`2001:db8::${n}`))
    expect(statuses.filter((status) => status === 101)).toHaveLength(watchersPerNetworkMax)
    expect(statuses.at(-1)).toBe(503)
    expect(await statusOf('2001:db8:0:1::1')).toBe(101)
    for (const socket of sockets) socket?.close()
  })

  it('tells each change under the next version, in few bytes, and nothing of people', async () => {
    const { id, booking } = await soldShowing()
    using watcher = await watch(id)
    const first = await watcher.next()
    expect(first.seats['sold']).toEqual(['A1'])
    const { epoch, number } = partsOf(first.v)
    const told = async () => {
      const { v, seats } = await watcher.next()
      return [v, seats]
    }
    const at = (n: number): string => `${epoch}.${number + n}`

    const held = await client.hold.place.mutate({ showing: id, seats: ['B1', 'B2'] })
    expect(await told()).toEqual([at(1), { B1: 'held', B2: 'held' }])
    await client.hold.release.mutate({ id: held.id })
    expect(await told()).toEqual([at(2), { B1: 'free', B2: 'free' }])
    const later = await book(id, ['C1', 'C2'])
    expect(await told()).toEqual([at(3), { C1: 'sold', C2: 'sold' }])
    await client.booking.cancel.mutate({ id: later.id })
    expect(await told()).toEqual([at(4), { C1: 'free', C2: 'free' }])
    await client.booking.move.mutate({ id: booking.id, seats: ['A2'] })
    expect(await told()).toEqual([at(5), { A1: 'free', A2: 'sold' }])
    const mine = await client.hold.place.mutate({ showing: id, seats: ['D1'] })
    expect(await told()).toEqual([at(6), { D1: 'held' }])
    await client.booking.create.mutate({ hold: mine.id, ...buyer })
    expect(await told()).toEqual([at(7), { D1: 'sold' }])

    for (const message of watcher.heard.slice(1)) {
      const { seats } = JSON.parse(message)
      expect(message.length).toBeLessThanOrEqual(64 * Object.keys(seats).length)
    }
    for (const secret of [buyer.name, buyer.phone, 'bk_', 'hd_']) {
      expect(watcher.heard.join()).not.toContain(secret)
    }
  })

  it('goes on from a version that is known, without telling everything again', async () => {
    const { id } = await soldShowing()
    using watcher = await watch(id)
    const { v } = await watcher.next()
    await book(id, ['A2'])
    const second = await watcher.next()
    await book(id, ['A3'])
    const third = await watcher.next()

    using behind = await watch(id, v)
    expect([await behind.next(), await behind.next()]).toEqual([second, third])
    using current = await watch(id, third.v)
    await book(id, ['A4'])
    expect(await current.next()).toEqual(await watcher.next())
  })

  it('tells everything to who comes with a version of another epoch, or with one to come', async () => {
    const { id } = await soldShowing()
    using watcher = await watch(id)
    const { v, seats } = await watcher.next()
    const { epoch, number } = partsOf(v)
    for (const since of [`${epoch + 1}.0`, `${epoch - 1}.0`, `${epoch}.${number + 1}`, '0.0']) {
      using other = await watch(id, since)
      expect(await other.next()).toEqual({ v, seats })
    }
  })

  it('refuses in words what it cannot go on from, where there is nothing to watch, and who is no socket', async () => {
    const { id } = await soldShowing()
    for (const since of ['x', '1', '1.', '1.2.3', '-1.0', '1e3.0', '9'.repeat(16)]) {
      const response = await askToWatch(id, since)
      expect([since, response.status, await response.json()]).toMatchObject([
        since,
        400,
        { code: 'invalid_request' },
      ])
    }
    const nowhere = await askToWatch('attic-20991201T1830Z')
    expect(await nowhere.json()).toMatchObject({ code: 'showing_too_far' })
    const noScreen = await askToWatch(id.replace('main', 'attic'))
    expect([noScreen.status, await noScreen.json()]).toMatchObject([404, { code: 'screen_not_found' }])
    expect((await send(`/v1/showings/${id}/live`)).body).toMatchObject({ code: 'invalid_request' })
  })

  it('tells when a hold runs out, also where the desk has slept meanwhile', async () => {
    const { id, desk } = await soldShowing()
    using watcher = await watch(id)
    await watcher.next()
    await holdFor(300, id, ['B1'])
    expect((await watcher.next()).seats).toEqual({ B1: 'held' })
    expect((await watcher.next()).seats).toEqual({ B1: 'free' })

    await holdFor(600, id, ['B2'])
    expect((await watcher.next()).seats).toEqual({ B2: 'held' })
    await evictDurableObject(desk)
    expect((await watcher.next()).seats['free']).toContain('B2')
  })

  it('wakes for the hold that runs out first', async () => {
    const { id, desk } = await soldShowing()
    using watcher = await watch(id)
    await watcher.next()
    const alarm = () => runInDurableObject(desk, (_, { storage }) => storage.getAlarm())
    const long = await client.hold.place.mutate({ showing: id, seats: ['B1'] })
    await watcher.next()
    expect(await alarm()).toBe(Date.parse(long.expiresAt))
    const short = await holdFor(60_000, id, ['B2'])
    await watcher.next()
    expect(await alarm()).toBe(Date.parse(short.expiresAt))
  })

  it('wakes for each showing of a screen, also for one whose alarm was set before the desks slept', async () => {
    const [first, second] = [await soldShowing(), await soldShowing()]
    using early = await watch(first.id)
    using late = await watch(second.id)
    await early.next()
    await late.next()
    await holdFor(700, first.id, ['B1'])
    expect((await early.next()).seats).toEqual({ B1: 'held' })
    await evictDurableObject(first.desk)
    await holdFor(1_200, second.id, ['B2'])
    await late.told('B2', 'held')
    const toldEarly = await early.told('B1', 'free')
    expect(late.heard.join()).not.toContain('"B2":"free"')
    expect(toldEarly.seats['sold']).toEqual(['A1'])
    await late.told('B2', 'free')
  })

  it('tells those everything who were there before the desk slept, with whatever happens next', async () => {
    const { id, booking, desk } = await soldShowing()
    using watcher = await watch(id)
    const { v } = await watcher.next()
    await evictDurableObject(desk)
    await book(id, ['A2'])
    const second = await watcher.told('A2', 'sold')
    expect(partsOf(second.v).epoch).toBeGreaterThan(partsOf(v).epoch)

    await evictDurableObject(desk)
    await client.booking.cancel.mutate({ id: booking.id })
    const third = await watcher.next()
    expect(partsOf(third.v).epoch).toBeGreaterThan(partsOf(second.v).epoch)
    expect(third.seats['sold']).toEqual(['A2'])
  })

  it('throws to a client what he cannot watch for good', async () => {
    const { id } = await soldShowing()
    const states = client.showing.live(id.replace('main', 'attic'))
    const refused = await states.next().catch((error: unknown) => failureOf(error))
    expect(refused).toMatchObject({ code: 'screen_not_found', details: { screen: 'attic' } })
  })

  it('answers a ping without waking', async () => {
    const { id } = await soldShowing()
    const { webSocket } = await askToWatch(id)
    const answer = new Promise((resolve) =>
      webSocket?.addEventListener('message', ({ data }) => data === 'pong' && resolve(data)),
    )
    webSocket?.accept()
    webSocket?.send('ping')
    expect(await answer).toBe('pong')
  })
})
