import { describe, expect, it } from 'vitest'
import type { CommitOutcome } from '../../db/desk-changes.ts'
import type { Decision } from '../../worker/desk/order.ts'
import { groupRoundsMax, holdsPerCallerMax } from '../../worker/domain/limits.ts'
import type { SeatWish } from '../../worker/domain/seat-wish.ts'
import {
  askedOf,
  bookChange,
  failCommits,
  type FaultyDesk,
  faultyDesk,
  freshShowing,
  holdChange,
  outcomeOf,
} from './setup/faulty-desk.ts'
import { addScreen } from './setup/screens.ts'

/** Holds back the next commit, and has it come to nothing until its order is given up. */
function doom(wire: FaultyDesk): { sent: Promise<void>; fail: () => void } {
  const sent = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<CommitOutcome>()
  wire.nextCommit = () => {
    sent.resolve()
    failCommits(wire, groupRoundsMax)
    return failed.promise
  }
  return { sent: sent.promise, fail: () => failed.resolve({ kind: 'not committed', why: 'busy' }) }
}

describe('what is on its way to the database', () => {
  it.each([
    ['without keys', () => undefined],
    ['with keys that begin alike', (n: number) => `order-2026-11-${n}`],
  ])('keeps nobody waiting whose wish cannot be met whatever comes of it, of sales %s', async (_, keyOf) => {
    const showing = freshShowing(await addScreen('A: 1-50\nB: 1-50'))
    const wire = faultyDesk(showing)
    const sales: Promise<Decision>[] = []
    let isHeard = false
    // While one is sold, the next one is asked for.
    const sell = (seat: number): void => {
      const sale = askedOf(bookChange(showing, [`A${seat}`], keyOf(seat)))
      sales.push(wire.desk.decide(sale), wire.desk.decide(askedOf(bookChange(showing, [`B${seat}`]))))
      wire.nextCommit = (real) => {
        if (!isHeard && seat < 50) sell(seat + 1)
        return real()
      }
    }
    sell(1)
    await sales[0]
    // Of that category no seat is on sale.
    const wish: SeatWish = { count: 1, category: 'balcony' }
    const refused = await wire.desk.decide({ ...askedOf(bookChange(showing, [])), wish })
    isHeard = true
    expect(refused).toMatchObject({ failure: { code: 'not_enough_seats', details: { free: 0 } } })
    expect(new Set((await Promise.all(sales)).map(outcomeOf))).toEqual(new Set(['ok']))
    expect(sales.length).toBeLessThan(20)
  })

  it('strands no single seat until it is there', async () => {
    const showing = freshShowing(await addScreen('A: 1-5', { avoidsSingles: true }))
    const wire = faultyDesk(showing)
    await wire.desk.look()
    const commit = doom(wire)
    const doomed = wire.desk.decide(askedOf(bookChange(showing, ['A1'])))
    await commit.sent
    const beside = wire.desk.decide(askedOf(bookChange(showing, ['A3'])))
    commit.fail()
    expect([outcomeOf(await doomed), outcomeOf(await beside)]).toEqual(['busy', 'ok'])
  })

  it('is none of the holds that a caller has', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    const seats = Array.from(
      { length: holdsPerCallerMax + 1 },
      (_, n) => `${'ABC'[n % 3]}${1 + Math.floor(n / 3)}`,
    )
    const [tenth = '', eleventh = '', ...others] = seats
    for (const seat of others) {
      expect(outcomeOf(await wire.desk.decide(askedOf(holdChange(showing, [seat]))))).toBe('ok')
    }
    const commit = doom(wire)
    const doomed = wire.desk.decide(askedOf(holdChange(showing, [tenth])))
    await commit.sent
    const next = wire.desk.decide(askedOf(holdChange(showing, [eleventh])))
    commit.fail()
    expect([outcomeOf(await doomed), outcomeOf(await next)]).toEqual(['busy', 'ok'])
  })
})
