import { describe, expect, it } from 'vitest'
import { crowdMin, gatherMs, togetherMax, togetherMsMax } from '../../worker/domain/limits.ts'
import { Together } from '../../worker/together.ts'

interface Trip {
  readonly to: string
  readonly calls: readonly number[]
}

/** Calls that are doubled, with the trips that were made for them and the pauses before. */
function doubling({ isLost = false, isShort = false, clock = { now: 0 } } = {}) {
  const trips: Trip[] = []
  const pauses: number[] = []
  const together = new Together<string, number, number>({
    carry: async (to, calls) => {
      trips.push({ to, calls })
      if (isLost) throw new Error('lost')
      return isShort ? [] : calls.map((call) => call * 2)
    },
    pause: async (ms) => {
      pauses.push(ms)
      await Promise.resolve()
    },
    now: () => clock.now,
  })
  return { together, trips, pauses }
}

describe('calls of one moment', () => {
  it('travel as one, each to its own answer', async () => {
    const { together, trips } = doubling()
    expect(await Promise.all([1, 2, 3].map((call) => together.ask('a', call)))).toEqual([2, 4, 6])
    expect(trips).toEqual([{ to: 'a', calls: [1, 2, 3] }])
  })

  it('go where they are meant to', async () => {
    const { together, trips } = doubling()
    await Promise.all([together.ask('a', 1), together.ask('b', 2)])
    expect(trips).toEqual([
      { to: 'a', calls: [1] },
      { to: 'b', calls: [2] },
    ])
  })

  it('all fail with the call that carries them, and the next do not', async () => {
    const { together, trips } = doubling({ isLost: true })
    const answers = await Promise.allSettled([together.ask('a', 1), together.ask('a', 2)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await together.ask('a', 3).catch(() => undefined)
    expect(trips).toHaveLength(2)
  })

  it('are not left without an answer where one is missing', async () => {
    await expect(doubling({ isShort: true }).together.ask('a', 1)).rejects.toThrow('without an answer')
  })

  it('are bounded in number', async () => {
    const { together, trips } = doubling()
    await Promise.all(Array.from({ length: togetherMax + 1 }, (_, call) => together.ask('a', call)))
    expect(trips.map(({ calls }) => calls.length)).toEqual([togetherMax, 1])
  })

  it('do not wait for a carrier that was given up', async () => {
    const clock = { now: 0 }
    const together = new Together<string, number, number>({
      carry: async (_, calls) => calls,
      pause: () => (clock.now === 0 ? new Promise(() => undefined) : Promise.resolve()),
      now: () => clock.now,
    })
    void together.ask('a', 1)
    clock.now = togetherMsMax
    expect(await together.ask('a', 2)).toBe(2)
  })

  it('wait a moment for others after there was a crowd, and not otherwise', async () => {
    const { together, pauses } = doubling()
    await together.ask('a', 1)
    await Promise.all(Array.from({ length: crowdMin }, (_, call) => together.ask('a', call)))
    await together.ask('a', 1)
    await together.ask('a', 1)
    expect(pauses).toEqual([0, 0, gatherMs, 0])
  })
})
