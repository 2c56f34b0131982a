import type { PlanView } from '../../domain/schemas.ts'

export type PlannedSeat = PlanView['seats'][number]

/** Seats of one row that stand in one line. Gaps are in halves of a seat's width, from what stands before. */
export interface RowPart {
  readonly row: string
  readonly gap: number
  readonly seats: readonly { readonly seat: PlannedSeat; readonly gap: number }[]
}

export interface SeatLine {
  /** In halves of a line, to the line in front. */
  readonly gap: number
  readonly parts: readonly RowPart[]
}

/** A plan as lines of seats from the front, each from the left: what is drawn without a place for each seat. */
export function seatLines(seats: readonly PlannedSeat[]): SeatLine[] {
  const left = seats.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY)
  const byLine = [...Map.groupBy(seats, ({ y }) => y)].toSorted(([one], [other]) => one - other)
  let lineBefore: number | undefined
  return byLine.map(([y, ofLine]) => {
    const gap = lineBefore === undefined ? 0 : halves(y - lineBefore - 1)
    lineBefore = y
    return { gap, parts: partsOf(ofLine, left) }
  })
}

function partsOf(seats: readonly PlannedSeat[], left: number): RowPart[] {
  const byRow = [...Map.groupBy(seats, ({ row }) => row)].map(
    ([row, ofRow]) => [row, ofRow.toSorted((one, other) => one.x - other.x)] as const,
  )
  let end = left
  return byRow
    .toSorted(([, [one]], [, [other]]) => (one?.x ?? 0) - (other?.x ?? 0))
    .map(([row, ofRow]) => {
      const gap = halves((ofRow[0]?.x ?? end) - end)
      end = Math.max(end, ofRow[0]?.x ?? end)
      const placed = ofRow.map((seat) => {
        const before = halves(seat.x - end)
        end = Math.max(end, seat.x) + 1
        return { seat, gap: before }
      })
      return { row, gap, seats: placed }
    })
}

function halves(distance: number): number {
  return Math.max(0, Math.round(distance * 2))
}

const pieceMax = 64

/** The sizes of the spacers that make up a gap: each a power of two, as the style knows no others. */
export function gapPieces(gap: number): number[] {
  const pieces = Array.from({ length: Math.floor(gap / pieceMax) }, () => pieceMax)
  for (let piece = pieceMax / 2; piece >= 1; piece /= 2) if ((gap & piece) !== 0) pieces.push(piece)
  return pieces
}
