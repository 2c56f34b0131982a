import { describe, expect, it } from 'vitest'
import { offerInstead } from '../../worker/domain/stranding.ts'
import { planOf } from './plan-of.ts'
import { bitsOf, blockBits, freeBlocks, rowStates, strands } from './rows.ts'

function offered(source: string, picked: string, sold = ''): string | undefined {
  const taken = new Set(sold.split(' '))
  return offerInstead(planOf(source), (label) => !taken.has(label), picked.split(' '))?.join(' ')
}

describe('a pick beside others that strand nobody', () => {
  it('is refused exactly where it strands a single seat and another of the row does not, in every state of every row up to 12 seats', () => {
    const faults: unknown[] = []
    for (const state of rowStates(12)) {
      for (let size = 1; size <= state.length; size += 1) {
        const blocks = freeBlocks(state, size)
        const sound = blocks.filter((start) => !strands(state, blockBits(start, size)))
        for (const start of blocks) {
          const picked = Array.from({ length: size }, (_, at) => String(start + at + 1))
          const offer = offerInstead(state.plan, state.isFree, picked)
          const isDue = !sound.includes(start) && sound.length > 0
          const away = Math.min(...sound.map((other) => Math.abs(other - start)))
          const nearest = sound.find((other) => Math.abs(other - start) === away) ?? 0
          const isRight = isDue
            ? offer !== undefined && bitsOf(offer) === blockBits(nearest, size)
            : offer === undefined
          if (!isRight) faults.push([state.length, state.free, picked, offer])
          if (offer !== undefined && offerInstead(state.plan, state.isFree, offer) !== undefined) {
            faults.push(['refused after it was offered', state.length, state.free, offer])
          }
        }
      }
    }
    expect(faults).toEqual([])
  })

  it('is offered the nearest, also over an aisle', () => {
    expect(offered('A: 1-8', 'A2 A3')).toBe('A1 A2')
    expect(offered('A: 1-3 _ 4-9', 'A1 A2')).toBe('A4 A5')
  })

  it('is let be where the row has nothing as good', () => {
    expect(offered('A: 1-3\nB: 1-9', 'A1 A2')).toBeUndefined()
    expect(offered('A: 1-3 _ 4-5=vip', 'A1 A2')).toBeUndefined()
    expect(offered('A: 1-3 _ 4a 5c', 'A1 A2')).toBeUndefined()
    expect(offered('A: 1-3 _ 4-5', 'A1 A2', 'A5')).toBeUndefined()
    expect(offered('A: 1-3 _ 4-5x', 'A1 A2')).toBeUndefined()
  })

  it('is offered seats of the same kinds where it mixes them', () => {
    expect(offered('A: 1-3 4-6=vip _ 7-8', 'A2 A3')).toBe('A1 A2')
    expect(offered('A: 1 2-3=vip _ 4=vip 5', 'A2 A3', '')).toBeUndefined()
    expect(offered('A: 1=vip 2=vip 3 4x _ 5 6=vip', 'A2 A3')).toBe('A5 A6')
  })

  it('is let be in another row of the same name', () => {
    expect(offered(': 1-3\n: 4-5', '1 2')).toBeUndefined()
  })

  it('is offered seats on the other side of a curved row', () => {
    const seat = (label: string, x: number, y: number) => ({ label, x, y })
    const left = [seat('1', 0, 0), seat('2', 1, 0.2), seat('3', 2, 0.4)]
    const right = [seat('4', 5, 0.4), seat('5', 6, 0.2)]
    const plan = JSON.stringify({ rows: [{ label: '', seats: [...left, ...right] }] })
    expect(offered(plan, '1 2')).toBe('4 5')
  })

  it('is let be where it is not one block of free seats', () => {
    expect(offered('A: 1-8', 'A2 A4')).toBeUndefined()
    expect(offered('A: 1-8', 'A2 A3', 'A3')).toBeUndefined()
    expect(offered('A: 1-8', 'A2 A99')).toBeUndefined()
    expect(offered('A: 1-8', 'A99')).toBeUndefined()
    expect(offerInstead(planOf('A: 1-8'), () => true, [])).toBeUndefined()
  })
})
