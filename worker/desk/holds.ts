import type { HoldRecord } from '../../db/schema/bookings.ts'

interface Entry {
  readonly hold: HoldRecord
  /** A booking or a release that ends it is on its way to the database. */
  isEnding: boolean
}

/**
 * The holds of one showing, and those on their way to the database. One that has run out is none from that instant on,
 * whoever asks and whether or not anybody was told. Pure: no clock, no random, no I/O.
 */
export class Holds {
  /** In the order in which they were placed, and nearly in that in which they run out. */
  readonly #byId = new Map<string, Entry>()
  readonly #byCaller = new Map<string, Set<Entry>>()
  readonly #bySeat = new Map<string, Entry>()
  readonly #changed: (seats: readonly string[]) => void
  readonly #underWay = new Map<string, HoldRecord>()

  /** `changed` is told of seats that are held or given back; that a hold runs out is told by its time alone. */
  constructor(holds: readonly HoldRecord[], changed: (seats: readonly string[]) => void = () => undefined) {
    this.#changed = changed
    for (const hold of holds) this.#enter(hold)
  }

  /** Also one that has run out, for a while: so that who comes too late hears so. */
  find(id: string): HoldRecord | undefined {
    return this.#byId.get(id)?.hold
  }

  isUnderWay(id: string): boolean {
    return this.#underWay.has(id)
  }

  isEnding(id: string): boolean {
    return this.#byId.get(id)?.isEnding === true
  }

  /** Of these seats, those that are held at `now` by another hold than `own`. */
  heldByOthers(seats: readonly string[], now: number, own?: string): string[] {
    return seats.filter((seat) => {
      const hold = this.#bySeat.get(seat)?.hold
      return hold !== undefined && hold.id !== own && isLive(hold, now)
    })
  }

  isHeld(seat: string, now: number): boolean {
    const hold = this.#bySeat.get(seat)?.hold
    return hold !== undefined && isLive(hold, now)
  }

  /** How many holds a caller has at `now`. */
  countOf(caller: string, now: number): number {
    return [...(this.#byCaller.get(caller) ?? [])].filter(({ hold }) => isLive(hold, now)).length
  }

  /** How many more he may come to have: those that are on their way. */
  underWayOf(caller: string): number {
    return [...this.#underWay.values()].filter((hold) => hold.caller === caller).length
  }

  send(hold: HoldRecord): void {
    this.#underWay.set(hold.id, hold)
  }

  /** It was sent and is committed now; or nothing came of it. */
  settle(id: string, isPlaced: boolean): void {
    const hold = this.#underWay.get(id)
    this.#underWay.delete(id)
    if (!isPlaced) return
    if (hold === undefined) throw new Error('a hold that nobody asked for')
    this.#enter(hold)
    this.#changed(hold.seats)
  }

  end(id: string): void {
    const entry = this.#byId.get(id)
    if (entry !== undefined) entry.isEnding = true
  }

  /** It ended, or nothing came of what was to end it. */
  settleEnd(id: string, isEnded: boolean): void {
    const entry = this.#byId.get(id)
    if (entry === undefined) return
    entry.isEnding = false
    if (!isEnded) return
    this.#forget(entry)
    this.#changed(entry.hold.seats)
  }

  /** Forgets what ran out at `before` or earlier, from the oldest on. */
  sweep(before: number): void {
    for (const entry of this.#byId.values()) {
      if (entry.hold.expiresAt > before || entry.isEnding) return
      this.#forget(entry)
    }
  }

  /** When the next of them runs out after `now`. */
  nextEnd(now: number): number | undefined {
    let next: number | undefined
    for (const { hold } of this.#byId.values()) {
      if (isLive(hold, now) && hold.expiresAt < (next ?? Number.POSITIVE_INFINITY)) next = hold.expiresAt
    }
    return next
  }

  #enter(hold: HoldRecord): void {
    const before = this.#byId.get(hold.id)
    if (before !== undefined) this.#forget(before)
    const entry: Entry = { hold, isEnding: false }
    this.#byId.set(hold.id, entry)
    const ofCaller = this.#byCaller.get(hold.caller) ?? new Set()
    this.#byCaller.set(hold.caller, ofCaller.add(entry))
    for (const seat of hold.seats) {
      const other = this.#bySeat.get(seat)?.hold
      // Read together with one that ran out before it was placed, in whatever order.
      if (other === undefined || other.expiresAt <= hold.expiresAt) this.#bySeat.set(seat, entry)
    }
  }

  #forget(entry: Entry): void {
    const { id, caller, seats } = entry.hold
    this.#byId.delete(id)
    const ofCaller = this.#byCaller.get(caller)
    ofCaller?.delete(entry)
    if (ofCaller?.size === 0) this.#byCaller.delete(caller)
    for (const seat of seats) {
      if (this.#bySeat.get(seat) === entry) this.#bySeat.delete(seat)
    }
  }
}

/** At exactly its end it is over. */
export function isLive(hold: HoldRecord, now: number): boolean {
  return now < hold.expiresAt
}
