import type { Database } from '../../db/database.ts'
import { findScreen } from '../../db/screens.ts'
import { screenCacheMsMax, screensCachedMax } from '../domain/limits.ts'

export interface Screen {
  readonly id: string
  readonly seats: readonly string[]
  readonly labels: ReadonlySet<string>
  readonly openSchedule: boolean
  readonly salesCloseAfterMs: number
}

/** Screens change rarely and every request needs one: an isolate keeps a copy for a minute. */
export class ScreenCache {
  readonly #db: Database
  readonly #now: () => number
  readonly #cached = new Map<string, { screen: Screen; readAt: number }>()

  constructor(db: Database, now: () => number) {
    this.#db = db
    this.#now = now
  }

  async find(id: string, ageMsMax = screenCacheMsMax): Promise<Screen | undefined> {
    const cached = this.#cached.get(id)
    if (cached !== undefined && this.#now() - cached.readAt <= ageMsMax) return cached.screen
    const readAt = this.#now()
    const row = await findScreen(this.#db, id)
    this.#cached.delete(id)
    if (row === undefined) return undefined
    const screen = { ...row, labels: new Set(row.seats) }
    this.#cached.set(id, { screen, readAt })
    const [oldest] = this.#cached.keys()
    if (this.#cached.size > screensCachedMax && oldest !== undefined) this.#cached.delete(oldest)
    return screen
  }
}
