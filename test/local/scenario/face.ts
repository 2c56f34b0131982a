import type { FailureCode } from '../../../worker/domain/failures.ts'

/** Where a house is, and what its staff show. */
export interface Door {
  readonly url: string
  readonly staffKey: string
}

/** A face as the scenario uses it: each driver says the same in the words of its own face. */
export interface Face {
  book(order: Order): Promise<Booking | Refused>
  see(id: string): Promise<Booking | Refused>
  /** To another time of the evening. */
  move(id: string, change: { readonly time: string; readonly key?: string }): Promise<Booking | Refused>
  cancel(booking: Booking, key?: string): Promise<Booking | Refused>
  /** Of a day. */
  list(who: 'staff' | 'anybody'): Promise<Listed | Refused>
  /** What the classic routes do not have. */
  readonly beyond?: Beyond
}

interface Beyond {
  moveSeats(id: string, seats: readonly string[]): Promise<Booking | Refused>
  seats(time: string): Promise<SeatMap>
  hold(wish: Wish & { readonly key?: string }): Promise<Held | Refused>
  bookHold(hold: string, buyer: Buyer): Promise<Booking | Refused>
  bookBest(order: Buyer & { readonly time: string; readonly best: number }): Promise<Booking | Refused>
  release(hold: string): Promise<{ readonly released: string } | Refused>
}

export interface Buyer {
  readonly name: string
  readonly phone: string
}

interface Order extends Buyer {
  readonly date?: string
  readonly time: string
  readonly seats: readonly string[]
  readonly key?: string
}

interface Wish {
  readonly time: string
  readonly seats: readonly string[]
}

export interface Refused {
  readonly refused: FailureCode
}

export interface Booking extends Buyer {
  readonly id: string
  readonly date: string
  readonly time: string
  readonly seats: readonly string[]
  readonly status: string
}

export interface Listed {
  readonly bookings: readonly Booking[]
}

export interface Held {
  readonly hold: string
  readonly seats: readonly string[]
}

export interface SeatMap {
  readonly held: readonly string[]
  readonly sold: readonly string[]
}

/** Three weeks from now, so that nothing of the evening is over while it is told. */
export const evening = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10)
