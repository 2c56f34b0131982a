import type { OpenedSender, OutboxEvent, PendingDelivery, SenderProgress } from '../../db/webhook-outbox.ts'
import {
  callsPerRunMax,
  databaseAttemptsMax,
  databasePauseMs,
  keptDeliveriesMax,
  keptDeliveriesMs,
  lingerMs,
  outboxLow,
  runMsMax,
  unkeptDeliveriesMax,
} from '../domain/limits.ts'
import { Backlog, type Reply } from './backlog.ts'

/** What a courier reaches: its endpoint's place in the database, and the receiver. */
export interface CourierPorts {
  readonly open: () => Promise<OpenedSender | undefined>
  readonly readEpoch: () => Promise<number | undefined>
  readonly readOutbox: (after: number) => Promise<OutboxEvent[]>
  /** False where somebody has changed the endpoint since it was opened. */
  readonly keep: (epoch: number, progress: SenderProgress) => Promise<boolean>
  /** Never rejects. */
  readonly post: (url: string, delivery: PendingDelivery) => Promise<Reply>
  readonly now: () => number
  readonly pause: (ms: number) => Promise<void>
  /** Of [0, 1). */
  readonly random: () => number
}

/** Carries events to one receiver. What it did is kept a little later: what it did not come to keep is sent again. */
export class Courier {
  readonly #ports: CourierPorts
  readonly #underWay = new Set<Promise<void>>()
  /** Good for as long as its epoch is the endpoint's. */
  #backlog: Backlog | undefined
  #isRunning = false
  /** Before that it does not rest: who rang then may have rung for what was committed a little later, too. */
  #restAt = 0
  #readAgainAt = 0
  #keptAt = 0
  #keeping: Promise<void> | undefined
  /** Somebody has changed the endpoint meanwhile: what this one did is not kept any more. */
  #isFenced = false

  constructor(ports: CourierPorts) {
    this.#ports = ports
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  /** Before that the receiver is left alone, whatever is new. */
  get restsUntil(): number {
    return this.#backlog?.retryAt ?? 0
  }

  /** There is something new, or will be in a moment. */
  ring(): void {
    this.#restAt = this.#ports.now() + lingerMs
  }

  /** Sends what is due; answers when to run again, where there is something to wait for. Throws where the database is away. */
  async run(): Promise<number | undefined> {
    this.#isRunning = true
    try {
      return await this.#runOpen()
    } finally {
      // What is under way must not be overtaken by what comes after it in its line.
      await Promise.all(this.#underWay)
      this.#isRunning = false
    }
  }

  async #runOpen(): Promise<number | undefined> {
    const { now, pause } = this.#ports
    const backlog = await this.#open()
    if (backlog === undefined) return undefined
    const stopAt = now() + runMsMax
    this.#readAgainAt = 0
    this.#keptAt = now()
    this.ring()
    for (let calls = 0; ;) {
      const isOver = calls >= callsPerRunMax || now() >= stopAt
      const isToEnd = isOver || this.#isFenced || backlog.isSpent
      if (!isToEnd && backlog.unkept < unkeptDeliveriesMax) {
        await this.#refill(backlog)
        calls += this.#sendDue(backlog)
      }
      this.#keepInTime(backlog)
      if (this.#underWay.size > 0) await Promise.race([...this.#underWay, pause(keptDeliveriesMs)])
      else {
        await this.#keepAll(backlog)
        if (this.#isFenced || backlog.isSpent) return this.#close() ?? now()
        if (isOver) return now()
        if (backlog.isOff) return this.#close()
        if (this.#hasReadAll) return backlog.dueAt()
        await pause(Math.max(this.#readAgainAt - now(), 0))
      }
    }
  }

  async #open(): Promise<Backlog | undefined> {
    if (this.#backlog?.epoch !== (await this.#ports.readEpoch())) this.#close()
    if (this.#backlog !== undefined) return this.#backlog
    const opened = await this.#ports.open()
    if (opened !== undefined) this.#backlog = new Backlog(opened)
    return this.#backlog
  }

  #close(): undefined {
    this.#backlog = undefined
    this.#isFenced = false
  }

  /** Nothing was there when it looked last, and that was late enough. */
  get #hasReadAll(): boolean {
    return this.#readAgainAt - lingerMs >= this.#restAt
  }

  async #refill(backlog: Backlog): Promise<void> {
    const { now } = this.#ports
    const readAt = now()
    if (readAt < this.#readAgainAt) return
    const isResting = backlog.isOff || backlog.isFull || readAt < backlog.retryAt
    const isWanted = !isResting && backlog.countDue(readAt) < outboxLow
    const events = isWanted ? await this.#patiently(() => this.#ports.readOutbox(backlog.read)) : []
    if (events.length === 0 && (isWanted || isResting)) this.#readAgainAt = readAt + lingerMs
    backlog.take(events, now())
  }

  /** Answers how many were sent. */
  #sendDue(backlog: Backlog): number {
    const { now } = this.#ports
    let sent = 0
    for (let due = backlog.next(now()); due !== undefined; due = backlog.next(now())) {
      const sending = this.#send(backlog, due).finally(() => this.#underWay.delete(sending))
      this.#underWay.add(sending)
      sent += 1
    }
    return sent
  }

  async #send(backlog: Backlog, delivery: PendingDelivery): Promise<void> {
    const { post, now, random } = this.#ports
    backlog.settle(delivery, await post(backlog.url, delivery), now(), random())
  }

  /** Keeps what was done by now, while more is being done. */
  #keepInTime(backlog: Backlog): void {
    const { now } = this.#ports
    const isDue = backlog.unkept >= keptDeliveriesMax || now() - this.#keptAt >= keptDeliveriesMs
    if (this.#keeping !== undefined || !isDue || !backlog.hasProgress) return
    this.#keptAt = now()
    const keeping = this.#keep(backlog).finally(() => (this.#keeping = undefined))
    // Whoever waits for it hears of its failure.
    keeping.catch(() => undefined)
    this.#keeping = keeping
  }

  async #keepAll(backlog: Backlog): Promise<void> {
    await this.#keeping
    if (backlog.hasProgress && !this.#isFenced) await this.#keep(backlog)
  }

  async #keep(backlog: Backlog): Promise<void> {
    const { progress, kept } = backlog.progress()
    if (await this.#patiently(() => this.#ports.keep(backlog.epoch, progress))) kept()
    else this.#isFenced = true
  }

  /** A database that restarts is back within seconds, and what was done so far would be sent again. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt < databaseAttemptsMax; attempt += 1) {
      try {
        return await ask()
      } catch {
        await this.#ports.pause(databasePauseMs)
      }
    }
    return ask()
  }
}
