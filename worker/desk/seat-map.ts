/**
 * Who has which seat of one showing, in two layers: sold, as the database has it, and claimed,
 * by bookings that are on their way there. Pure: no clock, no random, no I/O.
 */
export class SeatMap {
  readonly #plan: ReadonlyMap<string, unknown>
  #sold: Map<string, string>
  readonly #changed: (seats: readonly string[]) => void
  readonly #claims = new Map<string, string>()
  readonly #claimedBy = new Map<string, readonly string[]>()

  /** `plan` has the labels of all seats; `changed` is told of seats that are sold or freed one by one. */
  constructor(
    plan: ReadonlyMap<string, unknown>,
    sold: ReadonlyMap<string, string>,
    changed: (seats: readonly string[]) => void = () => undefined,
  ) {
    this.#plan = plan
    this.#sold = new Map(sold)
    this.#changed = changed
  }

  isFree(seat: string): boolean {
    return !this.#sold.has(seat) && !this.#claims.has(seat)
  }

  isSold(seat: string): boolean {
    return this.#sold.has(seat)
  }

  isSoldTo(booking: string, seat: string): boolean {
    return this.#sold.get(seat) === booking
  }

  get soldCount(): number {
    return this.#sold.size
  }

  /** Seats that another booking has; those that `booking` has count as free to it. */
  soldToOthers(booking: string, seats: readonly string[]): string[] {
    return seats.filter((seat) => (this.#sold.get(seat) ?? booking) !== booking)
  }

  /** Whether something on its way to the database decides about these seats, or about this booking. */
  isClaimed(booking: string, seats: readonly string[]): boolean {
    return this.#claimedBy.has(booking) || seats.some((seat) => this.#claims.has(seat))
  }

  claim(booking: string, seats: readonly string[]): void {
    if (this.isClaimed(booking, seats)) throw new Error('a claim on seats that are not free')
    this.#assertSellable(booking, seats)
    this.#claimedBy.set(booking, seats)
    for (const seat of seats) this.#claims.set(seat, booking)
  }

  unclaim(booking: string): void {
    for (const seat of this.#claimedBy.get(booking) ?? []) this.#claims.delete(seat)
    this.#claimedBy.delete(booking)
  }

  /** Turns a booking's claim, now committed, into its seats; `before` are those that it had. */
  sellClaimed(booking: string, before: readonly string[]): void {
    const seats = this.#claimedBy.get(booking)
    if (seats === undefined) throw new Error('a sale without a claim')
    if (seats.some((seat) => this.#claims.get(seat) !== booking)) {
      throw new Error('a sale of seats that are claimed by another')
    }
    this.#assertSellable(booking, seats)
    this.unclaim(booking)
    this.release(booking, before)
    for (const seat of seats) this.#sold.set(seat, booking)
    this.#changed(seats)
  }

  /** Asked at the claim and again at the sale: between them lies a commit, and whatever was read meanwhile. */
  #assertSellable(booking: string, seats: readonly string[]): void {
    if (seats.length === 0 || new Set(seats).size !== seats.length) {
      throw new Error('a booking of no seat, or of one seat twice')
    }
    if (seats.some((seat) => !this.#plan.has(seat))) throw new Error('a booking of seats that the plan lacks')
    if (this.soldToOthers(booking, seats).length > 0) throw new Error('a booking of seats that are not free')
  }

  /** Frees the seats that this booking has; never somebody else's, however late the word comes. */
  release(booking: string, seats: readonly string[]): void {
    for (const seat of seats) {
      if (this.isSoldTo(booking, seat)) this.#sold.delete(seat)
    }
    this.#changed(seats)
  }

  /** What the database says of sold seats; claims stay. */
  replaceSold(sold: ReadonlyMap<string, string>): void {
    this.#sold = new Map(sold)
  }
}
