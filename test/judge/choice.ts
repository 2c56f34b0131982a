import type { Choice, Effect } from './history.ts'

/** Whether these seats are what was asked for: the very ones, or so many of them, each another. */
export function isChosen(seats: Effect['seats'], choice: Choice): boolean {
  if (seats === undefined) return true
  if ('seats' in choice) return seats.join() === choice.seats.join()
  return seats.length === choice.count && new Set(seats).size === seats.length
}
