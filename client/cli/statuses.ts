import type { SeatStatus, Seats } from '../index.ts'

export function statusesOf({ free, held, sold, blocked }: Seats): Map<string, SeatStatus> {
  const lists = { free, held, sold, blocked } as const
  const statuses = ['free', 'held', 'sold', 'blocked'] as const
  return new Map(statuses.flatMap((status) => lists[status].map((seat) => [seat, status] as const)))
}
