import type { SeatPlan } from './seat-plan.ts'
export interface SeatWish {
  readonly count: number
  readonly category?: string | undefined
  readonly accessible?: boolean | undefined
  readonly together?: boolean | undefined
}
export function chooseSeats(
  plan: SeatPlan,
  isFree: (label: string) => boolean,
  wish: SeatWish,
): string[] | undefined {
  const free = plan.seats.filter(({ label, blocked }) => !blocked && isFree(label)).slice(0, wish.count)
  return free.length < wish.count ? undefined : free.map(({ label }) => label)
}
