import type { Client } from '@libsql/client/http'
import {
  type StoredBlock,
  type StoredHold,
  readAdmissions,
  readBlocked,
  readEvents,
  readHolds,
} from '../judge/database.ts'
import type { Admission, Blocked, Committed, Held, Instant } from '../judge/history.ts'
import { placeOf } from '../judge/story.ts'
import type { Scheduler } from './scheduler.ts'

type Seen = { -readonly [K in keyof Held]: Held[K] }
type SeenBlock = { -readonly [K in keyof Blocked]: Blocked[K] }

/** What the database committed, and when: read from its own events and holds, independently of any desk. */
export class Timeline {
  readonly events: Committed[] = []
  readonly admissions: Admission[] = []
  readonly holds: Seen[] = []
  /** Those that are there, by their ids. */
  readonly #present = new Map<string, Seen>()
  readonly blocked: SeenBlock[] = []
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
    for (const admission of await readAdmissions(this.#database, this.admissions.at(-1)?.sequence ?? 0)) {
      this.admissions.push({ ...admission, after: now, by: now })
    }
    this.#compare(await readHolds(this.#database), { after: now, by: now })
    this.#compareBlocks(await readBlocked(this.#database), { after: now, by: now })
  }

  #compare(rows: readonly StoredHold[], instant: Instant): void {
    const stored = new Map(rows.map((row) => [row.id, row]))
    for (const [id, seen] of this.#present) {
      if (isSame(stored.get(id), seen)) continue
      seen.ended = instant
      seen.isReplaced = stored.has(id)
      this.#present.delete(id)
    }
    for (const row of rows.filter(({ id }) => !this.#present.has(id))) {
      const seen = { ...row, placed: instant, ended: undefined }
      this.#present.set(row.id, seen)
      this.holds.push(seen)
    }
  }

  #compareBlocks(rows: readonly StoredBlock[], instant: Instant): void {
    const stored = new Set(rows.map(({ showing, seat }) => placeOf(showing, seat)))
    const present = this.blocked.filter(({ ended }) => ended === undefined)
    for (const seen of present) {
      if (!stored.delete(placeOf(seen.showing, seen.seat))) seen.ended = instant
    }
    for (const row of rows.filter(({ showing, seat }) => stored.has(placeOf(showing, seat)))) {
      this.blocked.push({ ...row, placed: instant, ended: undefined })
    }
  }
}

function isSame(stored: StoredHold | undefined, seen: StoredHold): boolean {
  const { showing, seats, expiresAt } = seen
  return stored?.expiresAt === expiresAt && stored.showing === showing && stored.seats.join() === seats.join()
}
