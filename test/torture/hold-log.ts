import type { Client } from '@libsql/client/http'
import * as z from 'zod'
import { holdsRememberedMs } from '../../worker/domain/limits.ts'
import type { Held, Instant } from '../judge/history.ts'

/** How long seats are held: so short that many holds run out under load. */
export const holdMs = 3_000

const logRow = z
  .object({
    n: z.number(),
    id: z.string(),
    showing_id: z.string().nullable(),
    seats: z.string().nullable(),
    expires_at: z.number().nullable(),
  })
  .transform(({ showing_id: showing, expires_at: expiresAt, ...rest }) => ({ ...rest, showing, expiresAt }))

const seatList = z.array(z.string())

/** A cron was fired with a time to come, so long before at most. */
const cronMsMax = 60_000

type Seen = { -readonly [K in keyof Held]: Held[K] }

/**
 * Every hold that ever was: one may come and go between two looks, and leaves no event. So the database notes them itself, in the
 * very transaction, by triggers of the torture's own.
 */
export class HoldLog {
  readonly holds: Seen[] = []
  readonly #present = new Map<string, Seen>()
  readonly #client: Client
  #last = 0
  /** As the house had it: no member of staff could set one so short, and the history tells of none. */
  #ownHoldMs = 0

  constructor(client: Client) {
    this.#client = client
  }

  async begin(): Promise<void> {
    const { rows } = await this.#client.execute('SELECT hold_ms FROM venue')
    this.#ownHoldMs = z.number().parse(rows[0]?.['hold_ms'])
    await this.#client.batch(
      [
        { sql: 'UPDATE venue SET hold_ms = ?', args: [holdMs] },
        `CREATE TABLE hold_log (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, showing_id TEXT, seats TEXT, expires_at INTEGER)`,
        `CREATE TRIGGER hold_placed AFTER INSERT ON holds BEGIN
          INSERT INTO hold_log (id, showing_id, seats, expires_at)
          VALUES (NEW.id, NEW.showing_id, NEW.seats, NEW.expires_at); END`,
        `CREATE TRIGGER hold_ended AFTER DELETE ON holds BEGIN INSERT INTO hold_log (id) VALUES (OLD.id); END`,
      ],
      'write',
    )
  }

  /** Leaves the venue as its history tells of it. */
  async end(): Promise<void> {
    await this.#client.execute({ sql: 'UPDATE venue SET hold_ms = ?', args: [this.#ownHoldMs] })
  }

  /** A cron that is told of a time to come sweeps holds that live on at their desks: whether they are over by then nobody can say. */
  judged(crons: readonly { readonly time: number; readonly at: number }[]): Held[] {
    return this.holds.map((held): Held => {
      const { ended, expiresAt } = held
      const isSwept =
        ended !== undefined &&
        ended.by < expiresAt &&
        crons.some(
          ({ time, at }) =>
            time - holdsRememberedMs >= expiresAt && at <= ended.by && at + cronMsMax >= ended.after,
        )
      return isSwept ? { ...held, ended: { after: ended.after, by: Infinity } } : held
    })
  }

  /** What is new happened after `after` and by now. */
  async read(after: number, now: () => number): Promise<void> {
    const { rows } = await this.#client.execute({
      sql: 'SELECT n, id, showing_id, seats, expires_at FROM hold_log WHERE n > ? ORDER BY n',
      args: [this.#last],
    })
    const instant = { after, by: now() }
    for (const row of z.array(logRow).parse(rows)) {
      this.#last = row.n
      const { id, showing, seats, expiresAt } = row
      const isPlaced = showing !== null && seats !== null && expiresAt !== null
      this.#end(id, instant, { isReplaced: isPlaced })
      if (!isPlaced) continue
      const held: Seen = {
        id,
        showing,
        seats: seatList.parse(JSON.parse(seats)),
        expiresAt,
        placed: instant,
        ended: undefined,
      }
      this.holds.push(held)
      this.#present.set(id, held)
    }
  }

  /** It is gone, or another takes its place under the same id: that is noted as one more alone, without an end before it. */
  #end(id: string, instant: Instant, { isReplaced }: { isReplaced: boolean }): void {
    const held = this.#present.get(id)
    if (held !== undefined) Object.assign(held, { ended: instant, isReplaced })
    this.#present.delete(id)
  }
}
