import type { Seat, SeatPlan } from '../../worker/domain/seat-plan.ts'
import type { Choice, Effect } from './history.ts'

type Wish = Extract<Choice, { count: number }>

/** Whether a plan has what is wished for among the seats that are free: found by trying every place, as nobody in a hurry would. */
export function hasGroup(plan: SeatPlan, isFree: (seat: string) => boolean, wish: Wish): boolean {
  const isSuited = (seat: Seat): boolean => isFree(seat.label) && isOf(seat, wish)
  if (wish.together !== true) return isEnough(plan.seats.filter(isSuited), wish)
  return plan.runs.some((run) =>
    run.some((_, first) => {
      const group = run.slice(first, first + wish.count)
      return group.every(isSuited) && isEnough(group, wish)
    }),
  )
}

/** Whether these seats are what was asked for: the very ones, or so many of the wish, each another. */
export function isChosen(labels: Effect['seats'], choice: Choice, plan: SeatPlan): boolean {
  if (labels === undefined) return true
  if ('seats' in choice) return labels.join() === choice.seats.join()
  const chosen = new Set(labels)
  return (
    labels.length === choice.count &&
    chosen.size === labels.length &&
    hasGroup(plan, (seat) => chosen.has(seat), choice)
  )
}

function isOf({ category }: Seat, wish: Wish): boolean {
  return wish.category === undefined || wish.category === category
}

function isEnough(seats: readonly Seat[], { count, accessible }: Wish): boolean {
  return seats.length >= count && (accessible !== true || seats.some((seat) => seat.accessible))
}
