import QuickLRU from 'quick-lru'
import { copyMsMax, showingsCopiedMax } from '../domain/limits.ts'
import type { SeatPlan } from '../domain/seat-plan.ts'
import { SharedReading } from '../shared-reading.ts'

/** Who sits where on a showing's plan, without saying who. */
export interface Occupancy {
  readonly plan: SeatPlan
  readonly sold: ReadonlySet<string>
  readonly held: ReadonlySet<string>
  /** Beside those that the plan blocks. */
  readonly blocked: ReadonlySet<string>
}

interface Copy {
  readonly since: number
  /** Sold ones. */
  readonly seats: Set<string>
}

interface ReadCopy extends Copy {
  readonly occupancy: Occupancy
}

interface Reading {
  readonly shared: SharedReading<Occupancy | undefined>
  /** Sold while the database was being read, which may not have seen them. */
  readonly soldMeanwhile: string[]
}

/**
 * What this isolate knows of a showing's seats, for a quarter of a second: so a storm of buyers neither reaches the desk with
 * wishes that it has just refused, nor the database with questions that it has just answered. Nothing is sold by it.
 */
export class SeatCopies {
  readonly #now: () => number
  /** Single seats, as the desk spoke of them. */
  readonly #heard = new QuickLRU<string, Copy>({ maxSize: showingsCopiedMax })
  /** All of a showing's, as the database had them. */
  readonly #read = new QuickLRU<string, ReadCopy>({ maxSize: showingsCopiedMax })
  /** Under way, the latest of each showing: those who come meanwhile are answered by it. */
  readonly #readings = new QuickLRU<string, Reading>({ maxSize: showingsCopiedMax })
  /** When something was last freed or held. What was asked before then may tell of what is no more. */
  readonly #forgottenAt = new QuickLRU<string, number>({ maxSize: showingsCopiedMax })

  constructor(now: () => number) {
    this.#now = now
  }

  /** The desk, asked at that instant, has said that these are sold. How long its word was on the way nobody knows. */
  hear(showing: string, seats: readonly string[], askedAt: number): void {
    if (!this.#isFresh(askedAt) || this.#isForgotten(showing, askedAt)) return
    const known = this.#fresh(this.#heard, showing)
    const since = Math.min(known?.since ?? askedAt, askedAt)
    const heard = { since, seats: known?.seats ?? new Set() }
    for (const seat of seats) heard.seats.add(seat)
    this.#heard.set(showing, heard)
  }

  /** This isolate has had them sold, and asked for it at that instant: who bought them sees so from here on. */
  sell(showing: string, seats: readonly string[], askedAt: number): void {
    if (!this.#isFresh(askedAt) || this.#isForgotten(showing, askedAt)) return this.#drop(showing)
    this.hear(showing, seats, askedAt)
    const read = this.#read.get(showing)
    for (const seat of seats) read?.seats.add(seat)
    this.#readings.get(showing)?.soldMeanwhile.push(...seats)
  }

  /** This isolate has had seats freed there, or held. */
  forget(showing: string): void {
    this.#drop(showing)
    this.#forgottenAt.set(showing, this.#now())
  }

  /** Of these seats, those that are known to be sold. */
  soldOf(showing: string, seats: readonly string[]): string[] {
    const heard = this.#fresh(this.#heard, showing)?.seats
    const read = this.#fresh(this.#read, showing)?.seats
    return seats.filter((seat) => heard?.has(seat) === true || read?.has(seat) === true)
  }

  /** All its seats; they are read where they are not known. Undefined where `read` finds no such showing. */
  async of(showing: string, read: () => Promise<Occupancy | undefined>): Promise<Occupancy | undefined> {
    const known = this.#fresh(this.#read, showing)
    if (known !== undefined) return known.occupancy
    const underWay = this.#readings.get(showing)
    if (underWay !== undefined && this.#isFresh(underWay.shared.since)) return underWay.shared.join()
    const since = this.#now()
    const reading: Reading = { shared: new SharedReading(since), soldMeanwhile: [] }
    this.#readings.set(showing, reading)
    // Not where something was freed meanwhile, or a later reading has begun.
    const isLatest = (): boolean => this.#readings.get(showing) === reading
    try {
      return await reading.shared.lead(async () => {
        const found = await read()
        if (found === undefined) return undefined
        const seats = new Set([...found.sold, ...reading.soldMeanwhile])
        const occupancy = { ...found, sold: seats }
        if (isLatest()) this.#read.set(showing, { since, seats, occupancy })
        return occupancy
      })
    } finally {
      if (isLatest()) this.#readings.delete(showing)
    }
  }

  #fresh<C extends Copy>(copies: QuickLRU<string, C>, showing: string): C | undefined {
    const copy = copies.get(showing)
    return copy !== undefined && this.#isFresh(copy.since) ? copy : undefined
  }

  #drop(showing: string): void {
    this.#heard.delete(showing)
    this.#read.delete(showing)
    this.#readings.delete(showing)
  }

  #isForgotten(showing: string, askedAt: number): boolean {
    return askedAt <= (this.#forgottenAt.get(showing) ?? Number.NEGATIVE_INFINITY)
  }

  #isFresh(since: number): boolean {
    return this.#now() - since < copyMsMax
  }
}
