import type { Database } from '../../db/database.ts'
import { findScreen } from '../../db/screens.ts'
import { readingSharedMsMax, screenCacheMsMax, screensCachedMax } from '../domain/limits.ts'

export interface Screen {
  readonly id: string
  readonly seats: readonly string[]
  readonly labels: ReadonlySet<string>
  readonly openSchedule: boolean
  readonly salesCloseAfterMs: number
}

interface Reading {
  readonly readAt: number
  readonly screen: Promise<Screen | undefined>
}

/**
 * Screens change rarely and every request needs one: an isolate keeps a copy for a minute. Where many ask at once for one
 * that is not known, one of them reads it for all: a plan of 50,000 seats takes milliseconds.
 */
export class ScreenCache {
  readonly #db: Database
  readonly #now: () => number
  readonly #cached = new Map<string, { screen: Screen; readAt: number }>()
  readonly #readings = new Map<string, Reading>()

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
    if (reading !== undefined && this.#now() - reading.readAt < sharedMsMax) return reading.screen
    return this.#read(id)
  }

  #read(id: string): Promise<Screen | undefined> {
    const reading = { readAt: this.#now(), screen: this.#screenOf(id) }
    this.#readings.set(id, reading)
    const settle = (): void => {
      if (this.#readings.get(id) === reading) this.#readings.delete(id)
    }
    reading.screen.then((screen) => this.#keep(id, reading.readAt, screen)).then(settle, settle)
    return reading.screen
  }

  async #screenOf(id: string): Promise<Screen | undefined> {
    const row = await findScreen(this.#db, id)
    return row && { ...row, labels: new Set(row.seats) }
  }

  #keep(id: string, readAt: number, screen: Screen | undefined): void {
    this.#cached.delete(id)
    if (screen === undefined) return
    this.#cached.set(id, { screen, readAt })
    const [oldest] = this.#cached.keys()
    if (this.#cached.size > screensCachedMax && oldest !== undefined) this.#cached.delete(oldest)
  }
}
