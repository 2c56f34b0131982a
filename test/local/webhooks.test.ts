import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type MarqueeClient, createMarqueeClient } from '../../client/index.ts'
import { workerdConfig } from '../../local/workerd-config.ts'
import { workerdFile } from '../../local/workerd.ts'
import { lingerMs } from '../../worker/domain/limits.ts'
import { type RunningHouse, freePort, startHouse, temporaryDirectory } from './setup/running-house.ts'
import { type Mood, type Received, WebhookReceiver } from './setup/webhook-receiver.ts'

/** Each booking is made, moved twice and cancelled. */
const bookingsMax = Number(process.env['WEBHOOK_EVENTS'] ?? 10_000) / 4
const crowd = 48
const types = ['booking.created', 'booking.moved', 'booking.moved', 'booking.cancelled']

async function clientOf(house: RunningHouse): Promise<MarqueeClient> {
  return createMarqueeClient({ url: house.url, key: (await house.staffKey()).trim() })
}

/** Ten bookings a showing, each with two seats to be moved between. */
async function liveThrough(client: MarqueeClient, nth: number): Promise<string> {
  const start = new Date(Date.UTC(2027, 0, 1) + Math.floor(nth / 10) * 60_000).toISOString()
  const [date, time] = [start.slice(0, 10), start.slice(11, 16)]
  const seat = (row: number): string =>
    `${'ABCD'.charAt(2 * Math.floor((nth % 10) / 5) + row)}${(nth % 5) + 1}`
  const showing = { date, time, screen: 'main' }
  const { id } = await client.booking.create.mutate({ showing, seats: [seat(0)], name: 'A', phone: '12345' })
  await client.booking.move.mutate({ id, showing, seats: [seat(1)] })
  await client.booking.move.mutate({ id, showing, seats: [seat(0)] })
  await client.booking.cancel.mutate({ id })
  return id
}

async function liveThroughAll(client: MarqueeClient, from: number, to: number): Promise<string[]> {
  const ids: string[] = []
  let next = from
  const buyer = async (): Promise<void> => {
    while (next < to) {
      const nth = next
      next += 1
      ids.push(await liveThrough(client, nth))
    }
  }
  await Promise.all(Array.from({ length: crowd }, buyer))
  return ids
}

/** What came first of each event, in the order in which it came. */
function firstOfEach(received: readonly Received[]): Received[] {
  const seen = new Set<string>()
  return received.filter(({ id }) => !seen.has(id) && seen.add(id))
}

function badMood(nth: number): Mood {
  // Ten seconds each: few of them, and not at once.
  if (nth % 1_000 === 500) return 'hangs'
  const chance = (nth * 7_919) % 100
  if (chance < 3) return 'fails'
  if (chance < 4) return 'hangs up'
  if (chance < 5) return 'redirects'
  return chance < 7 ? 'late' : 'well'
}

function expectOrder(received: readonly Received[], ids: readonly string[]): void {
  const byBooking = Map.groupBy(firstOfEach(received), ({ data }) => data.id ?? '')
  expect(byBooking.size).toBe(ids.length)
  const wrong = ids.filter(
    (id) =>
      byBooking
        .get(id)
        ?.map(({ type }) => type)
        .join() !== types.join(),
  )
  expect(wrong).toEqual([])
}

describe('webhooks of a running house', () => {
  it('come at least once each, in order per booking, to a receiver that fails, hangs, is late, or is killed', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { WEBHOOKS_ALLOW: 'local' })
    await using receiver = new WebhookReceiver({ mood: badMood })
    await receiver.open()
    const client = await clientOf(house)
    const webhook = await client.webhook.add.mutate({ url: receiver.url })
    receiver.secret = webhook.secret

    let kills = 0
    const killing = (async (): Promise<void> => {
      for (const part of [0.2, 0.5, 0.8]) {
        while (receiver.calls < bookingsMax * 4 * part) await pause(20)
        await receiver.kill()
        kills += 1
        await pause(2_500)
        await receiver.open()
      }
    })()
    const ids = await liveThroughAll(client, 0, bookingsMax)
    const isAll = (): boolean =>
      new Set(receiver.received.flatMap(answered)).size === ids.length * types.length
    await expect.poll(isAll, { timeout: 150_000, interval: 100 }).toBe(true)
    await killing
    expect(kills).toBe(3)
    expectOrder(receiver.received, ids)
    expect(receiver.strays).toBe(0)
    // Twice comes only what the sender cannot have heard of: a handful for each time that it was killed.
    const doubled = Map.groupBy(receiver.received.flatMap(answered), (id) => id)
    expect([...doubled.values()].filter(({ length }) => length > 1).length).toBeLessThanOrEqual(kills * 8)
    await expect
      .poll(async () => (await client.webhook.list.query()).webhooks, { timeout: 20_000 })
      .toMatchObject([{ pending: 0, givenUp: 0, ahead: 0, failing: null, disabled: null }])
  })

  it('tell who is let in at once, and not when the cron comes', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { WEBHOOKS_ALLOW: 'local' })
    await using receiver = new WebhookReceiver()
    await receiver.open()
    const client = await clientOf(house)
    const { secret } = await client.webhook.add.mutate({ url: receiver.url, types: ['ticket.admitted'] })
    receiver.secret = secret
    const [date = ''] = new Date(Date.now() + 86_400_000).toISOString().split('T')
    const showing = { date, time: '18:30', screen: 'main' }
    const { id } = await client.booking.create.mutate({ showing, seats: ['A1'], name: 'A', phone: '12345' })
    // The booking's own ring is over, and what it woke is at rest.
    await pause(lingerMs * 3)
    await client.ticket.admit.mutate({ showing, seat: 'A1', device: 'Door 1' })
    await expect.poll(() => receiver.received.length, { timeout: 5_000, interval: 20 }).toBe(1)
    expect(receiver.received[0]).toMatchObject({ type: 'ticket.admitted', data: { id, seats: ['A1'] } })
    expect(receiver.strays).toBe(0)
  })

  it('go on after everything was killed, and lose nothing', async () => {
    await using data = await temporaryDirectory()
    await using receiver = new WebhookReceiver({ mood: (nth) => (nth % 10 === 0 ? 'late' : 'well') })
    await receiver.open()
    const ids: string[] = []
    {
      await using house = await startHouse(data.path, { WEBHOOKS_ALLOW: 'local' })
      const client = await clientOf(house)
      receiver.secret = (await client.webhook.add.mutate({ url: receiver.url })).secret
      ids.push(...(await liveThroughAll(client, 0, 100)))
      await house.killAll()
    }
    expect(firstOfEach(receiver.received).length).toBeLessThan(400)
    await using house = await startHouse(data.path, { WEBHOOKS_ALLOW: 'local' })
    await fetch(`${house.url}/cdn-cgi/handler/scheduled`)
    const isAll = (): boolean => firstOfEach(receiver.received).length === ids.length * types.length
    await expect.poll(isAll, { timeout: 20_000 }).toBe(true)
    expectOrder(receiver.received, ids)
  })

  it('never reach this machine unless that is allowed', async () => {
    await using data = await temporaryDirectory()
    await using receiver = new WebhookReceiver()
    await receiver.open()
    {
      await using house = await startHouse(data.path, { WEBHOOKS_ALLOW: 'local' })
      const client = await clientOf(house)
      receiver.secret = (await client.webhook.add.mutate({ url: receiver.url })).secret
      await liveThrough(client, 0)
      await expect.poll(() => receiver.calls, { timeout: 10_000 }).toBe(4)
    }
    await using house = await startHouse(data.path)
    const client = await clientOf(house)
    await expect(client.webhook.add.mutate({ url: receiver.url })).rejects.toThrow('https://')
    // The one that was added when it was allowed is still there.
    await liveThrough(client, 1)
    const problems = async (): Promise<unknown> => {
      const [webhook] = (await client.webhook.list.query()).webhooks
      const { deliveries } = await client.webhook.deliveries.query({
        id: webhook?.id ?? '',
        state: 'pending',
      })
      return deliveries.map(({ problem }) => problem)
    }
    await expect.poll(problems, { timeout: 10_000 }).toContain('is at an address that may not be called')
    expect(receiver.calls).toBe(4)
  })

  it('find no way inside on the network, whatever a name is resolved to', async () => {
    await using directory = await temporaryDirectory()
    await using receiver = new WebhookReceiver({ host: '::' })
    await receiver.open()
    const port = await freePort()
    const file = path.join(directory.path, 'index.js')
    await writeFile(file, workerThatFetches)
    const config = path.join(directory.path, 'workerd.capnp')
    await writeFile(
      config,
      workerdConfig({
        address: { host: '127.0.0.1', port, allowedHosts: [], url: '' },
        bundle: { file, compatibilityDate: '2026-11-01', vars: {} },
        databaseUrl: 'http://127.0.0.1:1',
        allowsLocal: false,
        directory: directory.path,
        variables: ['PATH'],
      }),
    )
    const workerd = spawn(workerdFile, ['serve', config, '--experimental'], { stdio: 'ignore' })
    await using _ = { [Symbol.asyncDispose]: () => Promise.resolve(void workerd.kill('SIGKILL')) }
    const outcomeAt = async (host: string): Promise<string> => {
      const target = encodeURIComponent(`http://${host}:${receiver.port}/`)
      return (await fetch(`http://127.0.0.1:${port}/?url=${target}`)).text()
    }
    await expect
      .poll(() => outcomeAt('127.0.0.1').catch(() => 'not there yet'), { timeout: 20_000 })
      .toBe('refused')
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
    const hosts = own.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))
    for (const host of [
      'localhost',
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '127.1.2.3',
      ...hosts,
    ]) {
      expect(`${host}: ${await outcomeAt(host)}`).toBe(`${host}: refused`)
    }
    expect(receiver.calls).toBe(0)
  })
})

function answered({ id, wasAnswered }: Received): string | [] {
  return wasAnswered ? id : []
}

const workerThatFetches = `
export class ScreenDesks {}
export class WebhookSender {}
export default {
  async fetch(request) {
    const url = new URL(request.url).searchParams.get('url')
    return new Response(await fetch(url).then(() => 'reached', () => 'refused'))
  },
}
`
