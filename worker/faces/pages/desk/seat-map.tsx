import type { PlanView } from '../../../domain/schemas.ts'
import { seatsDrawnMax } from '../../../domain/limits.ts'

export type PlannedSeat = PlanView['seats'][number]

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

/** A room from above, the stage at the top: rows as they stand, with their gaps. */
export function SeatMap({ seats, categories, markOf, ticked = new Set() }: SeatMapProps) {
  if (seats.length > seatsDrawnMax) {
    return <p class="note">This room is too large to be drawn: it has {seats.length} seats.</p>
  }
  const marks = new Map(seats.map((seat) => [seat, markOf(seat)]))
  // Who cannot go to a seat in it by keyboard goes to the room itself, to scroll it.
  const isStill = [...marks.values()].every((mark) => mark.kind !== 'sold' && !canTick(mark))
  const left = Math.min(...seats.map(({ x }) => x))
  return (
    <div class="room" role="group" aria-label="Seats, the front row first" tabindex={isStill ? 0 : undefined}>
      <div class="room-inside">
        <p class="stage">Screen</p>
        {rowsOf(seats).map(({ seats: ofRow, isApart }) => (
          <div class={isApart ? 'row apart' : 'row'}>
            <span class="row-name">{ofRow[0]?.row}</span>
            {ofRow.map((seat, index) => (
              <>
                <Gap width={seat.x - (index === 0 ? left : (ofRow[index - 1]?.x ?? 0) + 1)} />
                <Seat
                  seat={seat}
                  mark={marks.get(seat) ?? markOf(seat)}
                  isTicked={ticked.has(seat.label)}
                  rank={categories.indexOf(seat.category)}
                />
              </>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function rowsOf(seats: readonly PlannedSeat[]): { seats: PlannedSeat[]; isApart: boolean }[] {
  const byY = [...Map.groupBy(seats, ({ y }) => y)].sort(([one], [other]) => one - other)
  return byY.map(([y, ofRow], index) => ({
    seats: ofRow.toSorted((one, other) => one.x - other.x),
    isApart: index > 0 && y - (byY[index - 1]?.[0] ?? 0) > 1,
  }))
}

/** In seats and half seats: a style of its own for each place is more than the page's policy allows. */
function Gap({ width }: { width: number }) {
  const halves = Math.min(Math.round(Math.max(width, 0) * 2), 80)
  return (
    <>
      {Array.from({ length: Math.floor(halves / 2) }, () => (
        <span class="gap" />
      ))}
      {halves % 2 === 1 && <span class="gap half" />}
    </>
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
      <a class={kind} href={`/desk/bookings/${mark.booking}`} data-name={mark.name} aria-label={name}>
        <span>{label}</span>
        <small>{initialsOf(mark.name)}</small>
      </a>
    )
  }
  if (canTick(mark)) {
    return (
      <label class={kind}>
        <input type="checkbox" name="seats" value={label} checked={isTicked} aria-label={name} />
        <span>{label}</span>
        <SeatSign seat={seat} kind={mark.kind} />
      </label>
    )
  }
  return (
    <span class={kind} role="img" aria-label={name}>
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

/** `AS` of Ayush Sharma, `Mir` of Mira. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const [first = '', last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return last === undefined ? startOf(first, 3) : `${startOf(first, 1)}${startOf(last, 1)}`.toUpperCase()
}

/** A letter beyond the first plane is one all the same. */
function startOf(word: string, count: number): string {
  return Array.from(word).slice(0, count).join('')
}
