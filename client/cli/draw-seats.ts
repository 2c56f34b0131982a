import type { SeatPlan, SeatStatus } from '../index.ts'
import type { Colour, Paint } from './paint.ts'

type Seat = SeatPlan['seats'][number]
type Kind = SeatStatus | 'wheelchair' | 'companion'

const columnsPerSeat = 2

const kinds: Readonly<
  Record<Kind, { readonly mark: string; readonly colour: Colour; readonly words: string }>
> = {
  free: { mark: 'o', colour: 'green', words: 'free' },
  wheelchair: { mark: 'w', colour: 'cyan', words: 'free, for a wheelchair' },
  companion: { mark: 'c', colour: 'cyan', words: 'free, for who comes with one' },
  held: { mark: 'h', colour: 'yellow', words: 'held' },
  sold: { mark: '#', colour: 'red', words: 'sold' },
  blocked: { mark: '-', colour: 'dim', words: 'not for sale' },
}

const kindsInOrder: readonly Kind[] = ['free', 'wheelchair', 'companion', 'held', 'sold', 'blocked']

/** The seat map for a terminal: a line a row between the labels of its ends, the front row first, and what the marks mean. */
export function drawSeats(
  { seats, categories }: Pick<SeatPlan, 'seats' | 'categories'>,
  statuses: ReadonlyMap<string, SeatStatus>,
  paint: Paint,
): string {
  const left = Math.min(...seats.map(({ x }) => x))
  const rows = rowsOf(seats)
  const margin = Math.max(...rows.map(([first]) => first?.label.length ?? 0))
  const drawn = new Set<Kind>(['free', 'held', 'sold'])
  const mark = (kind: Kind): string => paint(kinds[kind].colour, kinds[kind].mark)
  const lines = rows.map((row) => {
    let line = ''
    let width = 0
    for (const seat of row) {
      const kind = kindOf(seat, statuses.get(seat.label) ?? 'blocked')
      drawn.add(kind)
      const at = Math.max(Math.round((seat.x - left) * columnsPerSeat), width)
      line += ' '.repeat(at - width) + mark(kind)
      width = at + 1
    }
    const ends = [row[0]?.label.padStart(margin), line, row.at(-1)?.label]
    const named = categories.length > 1 ? new Set(row.map(({ category }) => category)) : []
    return [...ends, ...named].join('  ')
  })
  const legend = kindsInOrder.filter((kind) => drawn.has(kind))
  return [...lines, '', legend.map((kind) => `${mark(kind)} ${kinds[kind].words}`).join('   ')].join('\n')
}

/** Each from the left. Seats without a row's label are a row where they stand in one. */
function rowsOf(seats: readonly Seat[]): Seat[][] {
  const rows = new Map<string | number, Seat[]>()
  for (const seat of seats) {
    const row = seat.row === '' ? seat.y : seat.row
    rows.set(row, [...(rows.get(row) ?? []), seat])
  }
  return [...rows.values()].map((row) => row.toSorted((one, other) => one.x - other.x))
}

function kindOf({ accessible, companion }: Seat, status: SeatStatus): Kind {
  if (status !== 'free') return status
  return accessible ? 'wheelchair' : companion ? 'companion' : 'free'
}
