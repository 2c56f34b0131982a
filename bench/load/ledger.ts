import { type LocalTime, showingIdAt } from './house.ts'

export interface OwnBooking {
  readonly id: string
  readonly name: string
  readonly seats: readonly string[]
  readonly at: LocalTime
}

export interface AcknowledgedTicket {
  readonly booking: string
  readonly showing: string
  readonly seat: string
}

/** What the service has acknowledged, to be compared with what it stored. */
export class Ledger {
  readonly #bookings = new Map<string, OwnBooking>()
  readonly #ids: string[] = []

  get size(): number {
    return this.#bookings.size
  }

  booked(booking: OwnBooking): void {
    if (this.#bookings.has(booking.id)) throw new Error(`two bookings have the id ${booking.id}`)
    this.#bookings.set(booking.id, booking)
    this.#ids.push(booking.id)
  }

  moved({ id }: OwnBooking, at: LocalTime): void {
    const booking = this.#bookings.get(id)
    if (booking !== undefined) this.#bookings.set(id, { ...booking, at })
  }

  /** One of all that were ever made, `share` from 0 to 1; undefined where it has been let go of. */
  pick(share: number): OwnBooking | undefined {
    const id = this.#ids[Math.floor(share * this.#ids.length)]
    return id === undefined ? undefined : this.#bookings.get(id)
  }

  /** Nobody else picks it from here on: who has taken it changes it, and gives it back or not. */
  take(share: number): OwnBooking | undefined {
    const at = Math.floor(share * this.#ids.length)
    const id = this.#ids[at]
    const last = this.#ids.pop()
    if (id === undefined || last === undefined) return undefined
    if (at < this.#ids.length) this.#ids[at] = last
    return this.#bookings.get(id)
  }

  giveBack({ id }: OwnBooking): void {
    this.#ids.push(id)
  }

  cancelled({ id }: OwnBooking): void {
    this.#bookings.delete(id)
  }

  tickets(): AcknowledgedTicket[] {
    return [...this.#bookings.values()].flatMap(({ id, seats, at }) =>
      seats.map((seat) => ({ booking: id, showing: showingIdAt(at), seat })),
    )
  }
}
