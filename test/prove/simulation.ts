import type { Client } from '@libsql/client/http'
import { drizzle } from 'drizzle-orm/libsql/http'
import { createHash } from 'node:crypto'
import { setImmediate as afterMicrotasks } from 'node:timers/promises'
import { readCheckProgress } from '../../db/conservation-progress.ts'
import type { Database } from '../../db/database.ts'
import { checkConservation } from '../../worker/cron/check-conservation.ts'
import { sealHistory } from '../../worker/cron/seal-history.ts'
import { expireBookings } from '../../worker/cron/expire.ts'
import { sweepOldHolds } from '../../worker/cron/sweep-holds.ts'
import { deskQueueMax, expiresAfterMs } from '../../worker/domain/limits.ts'
import { showingAt } from '../../worker/domain/showing.ts'
import { nodeSealer } from '../../local/history/node-sealer.ts'
import { verify } from '../../worker/history/verify.ts'
import { type HouseParts, openHouse } from '../../worker/office/house.ts'
import { planOf as readPlan } from '../../worker/plans.ts'
import { ticketSigner } from '../../worker/office/tickets/ticket-signer.ts'
import { testTicketKey } from '../setup/ticket-key.ts'
import { readTables } from '../judge/database.ts'
import type { Attempt, Operation, Request, Violation } from '../judge/history.ts'
import { violated } from '../judge/invariants.ts'
import { judge } from '../judge/judge.ts'
import { describe, isUnlearnt } from '../judge/operations.ts'
import { isDue, placeOf, tell } from '../judge/story.ts'
import { Chance } from './chance.ts'
import { SimulatedScreen } from './simulated-screen.ts'
import {
  type Disturbance,
  type Errand,
  type Plan,
  type Wish,
  holdMsMax,
  names,
  seatLabels,
  seatPlan,
} from './plan.ts'
import { empty } from './proving-database.ts'
import { Recorder } from './recorder.ts'
import { Scheduler } from './scheduler.ts'
import { bookByHand } from './staff.ts'
import { Timeline } from './timeline.ts'
import { Viewer } from './viewer.ts'
import { Wire, noFaults } from './wire.ts'

export interface RunResult {
  readonly violations: readonly Violation[]
  readonly requests: number
  readonly won: number
  /** All that was asked, answered and committed: the same for the same plan. */
  readonly trace: readonly string[]
}

/** A whole minute, as every end of a showing is. */
const endsAt = Date.UTC(2027, 0, 1)
const dayMs = 86_400_000
const eventsMax = 30_000
const triesMax = 4
/** On the way back from a desk, and no longer. */
const replyMsMax = 10
const sealer = nodeSealer('a key for the history of the proof')

/** Runs the real office and the real desks as planned, on a real database, in a time and with a fate of its own. */
export async function simulate(plan: Plan, database: Client): Promise<RunResult> {
  await empty(database, plan)
  const run = new Run(plan, database)
  await run.play()
  return run.result()
}

class Run {
  readonly #plan: Plan
  readonly #chance: Chance
  readonly #scheduler: Scheduler
  readonly #database: Client
  readonly #timeline: Timeline
  readonly #wire: Wire
  readonly #screen: SimulatedScreen
  readonly #db: Database
  readonly #recorder: Recorder
  readonly #showings: readonly string[]
  readonly #viewers: readonly Viewer[]
  /** What staff did, by their bookings. */
  readonly #byHand = new Map<string, Operation>()
  /** What was seen on the way, beside what the judge will find. */
  readonly #own: Violation[] = []
  #made = 0
  #expiredUntil = 0

  constructor(plan: Plan, database: Client) {
    this.#plan = plan
    this.#chance = new Chance(plan.schedule)
    this.#database = database
    this.#scheduler = new Scheduler(this.#chance, endsAt - (plan.endsAfterMs ?? 0))
    this.#timeline = new Timeline(database, this.#scheduler)
    this.#wire = new Wire(this.#scheduler, this.#chance, plan.faults, () => this.#timeline.read())
    const db = drizzle(this.#wire.client(database))
    const { queueMax, deskRestMs: restMs } = plan
    const [scheduler, chance] = [this.#scheduler, this.#chance]
    this.#screen = new SimulatedScreen({ db, scheduler, chance, queueMax, restMs })
    this.#screen.releasesLostPercent = plan.releasesLostPercent
    const now = (): number => this.#scheduler.now()
    const parts: HouseParts = {
      db,
      zone: 'UTC',
      now,
      newId: (prefix) => this.#newId(prefix),
      stubOf: () => this.#screen.stub,
      watch: () => Promise.reject(new Error('nobody watches here')),
      pause: (ms) => this.#scheduler.pause(ms + this.#chance.between(0, 2)).over,
      ticketSigner: { ...ticketSigner(testTicketKey), serial: async (...ticket) => ticket.join(' ') },
      fingerprint: async (...request) =>
        createHash('sha256').update(JSON.stringify(request)).digest('base64'),
    }
    // Two isolates, which know of each other's changes by the desks and the database alone.
    const houses = [openHouse(parts), openHouse(parts)]
    this.#recorder = new Recorder(houses, now)
    this.#db = db
    const second = plan.endsAfterMs === undefined ? endsAt + 2 * dayMs : endsAt - expiresAfterMs
    this.#showings = [endsAt + dayMs, second].map((at) => showingAt('small', at).id)
    const stage = { screen: this.#screen, scheduler: this.#scheduler }
    this.#viewers = plan.viewers.map(({ showing }) => new Viewer(this.#showings[showing] ?? '', stage))
  }

  async play(): Promise<void> {
    await this.#untilQuiet([
      ...[...this.#plan.clients, ...this.#plan.doors].map((errands) => this.#act(errands)),
      ...this.#plan.viewers.flatMap((watching, index) => this.#viewers[index]?.play(watching) ?? []),
      this.#disturb(),
    ])
    if (isUntroubled(this.#plan)) this.#own.push(...this.#recorder.operations.flatMap(refusedForNothing))
    this.#wire.faults = noFaults
    this.#wire.awayUntil = 0
    this.#screen.releasesLostPercent = 0
    await this.#untilQuiet([this.#settle()])
    await this.#untilQuiet([this.#probe()])
    this.#compareViews()
  }

  async result(): Promise<RunResult> {
    const { operations } = this.#recorder
    const { events, holds, blocked, admissions } = this.#timeline
    const found = judge({
      operations: [...operations, ...this.#byHand.values()],
      events,
      holds,
      blocked,
      admissions,
      tellings: this.#viewers.flatMap(({ tellings }) => tellings),
      plan: readPlan(seatPlan),
      phoneTicketsMax: this.#plan.phoneTicketsMax,
      byHand: new Set(this.#byHand.keys()),
      tables: await readTables(this.#database),
      expiredUntil: this.#expiredUntil,
      crons: new Set(),
      replyMsMax,
    })
    const attempts = operations.flatMap((operation) => operation.attempts)
    return {
      violations: [...found, ...this.#own, ...this.#viewers.flatMap(({ violations }) => violations)],
      requests: attempts.length,
      won: attempts.filter(({ outcome }) => outcome.kind === 'done').length,
      trace: [
        ...operations.map(describe),
        ...events.map(
          ({ kind, booking, showing, seats, by }) => `${by} ${kind} ${booking} ${showing} ${seats.join()}`,
        ),
        ...holds.map(
          ({ id, seats, placed, ended, expiresAt }) =>
            `${placed.by} held ${id} ${seats.join()} until ${expiresAt}, gone ${ended?.by ?? 'never'}`,
        ),
        ...blocked.map(
          ({ showing, seat, placed, ended }) =>
            `${placed.by} off sale ${placeOf(showing, seat)}, until ${ended?.by ?? 'now'}`,
        ),
        ...admissions.map(
          ({ booking, showing, seat, device, scan, by }) =>
            `${by} in ${booking} ${placeOf(showing, seat)} ${device} ${scan}`,
        ),
        ...this.#viewers.flatMap(({ tellings }) =>
          tellings.map(({ showing, seat, status, at }) => `${at} told ${placeOf(showing, seat)} ${status}`),
        ),
      ],
    }
  }

  async #untilQuiet(doings: readonly Promise<void>[]): Promise<void> {
    let isQuiet = false
    const over = Promise.all(doings).then(() => (isQuiet = true))
    const isAtRest = await this.#scheduler.run(eventsMax)
    await afterMicrotasks()
    if (isQuiet) await over
    else if (!isAtRest) this.#own.push(violated('sellable', `still busy after ${eventsMax} events`))
    else this.#own.push(violated('documented', 'somebody is never answered'))
  }

  async #act(errands: readonly Errand[]): Promise<void> {
    for (const errand of errands) {
      await this.#scheduler.pause(errand.pauseMs).over
      const [request, key] = this.#choose(errand)
      await Promise.all([
        this.#ask(errand, request, key),
        ...(isAtTwoDoors(errand.wish) && request.kind === 'admit'
          ? [this.#ask(errand, { ...request, device: 'Door 3' }, key)]
          : []),
      ])
    }
  }

  async #ask(errand: Errand, request: Request, key: string | undefined): Promise<void> {
    const operation = this.#recorder.begin(request, key)
    let last = await this.#recorder.attempt(operation)
    for (let tries = 1; isWorthRepeating(operation, last, errand) && tries < triesMax; tries += 1) {
      await this.#pause(1, 3_000)
      last = await this.#recorder.attempt(operation)
    }
  }

  #choose({ wish, key, pick }: Errand): [request: Request, key: string | undefined] {
    const keyed = this.#recorder.operations.filter((one) => one.key !== undefined)
    const used = keyed[pick % keyed.length]
    if (key === 'repeat' && used !== undefined) return [used.request, used.key]
    const request = this.#requestOf(wish)
    if (key === 'used' && used !== undefined) return [request, used.key]
    return [request, key === 'none' ? undefined : `key-${this.#newId('of')}`]
  }

  #requestOf(wish: Wish): Request {
    const showingOf = (index: number): string => this.#showings[index] ?? ''
    if (wish.kind === 'cancelByName') return wish
    const { known, knownHolds, knownTickets } = this.#recorder
    const nobodys = { showing: showingOf(0), seat: '1' }
    if (wish.kind === 'book') {
      const { showing, choice, name } = wish
      return { kind: 'book', showing: showingOf(showing), ...choice, name, phone: this.#newPhone(name) }
    }
    if (wish.kind === 'block' || wish.kind === 'unblock') {
      return { kind: wish.kind, showing: showingOf(wish.showing), seats: wish.seats }
    }
    if (wish.kind === 'admit') {
      const { pick, device } = wish
      const { showing, seat } = knownTickets.at(-1 - (pick % knownTickets.length)) ?? nobodys
      return { kind: 'admit', showing, seat, device }
    }
    if (wish.kind === 'hold') {
      return { kind: 'hold', showing: showingOf(wish.showing), ...wish.choice }
    }
    if (wish.kind === 'bookHeld' || wish.kind === 'release') {
      const hold = knownHolds.at(-1 - (wish.pick % knownHolds.length))
      if (hold === undefined) return { kind: 'hold', showing: showingOf(0), seats: ['1'] }
      if (wish.kind === 'release') return { kind: 'release', hold: hold.id }
      const elsewhere = this.#showings.find((showing) => showing !== hold.showing)
      const named = wish.isMisplaced && elsewhere !== undefined ? { showing: elsewhere } : {}
      return { kind: 'book', hold: hold.id, ...named, name: wish.name, phone: this.#newPhone(wish.name) }
    }
    const booking = known[wish.pick % known.length]
    // Nobody can move or cancel what nobody has booked.
    if (booking === undefined) {
      const name = 'Ayush'
      return { kind: 'book', showing: showingOf(0), seats: ['1'], name, phone: this.#newPhone(name) }
    }
    if (wish.kind === 'cancel') return { kind: 'cancel', booking }
    return {
      kind: 'move',
      booking,
      ...(wish.showing === undefined ? {} : { showing: showingOf(wish.showing) }),
      ...(wish.seats === undefined ? {} : { seats: wish.seats }),
    }
  }

  async #disturb(): Promise<void> {
    for (const { pauseMs, what } of this.#plan.disturbances) {
      await this.#scheduler.pause(pauseMs).over
      await this.#strike(what)
    }
  }

  async #strike(what: Disturbance['what']): Promise<void> {
    switch (what.kind) {
      case 'evict':
        return this.#screen.evict(what.livesOn)
      case 'away':
        this.#wire.awayUntil = this.#scheduler.now() + what.ms
        return
      case 'cron':
        await expireBookings(this.#db, this.#scheduler.now()).catch(() => 0)
        await sweepOldHolds(this.#db, this.#scheduler.now()).catch(() => 0)
        await sealHistory(this.#db, sealer).catch(() => 0)
        return this.#timeline.read()
      case 'staff': {
        const booking = this.#newId('bk')
        const written = await bookByHand(this.#database, {
          booking,
          event: this.#newId('ev'),
          showing: this.#showings[what.showing] ?? '',
          seat: what.seat,
          phone: this.#newPhone('Staff'),
          at: this.#scheduler.now(),
        })
        if (written !== undefined) this.#byHand.set(booking, written)
        return this.#timeline.read()
      }
    }
  }

  /** With the faults over, whoever has a key learns what became of his request. */
  async #settle(): Promise<void> {
    await this.#pause(90_000, 90_000)
    this.#expiredUntil = this.#scheduler.now()
    await expireBookings(this.#db, this.#expiredUntil)
    for (const operation of this.#recorder.operations) {
      for (let tries = 0; isUnlearnt(operation) && tries < triesMax; tries += 1) {
        await this.#recorder.attempt(operation)
      }
    }
    await this.#checkConservation()
    await sealHistory(this.#db, sealer)
    await this.#verifyHistory()
  }

  /** Nothing was changed without its entry, nothing entered without its change, and the seals are one chain. */
  async #verifyHistory(): Promise<void> {
    const { first } = await verify(this.#database, { sealers: new Map([[sealer.key, sealer]]) })
    this.#own.push(...first.map((finding) => violated('entered', JSON.stringify(finding))))
  }

  /** The check of the cron raises no false alarm, and sees what the judge sees. */
  async #checkConservation(): Promise<void> {
    await checkConservation(this.#db, this.#scheduler.now())
    const progress = await readCheckProgress(this.#db)
    const found = progress?.foundLast?.first ?? []
    this.#own.push(
      ...found.map((mismatch) => violated('whole', `the cron's check: ${JSON.stringify(mismatch)}`)),
    )
  }

  /** Each seat is asked for once more: the desks' memory, the database and the plan agree. */
  async #probe(): Promise<void> {
    // Who learnt only now that he holds seats holds them no more.
    await this.#pause(holdMsMax + 2_000, holdMsMax + 2_000)
    const { stays } = tell(this.#timeline.events)
    const places = this.#showings.flatMap((showing) => seatLabels.map((seat) => ({ showing, seat })))
    for (const { showing, seat } of places) {
      const phone = this.#newPhone('Probe')
      const operation = this.#recorder.begin(
        { kind: 'book', showing, seats: [seat], name: 'Probe', phone },
        undefined,
      )
      const { outcome } = await this.#recorder.attempt(operation)
      const code = outcome.kind === 'refused' ? outcome.code : outcome.kind
      const isSold = stays.get(placeOf(showing, seat))?.some(({ until }) => until === undefined) === true
      const isOff = this.#isOff(showing, seat)
      const due = isOff ? 'seats_blocked' : isSold ? 'seats_taken' : 'done'
      if (code !== 'showing_closed' && code !== due) {
        this.#own.push(violated('sellable', `${due} is due: ${describe(operation)}`))
      }
    }
  }

  #isOff(showing: string, seat: string): boolean {
    return this.#timeline.blocked.some(
      (one) => one.showing === showing && one.seat === seat && one.ended === undefined,
    )
  }

  /** At rest, and with each seat just asked for, whoever watches knows all of it. */
  #compareViews(): void {
    const { stays } = tell(this.#timeline.events)
    for (const { showing, known } of this.#viewers) {
      if (isDue(showing, this.#scheduler.now())) continue
      for (const seat of seatLabels) {
        const isSold = stays.get(placeOf(showing, seat))?.some(({ until }) => until === undefined) === true
        const is = isSold ? 'sold' : this.#isOff(showing, seat) ? 'blocked' : 'free'
        const told = known.get(seat)
        if (told !== is)
          this.#own.push(violated('watched', `${showing}/${seat} is ${is}, and known as ${told}`))
      }
    }
  }

  #pause(min: number, max: number): Promise<void> {
    return this.#scheduler.pause(this.#chance.between(min, max)).over
  }

  /** Of one request alone; its digits are the same for all of a name, and of others it has none. */
  #newPhone(name: string): string {
    const own = this.#newId('phone').replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))
    return names.includes(name) ? `${own} ${names.indexOf(name)}` : own
  }

  #newId(prefix: string): string {
    this.#made += 1
    return `${prefix}_${String(this.#made).padStart(26, '0')}`
  }
}

/** Nothing goes wrong in it, and nobody has to wait for another. */
function isUntroubled({ faults, queueMax, disturbances }: Plan): boolean {
  const isCalm = disturbances.every(({ what }) => what.kind === 'cron')
  return isCalm && queueMax === deskQueueMax && Object.values(faults).every((percent) => percent === 0)
}

function refusedForNothing(operation: Operation): Violation[] {
  const { request, attempts } = operation
  // A hold ends where sales close, and may do so on its way: then its outcome is told as unknown.
  const mayEndOnItsWay = ({ answeredAt }: Attempt): boolean =>
    request.kind === 'hold' && isDue(request.showing, answeredAt)
  const isForNothing = attempts.some(
    (attempt) =>
      attempt.outcome.kind === 'refused' &&
      (attempt.outcome.code === 'busy' ||
        (attempt.outcome.code === 'outcome_unknown' && !mayEndOnItsWay(attempt))),
  )
  return isForNothing ? [violated('trueRefusal', `nothing was wrong: ${describe(operation)}`)] : []
}

function isAtTwoDoors(wish: Wish): boolean {
  return wish.kind === 'admit' && wish.isAtTwoDoors
}

function isWorthRepeating(operation: Operation, { outcome }: Attempt, { isRepeated }: Errand): boolean {
  if (operation.key === undefined) return false
  if (outcome.kind === 'done') return isRepeated
  return outcome.kind === 'refused' && (outcome.code === 'busy' || outcome.code === 'outcome_unknown')
}
