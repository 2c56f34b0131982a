import { seatsDrawnMax } from '../../../domain/limits.ts'
import { Room } from '../room.tsx'
import type { PlannedSeat } from '../seat-lines.ts'

/** What becomes of a seat on a map: one can be ticked, or it is somebody's, or only shown. */
export type SeatMark =
  | { readonly kind: 'free' | 'blocked'; readonly canTick: boolean }
  | { readonly kind: 'held' }
  | { readonly kind: 'sold'; readonly booking: string; readonly name: string }
  /** Of the booking that is being moved. */
  | { readonly kind: 'own'; readonly canTick: true }

interface SeatMapProps {
  readonly seats: readonly PlannedSeat[]
  readonly categories: readonly string[]
  readonly markOf: (seat: PlannedSeat) => SeatMark
  readonly ticked?: ReadonlySet<string>
}

/** Who sits where, and what can be had. */
export function SeatMap({ seats, categories, markOf, ticked = new Set() }: SeatMapProps) {
  if (seats.length > seatsDrawnMax) {
    return <p class="note">This room is too large to be drawn: it has {seats.length} seats.</p>
  }
  return (
    <Room
      seats={seats}
      draw={(seat) => (
        <Seat
          seat={seat}
          mark={markOf(seat)}
          isTicked={ticked.has(seat.label)}
          rank={categories.indexOf(seat.category)}
        />
      )}
    />
  )
}

interface SeatProps {
  readonly seat: PlannedSeat
  readonly mark: SeatMark
  readonly isTicked: boolean
  /** Of its category, in the order of the plan. */
  readonly rank: number
}

function Seat({ seat, mark, isTicked, rank }: SeatProps) {
  const { label } = seat
  const kind = `seat ${mark.kind} rank-${Math.min(rank, 3)}`
  const name = `${label}, ${factsOf(seat, mark)}`
  if (mark.kind === 'sold') {
    return (
      <a
        class={kind}
        data-seat={label}
        href={`/desk/bookings/${mark.booking}`}
        data-name={mark.name}
        aria-label={name}
      >
        <span>{label}</span> <small>{startOf(mark.name)}</small>
      </a>
    )
  }
  if (canTick(mark)) {
    return (
      <label class={kind} data-seat={label}>
        <input type="checkbox" name="seats" value={label} checked={isTicked} aria-label={name} />
        <span>{label}</span>
        <SeatSign seat={seat} kind={mark.kind} />
      </label>
    )
  }
  return (
    <span class={kind} data-seat={label} role="img" aria-label={name}>
      <span>{label}</span>
      <SeatSign seat={seat} kind={mark.kind} />
    </span>
  )
}

function canTick(mark: SeatMark): boolean {
  return 'canTick' in mark && mark.canTick
}

/** What it is, by more than its colour. */
function SeatSign({ seat, kind }: { seat: PlannedSeat; kind: SeatMark['kind'] }) {
  const sign = signOf(seat, kind)
  return sign === '' ? null : <small>{sign}</small>
}

function signOf({ accessible, companion }: PlannedSeat, kind: SeatMark['kind']): string {
  if (kind === 'held') return 'held'
  if (kind === 'blocked') return 'off'
  if (accessible) return '♿'
  return companion ? '+1' : ''
}

function factsOf({ category, accessible, companion }: PlannedSeat, mark: SeatMark): string {
  if (mark.kind === 'sold') return mark.name
  const facts = [
    category,
    ...(accessible ? ['place for a wheelchair'] : []),
    ...(companion ? ['for a companion'] : []),
    ...(mark.kind === 'held' ? ['held'] : []),
    ...(mark.kind === 'blocked' ? ['off sale'] : []),
  ]
  return facts.join(', ')
}

/** Of a name, as it is also read aloud. A letter beyond the first plane is one all the same. */
function startOf(name: string): string {
  return Array.from(name).slice(0, 3).join('').trim()
}
