import type { Client } from '@libsql/client/http'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../db/database.ts'
import { type StoredEvent, readEvents } from '../judge/database.ts'
import type { Committed, Violation } from '../judge/history.ts'
import { violated } from '../judge/invariants.ts'
import { now } from './clock.ts'
import { HoldLog } from './hold-log.ts'

const everyMs = 25
/** One that takes longer says nothing: the server is stopped. */
const pollMsMax = 2_000

/** Sees when the database commits: it asks the server itself, past the faulty wire. */
export class Watch {
  readonly events: Committed[] = []
  readonly client: Client
  readonly holdLog: HoldLog
  /** When the last answered poll was sent: what it did not see was not there yet. */
  #after = now()
  #heldAfter = now()

  constructor(database: { url: string; authToken: string }) {
    this.client = openDatabase({ ...database, callMsMax: pollMsMax }).$client
    this.holdLog = new HoldLog(this.client)
  }

  async play(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      await this.poll().catch(() => undefined)
      await pause(everyMs)
    }
  }

  /** A poll without an answer says nothing, and throws. */
  async poll(): Promise<void> {
    const sentAt = now()
    const seen = await readEvents(this.client, this.events.at(-1)?.sequence ?? 0)
    const by = now()
    for (const event of seen) this.events.push({ ...event, after: this.#after, by })
    await this.holdLog.read(this.#heldAfter, now)
    this.#heldAfter = sentAt
    this.#after = sentAt
  }

  /** What was seen once must be there at the end, and nothing before it that was not seen. */
  async compare(): Promise<Violation[]> {
    const stored = await readEvents(this.client, 0)
    const asText = ({ sequence, id, kind, booking, seats, showing, at }: StoredEvent): string =>
      JSON.stringify([sequence, id, kind, booking, showing, seats, at])
    const kept = new Set(stored.map(asText))
    const seen = new Set(this.events.map(asText))
    return [
      ...this.events
        .filter((event) => !kept.has(asText(event)))
        .map((event) => violated('agreement', `committed, and gone: ${asText(event)}`)),
      ...stored
        .filter((event) => !seen.has(asText(event)))
        .map((event) => violated('agreement', `there behind a later one's back: ${asText(event)}`)),
    ]
  }
}
