export interface Seat {
  readonly label: string
  /** Its row's label; may be empty. */
  readonly row: string
  /** In seat widths from the left. */
  readonly x: number
  /** In rows from the front. */
  readonly y: number
  readonly category: string
  /** A place for a wheelchair. */
  readonly accessible: boolean
  /** For who comes with somebody in a wheelchair. */
  readonly companion: boolean
  /** Never sold. */
  readonly blocked: boolean
}

/** The seats of a screen, where they stand and which of them are beside each other. */
export interface SeatPlan {
  /** In the order of the plan, the front row first. */
  readonly seats: readonly Seat[]
  readonly byLabel: ReadonlyMap<string, Seat>
  /** Seats of one row directly beside each other, from the left, in the order of the plan. */
  readonly runs: readonly (readonly Seat[])[]
  /** In the order of their first seats. */
  readonly categories: readonly string[]
  readonly bestSpot: Spot
}

export interface Spot {
  readonly x: number
  readonly y: number
}

/** A plan, or in words for a person what to mend in its source. */
export type SeatPlanReading =
  | { readonly ok: true; readonly plan: SeatPlan }
  | { readonly ok: false; readonly problem: string }
