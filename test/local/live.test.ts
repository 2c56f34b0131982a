import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { type SeatsState, createMarqueeClient } from '../../client/index.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

const crowd = 1_000
/** Who connect at the same moment. */
const together = 100
const seenMsMax = 2_000
/** workerd lets an object go that has had nothing to do for ten seconds. */
const idleMs = 15_000
const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
const buyer = { name: 'Somebody by Name', phone: '555 0100 200' }

function setHoldMs(file: string, ms: number): void {
  const database = new Database(file, { timeout: 5_000 })
  database.prepare('UPDATE venue SET hold_ms = ?').run(ms)
  database.close()
}

async function stateAfter(states: AsyncIterator<SeatsState>): Promise<SeatsState> {
  const { value, done } = await states.next()
  if (done === true) throw new Error('the watch is over')
  return value
}

it('shows a sale to a thousand people while it is fresh, and names nobody', async () => {
  await using data = await temporaryDirectory()
  await using house = await startHouse(data.path)
  const wire = new Set<string>()
  const client = createMarqueeClient({
    url: house.url,
    WebSocket: class extends WebSocket {
      constructor(url: string) {
        super(url)
        this.addEventListener('message', ({ data: message }) => wire.add(String(message)))
      }
    },
  })
  const showing = { date: day, time: '18:30' }
  const { id } = (await client.booking.create.mutate({ showing, seats: ['A1'], ...buyer })).showing

  const people: AsyncIterableIterator<SeatsState>[] = []
  while (people.length < crowd) {
    const coming = Array.from({ length: together }, () => client.showing.live(id))
    for (const { seats } of await Promise.all(coming.map(stateAfter))) expect(seats.get('A1')).toBe('sold')
    people.push(...coming)
  }

  const seenMs: number[] = []
  for (const seat of ['A2', 'B3', 'C4', 'D5']) {
    const seen = people.map(async (states) => {
      const { changed, seats } = await stateAfter(states)
      seenMs.push(performance.now() - askedAt)
      return [changed, seats.get(seat)]
    })
    const askedAt = performance.now()
    const booking = await client.booking.create.mutate({ showing, seats: [seat], ...buyer })
    expect(new Set((await Promise.all(seen)).map(String))).toEqual(new Set([`${seat},sold`]))
    expect([...wire].join()).not.toContain(booking.id)
  }
  expect([...wire].join()).not.toMatch(/Somebody|555|bk_/)
  const sorted = seenMs.toSorted((one, other) => one - other)
  const p99 = sorted[Math.floor(sorted.length * 0.99)]
  expect(p99).toBeLessThan(seenMsMax)
  for (const states of people) await states.return?.()
})

it.each([2_000, idleMs])('tells those who watch when a hold of %i ms runs out', async (holdMs) => {
  await using data = await temporaryDirectory()
  await using house = await startHouse(data.path)
  setHoldMs(path.join(data.path, 'marquee.db'), holdMs)
  const client = createMarqueeClient({ url: house.url })
  const showing = { date: day, time: '20:00' }
  const hold = await client.hold.place.mutate({ showing, seats: ['A1', 'A2'] })
  const lateMs: number[] = []
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for await (const { seats } of client.showing.live(hold.showing)) {
        if (seats.get('A1') !== 'free') continue
        lateMs.push(Date.now() - Date.parse(hold.expiresAt))
        break
      }
    }),
  )
  expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...lateMs)).toBeLessThan(seenMsMax)
})

it('goes on where nothing happened for a while', async () => {
  await using data = await temporaryDirectory()
  await using house = await startHouse(data.path)
  const client = createMarqueeClient({ url: house.url })
  const showing = { date: day, time: '21:00' }
  const { id } = (await client.booking.create.mutate({ showing, seats: ['A1'], ...buyer })).showing
  const states = client.showing.live(id)
  await stateAfter(states)
  await setTimeout(idleMs)
  await client.booking.create.mutate({ showing, seats: ['A2'], ...buyer })
  const bookedAt = Date.now()
  // The desk opens the showing anew first, and tells that.
  for await (const { seats } of states) if (seats.get('A2') === 'sold') break
  expect(Date.now() - bookedAt).toBeLessThan(seenMsMax)
})

it('lets those go at once who leave', async () => {
  await using data = await temporaryDirectory()
  await using house = await startHouse(data.path)
  const address = house.url.replace('http', 'ws')
  const socket = new WebSocket(`${address}/v1/showings/main-${day.replaceAll('-', '')}T2100Z/live`)
  await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }))
  const leftAt = Date.now()
  socket.close()
  await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }))
  expect(Date.now() - leftAt).toBeLessThan(seenMsMax)
})
