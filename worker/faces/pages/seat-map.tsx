import type { SeatStatus } from '../../domain/live-message.ts'
import type { SeatsView } from '../../domain/schemas.ts'
import { Room } from './room.tsx'
import type { PlannedSeat } from './seat-lines.ts'
import { SeatMarks } from './seat-marks.tsx'

export interface SeatMapProps {
  readonly seats: readonly PlannedSeat[]
  readonly categories: readonly string[]
  readonly statuses: ReadonlyMap<string, SeatStatus>
  readonly chosen: ReadonlySet<string>
  /** Nothing can be chosen. */
  readonly isClosed?: boolean
}

/** Each seat a checkbox. */
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
    <Room seats={seats} draw={(seat) => <SeatBox {...tell(seat)} />}>
      <SeatMarks />
    </Room>
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
