import type { PlannedSeat } from '../../seat-lines.ts'
import type { SeatMark } from '../seat-map.tsx'
import type { ShowingDetail } from './read-showing.ts'

/** Who sits where; what is free can be ticked, and what is off sale by who may put it back. */
export function markSeats(
  { seats, bookings }: Pick<ShowingDetail, 'seats' | 'bookings'>,
  { canUnblock }: { canUnblock: boolean },
): (seat: PlannedSeat) => SeatMark {
  const held = new Set(seats.held)
  const blocked = new Set(seats.blocked)
  const buyers = new Map(
    bookings.flatMap((booking) => booking.seats.map((label) => [label, booking] as const)),
  )
  return ({ label }) => {
    const booking = buyers.get(label)
    if (booking !== undefined) return { kind: 'sold', booking: booking.id, name: booking.name || 'Erased' }
    if (held.has(label)) return { kind: 'held' }
    return blocked.has(label) ? { kind: 'blocked', canTick: canUnblock } : { kind: 'free', canTick: true }
  }
}
