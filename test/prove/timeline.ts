import type { Client } from '@libsql/client/http'
import { readEvents } from '../judge/database.ts'
import type { Committed } from '../judge/history.ts'
import type { Scheduler } from './scheduler.ts'

/** What the database committed, and when: read from its own events, independently of any desk. */
export class Timeline {
  readonly events: Committed[] = []
  readonly #database: Client
  readonly #scheduler: Scheduler

  constructor(database: Client, scheduler: Scheduler) {
    this.#database = database
    this.#scheduler = scheduler
  }

  /** To be called whenever the database has done something, so that the instant is known exactly. */
  async read(): Promise<void> {
    const now = this.#scheduler.now()
    for (const event of await readEvents(this.#database, this.events.at(-1)?.sequence ?? 0)) {
      this.events.push({ ...event, after: now, by: now })
    }
  }
}
