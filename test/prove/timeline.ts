import type { Client } from '@libsql/client/http'
import * as z from 'zod'
import type { Scheduler } from './scheduler.ts'

const row = z
  .object({
    sequence: z.number(),
    id: z.string(),
    kind: z.enum(['booked', 'moved', 'cancelled', 'expired']),
    booking_id: z.string(),
    showing_id: z.string(),
    seats: z.string(),
  })
  .transform(({ booking_id: booking, showing_id: showing, seats, ...rest }) => ({
    ...rest,
    booking,
    showing,
    seats: z.array(z.string()).parse(JSON.parse(seats)),
  }))

/** An event of the database, with the instant of the run at which it was committed. */
export type Committed = z.output<typeof row> & { readonly at: number }

/** Seats of the showings, each with its booking. */
export type Seating = ReadonlyMap<string, string>

/** What the database committed, and when: read from its own events, independently of any desk. */
export class Timeline {
  readonly events: Committed[] = []
  readonly #database: Client
  readonly #scheduler: Scheduler

  constructor(database: Client, scheduler: Scheduler) {
    this.#database = database
    this.#scheduler = scheduler
  }

  async read(): Promise<void> {
    const { rows } = await this.#database.execute({
      sql: 'SELECT sequence, id, kind, booking_id, showing_id, seats FROM events WHERE sequence > ? ORDER BY sequence',
      args: [this.events.at(-1)?.sequence ?? 0],
    })
    for (const event of z.array(row).parse(rows)) this.events.push({ ...event, at: this.#scheduler.now() })
  }

  /** The seatings that held at some instant from `from` to `to`; of the whole house, by `showing/seat`. */
  seatingsBetween(from: number, to: number): Seating[] {
    const before = this.events.filter(({ at }) => at < from).length
    const until = this.events.filter(({ at }) => at <= to).length
    return Array.from({ length: until - before + 1 }, (_, index) =>
      seatingAfter(this.events.slice(0, before + index)),
    ).flatMap((seating) => seating ?? [])
  }
}

/** Who sits where after all these events; undefined where a seat was sold twice, so that there is no answer. */
export function seatingAfter(events: readonly Committed[]): Seating | undefined {
  const seating = new Map<string, string>()
  try {
    for (const event of events) apply(seating, event)
    return seating
  } catch {
    return undefined
  }
}

/** The reference model: what an event does to who sits where. Throws where it sells a seat that is sold. */
export function apply(seating: Map<string, string>, { kind, booking, showing, seats }: Committed): void {
  if (kind === 'expired') return
  for (const [place, occupant] of seating) if (occupant === booking) seating.delete(place)
  if (kind === 'cancelled') return
  for (const seat of seats) {
    const place = `${showing}/${seat}`
    const occupant = seating.get(place)
    if (occupant !== undefined) throw new Error(`${place} is sold to ${occupant} and to ${booking}`)
    seating.set(place, booking)
  }
}
