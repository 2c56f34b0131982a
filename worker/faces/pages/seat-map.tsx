import type { SeatStatus } from '../../domain/live-message.ts'
import type { SeatsView } from '../../domain/schemas.ts'
import { type PlannedSeat, type RowPart, gapPieces, seatLines } from './seat-lines.ts'
import { SeatMarks } from './seat-marks.tsx'

export interface SeatMapProps {
  readonly seats: readonly PlannedSeat[]
  readonly categories: readonly string[]
  readonly statuses: ReadonlyMap<string, SeatStatus>
  readonly chosen: ReadonlySet<string>
  /** Nothing can be chosen. */
  readonly isClosed?: boolean
}

/** Each seat a checkbox, where it stands. The map scrolls by itself where it is wider than the page. */
export function SeatMap({ seats, categories, statuses, chosen, isClosed = false }: SeatMapProps) {
  const tell = (seat: PlannedSeat): SeatTold => {
    const status = statuses.get(seat.label) ?? 'blocked'
    return {
      seat,
      status,
      category: categories.length > 1 ? categories.indexOf(seat.category) : 0,
      isChosen: chosen.has(seat.label) && status === 'free',
      isOff: isClosed || status !== 'free',
    }
  }
  return (
    <div class="map" role="region" aria-label="Seat map" tabindex={0}>
      <SeatMarks />
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
                <Row part={part} tell={tell} />
              ))}
            </div>
          </>
        ))}
      </div>
    </div>
  )
}

export function statusesOf({ free, held, sold, blocked }: SeatsView): Map<string, SeatStatus> {
  const lists = { free, held, sold, blocked } as const
  return new Map(
    statusNames.flatMap((status) => lists[status].map((label): [string, SeatStatus] => [label, status])),
  )
}

const statusNames = ['free', 'held', 'sold', 'blocked'] as const satisfies readonly SeatStatus[]

interface SeatTold {
  readonly seat: PlannedSeat
  readonly status: SeatStatus
  /** Its number among those of the plan. */
  readonly category: number
  readonly isChosen: boolean
  readonly isOff: boolean
}

function Row({ part, tell }: { part: RowPart; tell: (seat: PlannedSeat) => SeatTold }) {
  const { row, gap, seats } = part
  return (
    <>
      <Gap gap={gap} />
      <div class="part" role="group" aria-label={row === '' ? 'Seats' : `Row ${row}`}>
        {seats.map((placed) => (
          <>
            <Gap gap={placed.gap} />
            <SeatBox {...tell(placed.seat)} />
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

function SeatBox({ seat, status, category, isChosen, isOff }: SeatTold) {
  const { label, row, accessible, companion } = seat
  const classes = ['seat', status, category > 0 && `c${Math.min(category, 4)}`].filter(Boolean).join(' ')
  return (
    <label class={classes}>
      <input
        type="checkbox"
        name="seat"
        value={label}
        aria-label={nameOf(seat, status)}
        checked={isChosen}
        data-category={seat.category}
        disabled={isOff}
      />
      {accessible || companion ? (
        <svg aria-hidden="true">
          <use href={accessible ? '#wheelchair' : '#companion'} />
        </svg>
      ) : (
        <b aria-hidden="true">{shortLabel(label, row)}</b>
      )}
    </label>
  )
}

const kept: Readonly<Record<SeatStatus, string>> = {
  free: '',
  held: ', held for somebody',
  sold: ', sold',
  blocked: ', not for sale',
}

/** As a screen reader says it; the map's script changes its end. */
function nameOf({ label, category, accessible, companion }: PlannedSeat, status: SeatStatus): string {
  const words = [
    label,
    category === 'standard' ? '' : category,
    accessible ? 'wheelchair place' : '',
    companion ? 'companion seat' : '',
  ]
  return words.filter(Boolean).join(', ') + kept[status]
}

/** What is left of it beside its row. */
function shortLabel(label: string, row: string): string {
  return label.startsWith(row) && label.length > row.length ? label.slice(row.length) : label
}
