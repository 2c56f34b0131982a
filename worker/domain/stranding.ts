import type { SeatPlan } from './seat-plan.ts'
export function offerInstead(
  _plan: SeatPlan,
  _isFree: (label: string) => boolean,
  _picked: readonly string[],
): string[] | undefined {
  return undefined
}
