import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeatMap } from '../../worker/desk/seat-map.ts'

const plan = ['A1', 'A2', 'A3', 'A4']
const byLabel = new Map(plan.map((label) => [label, true]))

describe('a seat map', () => {
  it('counts seats that a booking has as free to it', () => {
    const seats = new SeatMap(byLabel, new Map([['A1', 'bk_1']]))
    expect(seats.soldToOthers('bk_1', ['A1', 'A2'])).toEqual([])
    expect(seats.soldToOthers('bk_2', ['A1', 'A2'])).toEqual(['A1'])
  })

  it('refuses a second claim on a claimed seat', () => {
    const seats = new SeatMap(byLabel, new Map())
    seats.claim('bk_1', ['A1', 'A2'])
    expect(seats.isClaimed('bk_2', ['A2', 'A3'])).toBe(true)
    expect(() => seats.claim('bk_2', ['A2'])).toThrow('not free')
  })

  it('frees nobody else with a late release', () => {
    const seats = new SeatMap(byLabel, new Map([['A1', 'bk_2']]))
    seats.release('bk_1', ['A1'])
    expect(seats.soldToOthers('bk_3', ['A1'])).toEqual(['A1'])
  })

  it('keeps claims when the database is read again', () => {
    const seats = new SeatMap(byLabel, new Map())
    seats.claim('bk_1', ['A1'])
    seats.replaceSold(new Map([['A2', 'bk_2']]))
    expect(seats.isClaimed('bk_3', ['A1'])).toBe(true)
    expect(seats.soldToOthers('bk_3', ['A2'])).toEqual(['A2'])
  })

  it.each([
    ['a seat that the plan lacks', ['A1', 'Z9'], 'plan'],
    ['a seat that is sold to another', ['A4', 'A1'], 'not free'],
    ['a seat twice', ['A1', 'A1'], 'twice'],
    ['no seat', [], 'no seat'],
  ])('takes no claim on %s, nor a part of it', (_, wanted, why) => {
    const seats = new SeatMap(byLabel, new Map([['A4', 'bk_2']]))
    expect(() => seats.claim('bk_1', wanted)).toThrow(why)
    expect(seats.isClaimed('bk_1', plan)).toBe(false)
  })

  it('takes no second claim of one booking', () => {
    const seats = new SeatMap(byLabel, new Map())
    seats.claim('bk_1', ['A1'])
    expect(() => seats.claim('bk_1', ['A2'])).toThrow('not free')
  })

  it('sells nothing without a claim', () => {
    const seats = new SeatMap(byLabel, new Map())
    expect(() => seats.sellClaimed('bk_1', [])).toThrow('without a claim')
    seats.claim('bk_1', ['A1'])
    seats.unclaim('bk_1')
    expect(() => seats.sellClaimed('bk_1', [])).toThrow('without a claim')
  })

  it('sells no seat that was sold to another since it was claimed', () => {
    const seats = new SeatMap(byLabel, new Map())
    seats.claim('bk_1', ['A1', 'A2'])
    seats.replaceSold(new Map([['A2', 'bk_2']]))
    expect(() => seats.sellClaimed('bk_1', [])).toThrow('not free')
    expect(seats.soldToOthers('bk_3', plan)).toEqual(['A2'])
  })

  it('sells a moved booking a seat that it has already', () => {
    const seats = new SeatMap(byLabel, new Map([['A1', 'bk_1']]))
    seats.claim('bk_1', ['A1', 'A2'])
    seats.sellClaimed('bk_1', ['A1'])
    expect(seats.soldToOthers('bk_2', plan)).toEqual(['A1', 'A2'])
  })

  it('never has two holders of a seat, whatever is done to it', () => {
    const booking = fc.constantFrom('bk_1', 'bk_2', 'bk_3')
    const some = fc.uniqueArray(fc.constantFrom(...plan), { minLength: 1 })
    const step = fc.oneof(
      fc.record({ do: fc.constant('claim' as const), booking, seats: some }),
      fc.record({ do: fc.constant('sell' as const), booking, seats: some }),
      fc.record({ do: fc.constant('unclaim' as const), booking, seats: some }),
      fc.record({ do: fc.constant('release' as const), booking, seats: some }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const seats = new SeatMap(byLabel, new Map())
        const holders = new Map<string, string>()
        const claims = new Map<string, readonly string[]>()
        for (const { do: action, booking: who, seats: which } of steps) {
          const isFree =
            !claims.has(who) &&
            which.every((seat) => (holders.get(seat) ?? who) === who) &&
            ![...claims.values()].flat().some((seat) => which.includes(seat))
          const judgedFree = seats.soldToOthers(who, which).length === 0 && !seats.isClaimed(who, which)
          expect(judgedFree).toBe(isFree)
          if (action === 'claim' && isFree) {
            seats.claim(who, which)
            claims.set(who, which)
          } else if (action === 'sell' && claims.has(who)) {
            seats.sellClaimed(who, [])
            for (const seat of claims.get(who) ?? []) holders.set(seat, who)
            claims.delete(who)
          } else if (action === 'unclaim') {
            seats.unclaim(who)
            claims.delete(who)
          } else if (action === 'release') {
            seats.release(who, which)
            for (const seat of which) if (holders.get(seat) === who) holders.delete(seat)
          }
        }
      }),
    )
  })
})
