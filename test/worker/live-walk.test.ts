import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import type { SeatStatus } from '../../client/index.ts'
import type { MapChange, Snapshot } from '../../worker/domain/live-message.ts'
import { Chance } from '../prove/chance.ts'
import { desksOf } from './setup/desks-of.ts'
import { client, freshTime } from './setup/box-office.ts'
import { type Watcher, watch } from './setup/watcher.ts'

const steps = 300
const buyer = { name: 'Buyer', phone: '5550100' }
const labels = ['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5].map((n) => `${row}${n}`))

/** A seat map as one word: each seat's status by its first letter. */
function picture(seats: ReadonlyMap<string, SeatStatus>): string {
  return labels.map((label) => seats.get(label)?.[0] ?? '?').join('')
}

/** What a showing's seats are by what was answered, and were before: the naive oracle. */
class Model {
  readonly history: string[] = []
  readonly #seats = new Map<string, SeatStatus>(labels.map((label) => [label, 'free']))

  constructor() {
    this.history.push(this.now)
  }

  get now(): string {
    return picture(this.#seats)
  }

  get free(): string[] {
    return labels.filter((label) => this.#seats.get(label) === 'free')
  }

  set(changes: readonly (readonly [seats: readonly string[], status: SeatStatus])[]): void {
    for (const [seats, status] of changes) for (const seat of seats) this.#seats.set(seat, status)
    this.history.push(this.now)
  }
}

interface Seen {
  readonly version: string
  readonly picture: string
}

/** Keeps the map by the bare messages, drops off and comes back. */
class Recorder {
  readonly seen: Seen[] = []
  readonly #showing: string
  #seats = new Map<string, SeatStatus>()
  #watcher: Watcher | undefined

  constructor(showing: string) {
    this.#showing = showing
  }

  async come(): Promise<void> {
    this.drop()
    this.#watcher = await watch(this.#showing, this.seen.at(-1)?.version)
    void this.#listen(this.#watcher)
  }

  drop(): void {
    this.#watcher?.[Symbol.dispose]()
    this.#watcher = undefined
  }

  async #listen(watcher: Watcher): Promise<void> {
    for (;;) {
      const message = await watcher.next()
      if (watcher !== this.#watcher) return
      this.#hear(message)
    }
  }

  #hear({ v, seats }: Snapshot | MapChange): void {
    const told = Object.entries(seats)
    if (told.some(([, value]) => Array.isArray(value))) this.#seats = new Map()
    for (const [key, value] of told) {
      // A change is by seat, a snapshot by status.
      if (typeof value === 'string') this.#seats.set(key, statusOf(value))
      else for (const seat of value) this.#seats.set(seat, statusOf(key))
    }
    this.seen.push({ version: v, picture: picture(this.#seats) })
  }
}

function statusOf(word: string): SeatStatus {
  if (word === 'free' || word === 'held' || word === 'sold' || word === 'blocked') return word
  throw new Error(`${word} is no status`)
}

/** One of our own client's, slow or fast. */
async function follow(showing: string, seen: Seen[], options: { signal: AbortSignal; pauseMs: number }) {
  for await (const { version, seats } of client.showing.live(showing, { signal: options.signal })) {
    seen.push({ version, picture: picture(seats) })
    if (options.pauseMs > 0) await scheduler.wait(options.pauseMs)
  }
}

/** Does something of chance at a showing, and tells the model what came of it. */
class Walk {
  readonly #chance: Chance
  readonly #showing: string
  readonly #model: Model
  readonly #bookings: { id: string; seats: string[] }[] = []
  readonly #holds: { id: string; seats: string[] }[] = []

  constructor(chance: Chance, showing: string, model: Model) {
    this.#chance = chance
    this.#showing = showing
    this.#model = model
  }

  async step(): Promise<void> {
    const seats = this.#chance.some(this.#model.free, this.#chance.between(1, 3))
    const dice = this.#chance.between(1, 100)
    if (dice <= 30 && seats.length > 0) return this.#book(seats)
    if (dice <= 50 && seats.length > 0 && this.#holds.length < 8) return this.#hold(seats)
    if (dice <= 60 && this.#holds.length > 0) return this.#bookHeld()
    if (dice <= 70 && this.#holds.length > 0) return this.#release()
    if (dice <= 80 && this.#bookings.length > 0 && seats.length > 0) return this.#move(seats)
    if (this.#bookings.length > 0) return this.#cancel()
  }

  async #book(seats: string[]): Promise<void> {
    this.#bookings.push(await client.booking.create.mutate({ showing: this.#showing, seats, ...buyer }))
    this.#model.set([[seats, 'sold']])
  }

  async #hold(seats: string[]): Promise<void> {
    this.#holds.push(await client.hold.place.mutate({ showing: this.#showing, seats }))
    this.#model.set([[seats, 'held']])
  }

  async #bookHeld(): Promise<void> {
    const { id, seats } = this.#take(this.#holds)
    this.#bookings.push(await client.booking.create.mutate({ hold: id, ...buyer }))
    this.#model.set([[seats, 'sold']])
  }

  async #release(): Promise<void> {
    const { id, seats } = this.#take(this.#holds)
    await client.hold.release.mutate({ id })
    this.#model.set([[seats, 'free']])
  }

  async #move(seats: string[]): Promise<void> {
    const before = this.#take(this.#bookings)
    this.#bookings.push(await client.booking.move.mutate({ id: before.id, seats }))
    this.#model.set([
      [before.seats, 'free'],
      [seats, 'sold'],
    ])
  }

  async #cancel(): Promise<void> {
    const { id, seats } = this.#take(this.#bookings)
    await client.booking.cancel.mutate({ id })
    this.#model.set([[seats, 'free']])
  }

  #take<T>(list: T[]): T {
    const taken = this.#chance.of(list)
    list.splice(list.indexOf(taken), 1)
    return taken
  }
}

/** How many of these pictures, in their order, the history does not have in its own. */
function strangers(seen: readonly Seen[], history: readonly string[]): number {
  let at = 0
  let count = 0
  for (const one of seen) {
    const found = history.indexOf(one.picture, at)
    if (found === -1) count += 1
    else at = found
  }
  return count
}

describe('the live map on a random walk', () => {
  it.each([1, 2, 3])(
    'shows to everybody what the desk had, version by version, who drops off and comes back included (seed %i)',
    { timeout: 60_000 },
    async (seed) => {
      const chance = new Chance(seed)
      const { date, time } = freshTime()
      const showing = `main-${date.replaceAll('-', '')}T${time.replace(':', '')}Z`
      const desk = desksOf(showing)
      const model = new Model()
      const walk = new Walk(chance, showing, model)
      const leaving = new AbortController()
      const { signal } = leaving
      const recorders = [1, 2, 3].map(() => new Recorder(showing))
      for (const recorder of recorders) await recorder.come()
      const followed = [0, 0, 120].map((pauseMs) => {
        const seen: Seen[] = []
        return { seen, ended: follow(showing, seen, { signal, pauseMs }) }
      })

      for (let step = 0; step < steps; step += 1) {
        if (chance.isTrue(5)) await chance.of(recorders).come()
        if (chance.isTrue(3)) await evictDurableObject(desk).catch(() => undefined)
        if (chance.isTrue(3)) await hangUp(desk)
        await walk.step()
      }

      const all = [...recorders, ...followed]
      // Those whom nobody told that they were hung up on come back by themselves, save the bare sockets.
      for (const recorder of recorders) await recorder.come()
      await vi.waitFor(
        () => expect(all.map(({ seen }) => seen.at(-1)?.picture)).toEqual(all.map(() => model.now)),
        { timeout: 10_000 },
      )
      const { free, held, sold } = await client.showing.seats.query({ showing })
      const told = labels.map((label) =>
        free.includes(label) ? 'f' : held.includes(label) ? 'h' : sold.includes(label) ? 's' : '?',
      )
      expect(told.join('')).toBe(model.now)
      expect(all.map(({ seen }) => strangers(seen, model.history))).toEqual(all.map(() => 0))
      const byVersion = Map.groupBy(
        all.flatMap(({ seen }) => seen),
        ({ version }) => version,
      )
      for (const [version, seen] of byVersion) {
        expect([version, new Set(seen.map((one) => one.picture)).size]).toEqual([version, 1])
      }
      expect(byVersion.size).toBeGreaterThan(50)
      leaving.abort()
      for (const recorder of recorders) recorder.drop()
      await Promise.all(followed.map(({ ended }) => ended))
    },
  )
})

/** Cuts off one of those who watch. */
async function hangUp(desk: ReturnType<typeof desksOf>): Promise<void> {
  await runInDurableObject(desk, (_, state) => state.getWebSockets().at(-1)?.close(1012, 'for the test'))
}
