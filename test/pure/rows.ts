import type { SeatPlan } from '../../worker/domain/seat-plan.ts'
import { planOf } from './plan-of.ts'

/** Which seats of a row are free: a bit each. */
export interface RowState {
  readonly length: number
  readonly plan: SeatPlan
  readonly free: number
  readonly isFree: (label: string) => boolean
}

/** Every state of every row up to a length; seats are named by their numbers from 1. */
export function* rowStates(lengthMax: number): Generator<RowState> {
  for (let length = 1; length <= lengthMax; length += 1) {
    const plan = planOf(`: 1-${length}`)
    for (let free = 0; free < 2 ** length; free += 1) {
      yield { length, plan, free, isFree: (label) => isOn(free, Number(label) - 1) }
    }
  }
}

/** The bits of `size` seats from `start` on. */
export function blockBits(start: number, size: number): number {
  return (2 ** size - 1) << start
}

/** The starts of all blocks of a size that are free. */
export function freeBlocks({ length, free }: RowState, size: number): number[] {
  const starts = Array.from({ length: Math.max(0, length - size + 1) }, (_, start) => start)
  return starts.filter((start) => (free & blockBits(start, size)) === blockBits(start, size))
}

/** Whether taking seats leaves a free one without free neighbours that had one: reckoned seat by seat. */
export function strands({ length, free }: RowState, taken: number): boolean {
  const left = free & ~taken
  for (let seat = 0; seat < length; seat += 1) {
    const hasNeighbour = (state: number): boolean => isOn(state, seat - 1) || isOn(state, seat + 1)
    if (isOn(left, seat) && hasNeighbour(free) && !hasNeighbour(left)) return true
  }
  return false
}

export function bitsOf(labels: readonly string[]): number {
  return labels.reduce((bits, label) => bits | (1 << (Number(label) - 1)), 0)
}

export function bitCount(bits: number): number {
  let count = 0
  for (let left = bits; left > 0; left &= left - 1) count += 1
  return count
}

/** Whether they are a whole block, without holes. */
export function isBlock(bits: number): boolean {
  const filled = bits | (bits - 1)
  return bits > 0 && (filled & (filled + 1)) === 0
}

function isOn(bits: number, at: number): boolean {
  return at >= 0 && (bits & (1 << at)) !== 0
}
