import type { BookingRecord } from '../../db/schema/bookings.ts'
import { phoneDigitsCompared } from '../domain/limits.ts'
import type { SeatMap } from './seat-map.ts'

type Ticketed = Pick<BookingRecord, 'id' | 'phone' | 'seats'>

/**
 * How many tickets of one showing each phone has, where its screen sets a bound. Which seats are sold to whom the seat map knows:
 * here it is only remembered which bookings are a phone's. Pure: no clock, no random, no I/O.
 */
export class PhoneTickets {
  readonly max: number
  readonly #seats: SeatMap
  /** Seats that bookings have or had, by their phones' digits. */
  #sold = new Map<string, Map<string, readonly string[]>>()
  /** Of bookings that are on their way to the database. */
  readonly #claimed = new Map<string, Map<string, readonly string[]>>()

  constructor(max: number, seats: SeatMap) {
    this.max = max
    this.#seats = seats
  }

  /** What the database says: who has which seat, and which phone each booking; claims stay. */
  replaceSold(sold: ReadonlyMap<string, string>, phones: ReadonlyMap<string, string>): void {
    this.#sold = new Map()
    const byBooking = Map.groupBy(sold.keys(), (seat) => sold.get(seat) ?? '')
    for (const [id, seats] of byBooking) note(this.#sold, { id, phone: phones.get(id) ?? '', seats })
  }

  claim(booking: Ticketed): void {
    note(this.#claimed, booking)
  }

  unclaim({ id, phone }: Ticketed): void {
    const digits = digitsOf(phone)
    const bookings = this.#claimed.get(digits)
    bookings?.delete(id)
    if (bookings?.size === 0) this.#claimed.delete(digits)
  }

  sellClaimed(booking: Ticketed): void {
    this.unclaim(booking)
    note(this.#sold, booking)
  }

  /** Whether its phone would have too many tickets with this booking: surely, or if all that is on its way arrives. */
  wouldHaveTooMany({ id, phone, seats }: Ticketed): 'surely' | 'perhaps' | 'no' {
    const sold = this.#soldOf(phone, id)
    if (sold.size + seats.length > this.max) return 'surely'
    const claimed = [...(this.#claimed.get(digitsOf(phone)) ?? [])].flatMap(([other, taken]) =>
      other === id ? [] : taken,
    )
    return sold.union(new Set(claimed)).size + seats.length > this.max ? 'perhaps' : 'no'
  }

  /** Seats that other bookings of a phone have. */
  #soldOf(phone: string, except: string): Set<string> {
    const known = [...(this.#sold.get(digitsOf(phone)) ?? [])].filter(([booking]) => booking !== except)
    return new Set(
      known.flatMap(([booking, seats]) => seats.filter((seat) => this.#seats.isSoldTo(booking, seat))),
    )
  }
}

/** Nobody's are those of who was erased. */
function note(known: Map<string, Map<string, readonly string[]>>, { id, phone, seats }: Ticketed): void {
  const digits = digitsOf(phone)
  if (digits === '') return
  const bookings = known.get(digits) ?? new Map<string, readonly string[]>()
  known.set(digits, bookings.set(id, seats))
}

/** However it is written: its country's code, which some leave out, and the zero that others put there, come before them. */
function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '').slice(-phoneDigitsCompared)
}
