import type { Child } from 'hono/jsx'
import { type PlannedSeat, type RowPart, gapPieces, seatLines } from './seat-lines.ts'

interface RoomProps {
  readonly seats: readonly PlannedSeat[]
  /** Draws a seat; where it stands is the room's matter. */
  readonly draw: (seat: PlannedSeat) => Child
  /** What stands beside the lines. */
  readonly children?: Child
}

/** A room from above, the screen at the top. It scrolls by itself where it is wider than the page. */
export function Room({ seats, draw, children }: RoomProps) {
  return (
    <div class="map" role="region" aria-label="Seat map" tabindex={0}>
      {children}
      <div class="plan">
        <p class="stage">Screen</p>
        {seatLines(seats).map(({ gap, parts }) => (
          <>
            {gapPieces(gap).map((piece) => (
              <i class={`down g${piece}`} />
            ))}
            <div class="line">
              <span class="row" aria-hidden="true">
                {parts[0]?.row}
              </span>
              {parts.map((part) => (
                <Row part={part} draw={draw} />
              ))}
            </div>
          </>
        ))}
      </div>
    </div>
  )
}

function Row({ part: { row, gap, seats }, draw }: { part: RowPart } & Pick<RoomProps, 'draw'>) {
  return (
    <>
      <Gap gap={gap} />
      <div class="part" role="group" aria-label={row === '' ? 'Seats' : `Row ${row}`}>
        {seats.map((placed) => (
          <>
            <Gap gap={placed.gap} />
            {draw(placed.seat)}
          </>
        ))}
      </div>
    </>
  )
}

function Gap({ gap }: { gap: number }) {
  return (
    <>
      {gapPieces(gap).map((piece) => (
        <i class={`g${piece}`} />
      ))}
    </>
  )
}
