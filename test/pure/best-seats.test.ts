import { describe, expect, it } from 'vitest'
import { chooseSeats } from '../../worker/domain/best-seats.ts'
import type { SeatWish } from '../../worker/domain/seat-wish.ts'
import { planOf } from './plan-of.ts'
import { bitCount, bitsOf, blockBits, freeBlocks, isBlock, rowStates, strands } from './rows.ts'

const rowLengthMax = 12

/** What is chosen of a plan where some seats are sold. */
function chosen(source: string, wish: SeatWish, sold = ''): string | undefined {
  const taken = new Set(sold.split(' '))
  return chooseSeats(planOf(source), (label) => !taken.has(label), wish)?.join(' ')
}

describe('seats that are chosen, in every state of every row up to 12 seats', () => {
  it('are together where that can be, and strand a single one only where all such would', () => {
    const faults: unknown[] = []
    for (const state of rowStates(rowLengthMax)) {
      for (let count = 1; count <= state.length; count += 1) {
        const labels = chooseSeats(state.plan, state.isFree, { count, together: true })
        const blocks = freeBlocks(state, count)
        const taken = bitsOf(labels ?? [])
        const isLegal = blocks.some((start) => blockBits(start, count) === taken)
        const mustStrand = blocks.every((start) => strands(state, blockBits(start, count)))
        const isRight =
          blocks.length === 0 ? labels === undefined : isLegal && mustStrand === strands(state, taken)
        if (!isRight) faults.push([state.length, state.free, count, labels])
      }
    }
    expect(faults).toEqual([])
  })

  it('are as many as wanted exactly where as many are free, and split only where they must be', () => {
    const faults: unknown[] = []
    for (const state of rowStates(rowLengthMax)) {
      for (let count = 1; count <= state.length; count += 1) {
        const labels = chooseSeats(state.plan, state.isFree, { count })
        const taken = bitsOf(labels ?? [])
        const isFree = (taken & ~state.free) === 0 && bitCount(taken) === count && labels?.length === count
        const canBeTogether = freeBlocks(state, count).length > 0
        const isRight =
          bitCount(state.free) < count ? labels === undefined : isFree && (isBlock(taken) || !canBeTogether)
        if (!isRight) faults.push([state.length, state.free, count, labels])
      }
    }
    expect(faults).toEqual([])
  })

  it('are split into as few parts as there can be, with as few alone', () => {
    const faults: unknown[] = []
    for (const state of rowStates(10)) {
      const possible = splitsOf(state.free)
      for (let count = 2; count <= bitCount(state.free); count += 1) {
        const labels = chooseSeats(state.plan, state.isFree, { count })
        const [parts, alone] = shapeOf(bitsOf(labels ?? []))
        const [partsMin, aloneMin] = possible.get(count) ?? [0, 0]
        if (parts !== partsMin || alone !== aloneMin) faults.push([state.length, state.free, count, labels])
      }
    }
    expect(faults).toEqual([])
  })
})

/** For each number of seats the fewest parts that free seats give it, and the fewest who sit alone in so many. */
function splitsOf(free: number): Map<number, readonly [parts: number, alone: number]> {
  const best = new Map<number, readonly [number, number]>()
  for (let taken = free; taken > 0; taken = (taken - 1) & free) {
    const count = bitCount(taken)
    const shape = shapeOf(taken)
    const known = best.get(count)
    const isBetter =
      known === undefined || shape[0] < known[0] || (shape[0] === known[0] && shape[1] < known[1])
    if (isBetter) best.set(count, shape)
  }
  return best
}

/** How many parts these seats are, and how many of them are a seat alone. */
function shapeOf(taken: number): readonly [parts: number, alone: number] {
  const starts = taken & ~(taken << 1)
  const ends = taken & ~(taken >> 1)
  return [bitCount(starts), bitCount(starts & ends)]
}

describe('seats that are chosen', () => {
  const hall = 'A: 1-9\nB: 1-9\nC: 1-9\nD: 1-9'

  it('are the nearest to the best spot, in the order of the plan', () => {
    expect(chosen(hall, { count: 3 })).toBe('C4 C5 C6')
    expect(chosen(hall, { count: 3 }, 'C5')).toBe('B4 B5 B6')
    expect(chosen(`${hall}\n@best A1`, { count: 2 })).toBe('A1 A2')
  })

  it('are the first in the plan of those that are equally good', () => {
    expect(chosen('A: 1-6', { count: 1 }, 'A3 A4')).toBe('A2')
    expect(chosen('A: 1-8', { count: 2 }, 'A4 A5')).toBe('A2 A3')
  })

  it('are of the category that is wished', () => {
    expect(chosen('A: 1-4\nB vip: 1-4', { count: 2, category: 'standard' })).toBe('A1 A2')
    expect(chosen('A: 1-3 4-5=vip 6-8', { count: 2, category: 'vip' })).toBe('A4 A5')
    expect(chosen('A: 1-3 4-5=vip 6-8', { count: 3, category: 'vip' })).toBeUndefined()
  })

  it('are never blocked ones', () => {
    expect(chosen('A: 1-3x 4', { count: 1 })).toBe('A4')
    expect(chosen('A: 1-3x 4', { count: 2 })).toBeUndefined()
  })

  it('are never beside each other over an aisle', () => {
    expect(chosen('A: 1 _ 2', { count: 2, together: true })).toBeUndefined()
  })

  it('leave wheelchair places and their companions to who needs them', () => {
    const bay = 'A: 1-4\nB: 1a 2c 3-4\n@best B2'
    expect(chosen(bay, { count: 2 })).toBe('B3 B4')
    expect(chosen(bay, { count: 3 })).toBe('A1 A2 A3')
    // Apart on other seats they would sit, did the bay not let them sit together.
    expect(chosen(bay, { count: 3 }, 'A2')).toBe('B2 B3 B4')
    expect(chosen(bay, { count: 3, together: true }, 'A2 B4')).toBe('B1 B2 B3')
    expect(chosen(bay, { count: 4 }, 'A2 B2')).toBe('A3 A4 B3 B4')
    expect(chosen(bay, { count: 5 }, 'A1 A2 A3')).toBe('A4 B1 B2 B3 B4')
  })

  it('have a wheelchair place where that is wished, with companions beside it', () => {
    const bays = 'A: 1a 2c _ 3-6 _ 7c 8a 9a\nB: 1-9\n@best A4'
    expect(chosen(bays, { count: 2, accessible: true })).toBe('A1 A2')
    expect(chosen(bays, { count: 2, accessible: true }, 'A1')).toBe('A7 A8')
    expect(chosen(bays, { count: 1, accessible: true }, 'A1')).toBe('A9')
    expect(chosen(bays, { count: 2, accessible: true, together: true }, 'A2 A7')).toBe('A8 A9')
    expect(chosen(bays, { count: 1, accessible: true }, 'A1 A8 A9')).toBeUndefined()
  })

  it('have a wheelchair place also where the others sit apart', () => {
    const bays = 'A: 1a 2c _ 3-6 _ 7c 8a 9a\nB: 1-9\n@best A4'
    expect(chosen(bays, { count: 4, accessible: true })).toBe('A1 A2 A3 A4')
    expect(chosen(bays, { count: 4, accessible: true, together: true })).toBeUndefined()
  })

  it('are split evenly rather than with somebody alone', () => {
    expect(chosen('A: 1-3\nB: 1-3', { count: 4 })).toBe('A1 A2 B1 B2')
    expect(chosen('A: 1-3\nB: 1', { count: 4 })).toBe('A1 A2 A3 B1')
  })

  it('strand no single seat where they are split, if that can be', () => {
    // Two of three would leave one; two of two leave none.
    expect(chosen('A: 1-3\nB: 1-2\nC: 1-2\n@best A2', { count: 4 })).toBe('B1 B2 C1 C2')
  })

  it('are near each other where they are split', () => {
    // A6 and A7 are nearer to the best spot than A1 and A2 are, but beyond it.
    expect(chosen('A: 1-2 _ 3-4 _ 5x __ 6-7\n@best A5', { count: 4 })).toBe('A1 A2 A3 A4')
  })

  it('are not asked for in numbers that nobody may book', () => {
    for (const count of [0, -1, 1.5, 21, Number.NaN]) {
      expect(() => chosen(hall, { count })).toThrow('a wish for')
    }
  })
})
