import type { Database } from '../../db/database.ts'
import { findScreen } from '../../db/screens.ts'
import { readingSharedMsMax, screenCacheMsMax, screensCachedMax } from '../domain/limits.ts'
import { SharedReading } from '../shared-reading.ts'

export interface Screen {
  readonly id: string
  readonly seats: readonly string[]
  readonly labels: ReadonlySet<string>
  readonly openSchedule: boolean
  readonly salesCloseAfterMs: number
}

/**
 * Screens change rarely and every request needs one: an isolate keeps a copy for a minute. Where many ask at once for one
 * that is not known, one of them reads it for all: a plan of 50,000 seats takes milliseconds.
 */
export class ScreenCache {
  readonly #db: Database
  readonly #now: () => number
  readonly #cached = new Map<string, { screen: Screen; readAt: number }>()
  readonly #readings = new Map<string, SharedReading<Screen | undefined>>()

  constructor(db: Database, now: () => number) {
    this.#db = db
    this.#now = now
  }

  async find(id: string, ageMsMax = screenCacheMsMax): Promise<Screen | undefined> {
    const cached = this.#cached.get(id)
    if (cached !== undefined && this.#now() - cached.readAt <= ageMsMax) return cached.screen
    const reading = this.#readings.get(id)
    // Whoever reads may have been given up by the runtime, and is not waited for by those who come much later.
    const sharedMsMax = Math.min(ageMsMax, readingSharedMsMax)
    if (reading !== undefined && this.#now() - reading.since < sharedMsMax) return reading.join()
    return this.#read(id)
  }

  async #read(id: string): Promise<Screen | undefined> {
    const reading = new SharedReading<Screen | undefined>(this.#now())
    this.#readings.set(id, reading)
    try {
      return await reading.lead(async () => {
        const row = await findScreen(this.#db, id)
        const screen = row && { ...row, labels: new Set(row.seats) }
        this.#keep(id, reading.since, screen)
        return screen
      })
    } finally {
      if (this.#readings.get(id) === reading) this.#readings.delete(id)
    }
  }

  #keep(id: string, readAt: number, screen: Screen | undefined): void {
    this.#cached.delete(id)
    if (screen === undefined) return
    this.#cached.set(id, { screen, readAt })
    const [oldest] = this.#cached.keys()
    if (this.#cached.size > screensCachedMax && oldest !== undefined) this.#cached.delete(oldest)
  }
}
