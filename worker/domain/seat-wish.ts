export interface SeatWish {
  /** 1 to `seatsPerBookingMax`. */
  readonly count: number
  readonly category?: string | undefined
  /** At least one wheelchair place among them; its companion seats are preferred for the others. */
  readonly accessible?: boolean | undefined
  /** Only seats beside each other will do. Otherwise they are split, as little as possible, where no run has room. */
  readonly together?: boolean | undefined
}
