export interface Booking {
  readonly id: string
  readonly showing: string
  readonly name: string
  readonly phone: string
  readonly seats: readonly string[]
  readonly status: 'booked' | 'cancelled'
  readonly bookedAt: number
}

/** Whatever it answers is on disk. */
export interface Store {
  /** Answers which of the seats are taken: where any is, nothing was written. */
  book(booking: Booking): Promise<readonly string[]>
  find(id: string): Promise<Booking | undefined>
  soldSeats(showing: string): Promise<readonly string[]>
  /** Takes the booking to another showing with its seats; undefined where there is no such booking, or no longer. */
  move(id: string, showing: string): Promise<readonly string[] | undefined>
  /** Answers how many bookings of that name it cancelled. */
  cancelAll(name: string): Promise<number>
  close(): Promise<void>
}
