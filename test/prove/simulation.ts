import type { Client } from '@libsql/client/http'
import { drizzle } from 'drizzle-orm/libsql/http'
import { createHash } from 'node:crypto'
import { expireBookings } from '../../worker/cron/expire.ts'
import { expiresAfterMs } from '../../worker/domain/limits.ts'
import { showingAt } from '../../worker/domain/showing.ts'
import type { House } from '../../worker/office/house.ts'
import { type Office, openOffice } from '../../worker/office/office.ts'
import { ScreenCache } from '../../worker/office/screen-cache.ts'
import { failureOfThrown } from '../../worker/office/thrown.ts'
import { Chance } from './chance.ts'
import { Desks } from './desks.ts'
import { type Violation, judge } from './invariants.ts'
import { type Answer, type Operation, type Request, codeOf, describe, isOpen } from './operation.ts'
import { Scheduler } from './scheduler.ts'
import { Timeline, seatingAfter } from './timeline.ts'
import { Wire, drawFaults, noFaults } from './wire.ts'
import { empty } from './proving-database.ts'

export interface RunResult {
  readonly violations: readonly Violation[]
  readonly operations: number
  readonly won: number
  /** Of all that was asked and answered, in order: the same for the same seed. */
  readonly trace: string
}

const seats = ['1', '2', '3', '4', '5']
const names = ['Ayush', 'Mira', 'Zoë']
const startsAt = Date.UTC(2027, 0, 1)
const eventsMax = 200_000
const triesMax = 4

/** Runs the real office and the real desks for one seed, on a real database, in a time and with a fate of its own. */
export async function simulate(seed: number, database: Client): Promise<RunResult> {
  await empty(database)
  const run = new Run(new Chance(seed), database)
  await run.play()
  return run.result()
}

class Run {
  readonly #chance: Chance
  readonly #scheduler: Scheduler
  readonly #database: Client
  readonly #timeline: Timeline
  readonly #wire: Wire
  readonly #desks: Desks
  readonly #house: Omit<House, 'newId'>
  readonly #showings: readonly string[]
  readonly #operations: Operation[] = []
  readonly #known: string[] = []
  readonly #blocked: Violation[] = []
  #ids = 0
  /** How many bookings were left as booked by a cron that should have marked them. */
  #due = 0

  constructor(chance: Chance, database: Client) {
    this.#chance = chance
    this.#database = database
    this.#scheduler = new Scheduler(chance, startsAt)
    this.#timeline = new Timeline(database, this.#scheduler)
    this.#wire = new Wire(this.#scheduler, chance, drawFaults(chance), () => this.#timeline.read())
    const db = drizzle(this.#wire.client(database))
    this.#desks = new Desks(db, this.#scheduler, chance)
    this.#desks.releasesLostPercent = chance.of([0, 0, 10, 50])
    const now = (): number => this.#scheduler.now()
    this.#house = {
      db,
      screens: new ScreenCache(db, now),
      zone: 'UTC',
      now,
      deskOf: (showing) => this.#desks.stub(showing),
      fingerprint: async (...request) =>
        createHash('sha256').update(JSON.stringify(request)).digest('base64'),
    }
    const minute = 60_000
    // The second of two is about to expire in some of the runs.
    const second = chance.isTrue(30) ? startsAt - expiresAfterMs + minute : startsAt + 48 * 60 * minute
    this.#showings = [startsAt + 24 * 60 * minute, second].map((at) => showingAt('small', at).id)
  }

  async play(): Promise<void> {
    const actors = Array.from({ length: this.#chance.between(2, 6) }, () => this.#act())
    void this.#disturb()
    await this.#scheduler.run(eventsMax)
    await Promise.all(actors)

    this.#wire.faults = noFaults
    this.#wire.awayUntil = 0
    this.#desks.releasesLostPercent = 0
    const settled = this.#settle()
    await this.#scheduler.run(eventsMax)
    await settled
    const probed = this.#probe()
    await this.#scheduler.run(eventsMax)
    await probed
  }

  async result(): Promise<RunResult> {
    const evidence = { operations: this.#operations, timeline: this.#timeline, database: this.#database }
    const outcomes = this.#operations.flatMap(({ attempts }) => attempts.map(codeOf))
    return {
      violations: [...(await judge(evidence)), ...this.#blocked, ...(this.#due > 0 ? [notExpired] : [])],
      operations: this.#operations.length,
      won: outcomes.filter((code) => code === 'ok').length,
      trace: this.#operations.map(describe).join('\n'),
    }
  }

  async #act(): Promise<void> {
    for (let count = this.#chance.between(2, 8); count > 0; count -= 1) {
      await this.#pause(0, this.#chance.of([5, 100, 2_000]))
      const operation: Operation = { request: this.#choose(), attempts: [] }
      this.#operations.push(operation)
      await this.#attempt(operation)
      while (this.#isWorthRepeating(operation)) {
        await this.#pause(1, 3_000)
        await this.#attempt(operation)
      }
    }
  }

  #isWorthRepeating(operation: Operation): boolean {
    const { attempts, request } = operation
    const last = attempts.at(-1)
    if (last === undefined || request.input.idempotencyKey === undefined || attempts.length >= triesMax)
      return false
    const code = codeOf(last)
    // Some repeat even what succeeded, as after a lost reply.
    return code === 'busy' || code === 'outcome_unknown' || (code === 'ok' && this.#chance.isTrue(20))
  }

  #choose(): Request {
    const idempotencyKey = this.#chooseKey()
    const showing = this.#chance.of(this.#showings)
    const chosen = this.#chance.some(seats, this.#chance.between(1, 2))
    const name = this.#chance.of(names)
    const known = this.#known.length > 0 ? this.#chance.of(this.#known) : undefined
    const kind =
      known === undefined
        ? 'book'
        : this.#chance.of(['book', 'book', 'book', 'move', 'move', 'cancel', 'cancelByName'] as const)
    if (kind === 'book' || known === undefined) {
      return { kind: 'book', input: { showing, seats: chosen, name, phone: '12345', idempotencyKey } }
    }
    if (kind === 'move') {
      const where = this.#chance.of([{ showing }, { seats: chosen }, { showing, seats: chosen }])
      return { kind, input: { id: known, ...where, idempotencyKey } }
    }
    if (kind === 'cancel') return { kind, input: { id: known, idempotencyKey } }
    return { kind, input: { name, idempotencyKey } }
  }

  /** Most have a key of their own, some none, and a few one that another request had already. */
  #chooseKey(): string | undefined {
    const used = this.#operations.flatMap(({ request }) => request.input.idempotencyKey ?? [])
    if (used.length > 0 && this.#chance.isTrue(8)) return this.#chance.of(used)
    return this.#chance.isTrue(60) ? `key-${this.#newId('of')}` : undefined
  }

  async #attempt({ request, attempts }: Operation): Promise<void> {
    const sentAt = this.#scheduler.now()
    const made: string[] = []
    const office = openOffice({
      ...this.#house,
      newId: (prefix) => {
        const id = this.#newId(prefix)
        made.push(id)
        return id
      },
    })
    const answer = await ask(office, request)
    const bookingIds = made.filter((id) => id.startsWith('bk_'))
    if (answer.ok && 'id' in answer.value) this.#known.push(answer.value.id)
    attempts.push({
      sentAt,
      answeredAt: this.#scheduler.now(),
      answer,
      bookingIds,
      eventIds: made.filter((id) => id.startsWith('ev_')),
    })
  }

  /** Evictions, outages, the cron, and staff who write to the database by hand. */
  async #disturb(): Promise<void> {
    for (let count = this.#chance.between(0, 20); count > 0; count -= 1) {
      await this.#pause(1, this.#chance.of([200, 4_000]))
      const disturbance = this.#chance.of(['evict', 'evict', 'away', 'cron', 'staff'] as const)
      if (disturbance === 'evict') this.#desks.evict(this.#chance.of(this.#showings))
      else if (disturbance === 'away')
        this.#wire.awayUntil = this.#scheduler.now() + this.#chance.between(10, 15_000)
      else if (disturbance === 'cron')
        await expireBookings(this.#house.db, this.#scheduler.now()).catch(() => 0)
      else await this.#writeByHand()
    }
  }

  async #writeByHand(): Promise<void> {
    const id = this.#newId('bk')
    const [showing, seat] = [this.#chance.of(this.#showings), this.#chance.of(seats)]
    const args = { id, showing, seat, event: this.#newId('ev'), at: this.#scheduler.now() }
    const has = `(SELECT count(*) FROM showings WHERE id = :showing) = 1`
    await this.#database
      .batch(
        [
          { sql: `INSERT INTO tickets SELECT :showing, :seat, :id WHERE ${has}`, args },
          {
            sql: `INSERT INTO bookings SELECT :id, :showing, starts_at, 'Staff', '12345', json_array(:seat), 'booked', 1, :at
              FROM showings WHERE id = :showing`,
            args,
          },
          {
            sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at)
              SELECT :event, 'booked', :id, :showing, json_array(:seat), :at WHERE ${has}`,
            args,
          },
        ],
        'write',
      )
      .catch(() => undefined)
    await this.#timeline.read()
  }

  /** With the faults over, whoever has a key learns what became of his request. */
  async #settle(): Promise<void> {
    await this.#pause(90_000, 90_000)
    await expireBookings(this.#house.db, this.#scheduler.now())
    this.#due = await countDue(this.#database, this.#scheduler.now())
    const keyed = this.#operations.filter(({ request }) => request.input.idempotencyKey !== undefined)
    for (const operation of keyed) {
      for (let tries = 0; isOpen(operation) && tries < triesMax; tries += 1) await this.#attempt(operation)
    }
  }

  /** Seats that are free can be sold, and those that are sold cannot: the desks agree with the database. */
  async #probe(): Promise<void> {
    await this.#pause(2_000, 2_000)
    const sold = seatingAfter(this.#timeline.events)
    if (sold === undefined) return
    for (const showing of this.#showings) {
      for (const seat of seats) {
        const request: Request = {
          kind: 'book',
          input: { showing, seats: [seat], name: 'Probe', phone: '12345', idempotencyKey: undefined },
        }
        const operation: Operation = { request, attempts: [] }
        this.#operations.push(operation)
        await this.#attempt(operation)
        const [attempt] = operation.attempts
        const outcome = attempt === undefined ? 'none' : codeOf(attempt)
        const expected = sold.has(`${showing}/${seat}`) ? 'seats_taken' : 'ok'
        if (outcome !== expected && outcome !== 'showing_closed') {
          const detail = `${showing}/${seat} should be ${expected}: ${describe(operation)}`
          this.#blocked.push({ invariant: 'free seats can be sold, and sold ones cannot', detail })
        }
      }
    }
  }

  #pause(min: number, max: number): Promise<void> {
    return this.#scheduler.pause(this.#chance.between(min, max)).over
  }

  #newId(prefix: string): string {
    this.#ids += 1
    return `${prefix}_${String(this.#ids).padStart(26, '0')}`
  }
}

const notExpired: Violation = { invariant: 'what is due expires', detail: 'the cron left some' }

async function countDue(database: Client, now: number): Promise<number> {
  const { rows } = await database.execute({
    sql: `SELECT count(*) AS due FROM bookings WHERE status = 'booked' AND starts_at <= ?`,
    args: [now - expiresAfterMs],
  })
  return Number(rows[0]?.['due'])
}

async function ask(office: Office, request: Request): Promise<Answer> {
  try {
    switch (request.kind) {
      case 'book':
        return await office.book(request.input)
      case 'move':
        return await office.move(request.input)
      case 'cancel':
        return await office.cancel(request.input)
      case 'cancelByName':
        return await office.cancelByName(request.input)
    }
  } catch (error) {
    return { ok: false, failure: failureOfThrown(error) }
  }
}
