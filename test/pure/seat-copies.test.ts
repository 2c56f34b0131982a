import { describe, expect, it } from 'vitest'
import { copyMsMax } from '../../worker/domain/limits.ts'
import { type Occupancy, SeatCopies } from '../../worker/office/seat-copies.ts'
import { planOf } from '../../worker/plans.ts'

const showing = 'main-20271201T1830Z'

function copiesAt(clock: { now: number }): SeatCopies {
  return new SeatCopies(() => clock.now)
}

const plan = planOf('A: 1-5')

function occupancyOf(sold: readonly string[]): Occupancy {
  return { plan, sold: new Set(sold), held: new Set(), blocked: new Set() }
}

function readingOf(sold: readonly string[]): () => Promise<Occupancy> {
  return () => Promise.resolve(occupancyOf(sold))
}

async function soldIn(reading: Promise<Occupancy | undefined>): Promise<string[]> {
  return [...((await reading)?.sold ?? [])]
}

describe('what an isolate knows of sold seats', () => {
  it('is what the desk said, until a quarter of a second after it was asked', () => {
    const clock = { now: 1_000 }
    const copies = copiesAt(clock)
    copies.hear(showing, ['A1'], 900)
    expect(copies.soldOf(showing, ['A1', 'A2'])).toEqual(['A1'])
    clock.now = 900 + copyMsMax
    expect(copies.soldOf(showing, ['A1'])).toEqual([])
  })

  it('is nothing that the desk was asked before something was freed', () => {
    const clock = { now: 1_000 }
    const copies = copiesAt(clock)
    copies.forget(showing)
    copies.hear(showing, ['A1'], 999)
    expect(copies.soldOf(showing, ['A1'])).toEqual([])
    copies.sell(showing, ['A1'], 999)
    expect(copies.soldOf(showing, ['A1'])).toEqual([])
    clock.now = 1_001
    copies.hear(showing, ['A2'], 1_001)
    expect(copies.soldOf(showing, ['A2'])).toEqual(['A2'])
  })

  it('is as old as the oldest of it', () => {
    const clock = { now: 1_000 }
    const copies = copiesAt(clock)
    copies.hear(showing, ['A1'], 1_000)
    copies.hear(showing, ['A2'], 900)
    clock.now = 900 + copyMsMax
    expect(copies.soldOf(showing, ['A1', 'A2'])).toEqual([])
  })

  it('is nothing where the word was long on its way', () => {
    const copies = copiesAt({ now: 1_000 })
    copies.hear(showing, ['A1'], 1_000 - copyMsMax)
    copies.sell(showing, ['A2'], 1_000 - copyMsMax)
    expect(copies.soldOf(showing, ['A1', 'A2'])).toEqual([])
  })

  it('is of one showing', () => {
    const copies = copiesAt({ now: 0 })
    copies.hear(showing, ['A1'], 0)
    expect(copies.soldOf('main-20271202T1830Z', ['A1'])).toEqual([])
  })

  it('is read once, and again where it is old', async () => {
    const clock = { now: 0 }
    const copies = copiesAt(clock)
    expect(await soldIn(copies.of(showing, readingOf(['A1'])))).toEqual(['A1'])
    expect(await soldIn(copies.of(showing, readingOf(['A2'])))).toEqual(['A1'])
    clock.now = copyMsMax
    expect(await soldIn(copies.of(showing, readingOf(['A2'])))).toEqual(['A2'])
  })

  it('is read once for all who ask at once', async () => {
    const copies = copiesAt({ now: 0 })
    const { promise, resolve } = Promise.withResolvers<Occupancy>()
    let readings = 0
    const read = (): Promise<Occupancy> => {
      readings += 1
      return promise
    }
    const asked = [copies.of(showing, read), copies.of(showing, read)]
    resolve(occupancyOf(['A1']))
    for (const reading of asked) expect(await soldIn(reading)).toEqual(['A1'])
    expect(readings).toBe(1)
  })

  it('is read anew for who asks after seats were freed', async () => {
    const copies = copiesAt({ now: 0 })
    const { promise, resolve } = Promise.withResolvers<Occupancy>()
    const before = copies.of(showing, () => promise)
    copies.forget(showing)
    expect(await soldIn(copies.of(showing, readingOf([])))).toEqual([])
    resolve(occupancyOf(['A1']))
    expect(await soldIn(before)).toEqual(['A1'])
    expect(await soldIn(copies.of(showing, readingOf(['B1'])))).toEqual([])
  })

  it('is not kept where it could not be read', async () => {
    const copies = copiesAt({ now: 0 })
    await expect(copies.of(showing, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(await soldIn(copies.of(showing, readingOf(['A1'])))).toEqual(['A1'])
  })

  it('shows a buyer his own seats, also where the database was read before they were his', async () => {
    const copies = copiesAt({ now: 0 })
    await copies.of(showing, readingOf(['A1']))
    copies.sell(showing, ['A2'], 0)
    expect(await soldIn(copies.of(showing, readingOf([])))).toEqual(['A1', 'A2'])

    const other = 'main-20271202T1830Z'
    const { promise, resolve } = Promise.withResolvers<Occupancy>()
    const reading = copies.of(other, () => promise)
    copies.sell(other, ['B1'], 0)
    resolve(occupancyOf([]))
    expect(await soldIn(reading)).toEqual(['B1'])
  })

  it('is forgotten where seats were freed, and a reading from before is not kept', async () => {
    const copies = copiesAt({ now: 0 })
    copies.hear(showing, ['A1'], 0)
    const { promise, resolve } = Promise.withResolvers<Occupancy>()
    const reading = copies.of(showing, () => promise)
    copies.forget(showing)
    resolve(occupancyOf(['A1']))
    await reading
    expect(copies.soldOf(showing, ['A1'])).toEqual([])
    expect(await soldIn(copies.of(showing, readingOf([])))).toEqual([])
  })
})
