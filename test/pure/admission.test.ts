import { describe, expect, it } from 'vitest'
import { Admission } from '../../worker/admission.ts'
import { abandonedMs, servedMsMax, underWayMax, underWayMin, waitingMax } from '../../worker/domain/limits.ts'
import type { Place } from '../../worker/places.ts'

interface Served {
  readonly waitedMsMax: number
  readonly refused: number
  readonly served: number
}

/** A house that serves one request after the other, each in `serviceMs`, while `callers` ask again at once. */
function run(
  admission: Admission,
  { callers, serviceMs, seconds }: { callers: number; serviceMs: number; seconds: number },
): Served {
  const queue: Place[] = []
  let [waitedMsMax, refused, served] = [0, 0, 0]
  for (let now = 0; now < seconds * 1_000; now += serviceMs) {
    const isSettled = now > (seconds * 1_000) / 2
    for (let idle = callers - queue.length; idle > 0; idle -= 1) {
      const place = admission.enter(now, 1)
      if (place !== undefined) queue.push(place)
      else if (isSettled) refused += 1
    }
    const first = queue.shift()
    if (first === undefined) continue
    admission.leave(first, now + serviceMs)
    if (isSettled) {
      served += 1
      waitedMsMax = Math.max(waitedMsMax, now + serviceMs - first.takenAt)
    }
  }
  for (const place of queue) admission.leave(place, seconds * 1_000)
  return { waitedMsMax, refused, served }
}

/** As many as are let in at once. */
function crowd(admission: Admission, now: number, calls = 1): Place[] {
  return Array.from({ length: underWayMax + 5 }, () => admission.enter(now, calls)).filter(
    (place) => place !== undefined,
  )
}

describe('admission', () => {
  it('lets everybody in whom it can serve in time', () => {
    expect(run(new Admission(), { callers: 640, serviceMs: 1, seconds: 20 }).refused).toBe(0)
  })

  it('lets in fewer where answers come late, so that those who are in are served in time', () => {
    const { waitedMsMax, refused, served } = run(new Admission(), { callers: 640, serviceMs: 4, seconds: 60 })
    expect(waitedMsMax).toBeLessThan(1.5 * servedMsMax)
    expect(refused).toBeGreaterThan(0)
    expect(served).toBe(30_000 / 4 - 1)
  })

  it('never lets in more than it has room for, and lets in again who comes when others have left', () => {
    const admission = new Admission()
    const [first] = crowd(admission, 0)
    expect(admission.enter(0, 1)).toBeUndefined()
    if (first !== undefined) admission.leave(first, 1)
    expect(admission.enter(1, 1)).toBeDefined()
    expect(admission.enter(1, 1)).toBeUndefined()
  })

  it('counts a batch as its calls', () => {
    expect(crowd(new Admission(), 0, 10)).toHaveLength(underWayMax / 10)
  })

  it('never shuts: a few are always let in, and more again once answers come in time', () => {
    const admission = new Admission()
    run(admission, { callers: 640, serviceMs: 5_000, seconds: 10_000 })
    const entered = crowd(admission, 0)
    expect(entered).toHaveLength(underWayMin)
    for (const place of entered) admission.leave(place, 1)
    run(admission, { callers: 640, serviceMs: 1, seconds: 10 })
    expect(run(admission, { callers: 640, serviceMs: 1, seconds: 2 }).refused).toBe(0)
  })

  it('lowers nothing for one who is slow alone', () => {
    const admission = new Admission()
    const alone = admission.enter(0, 1)
    if (alone !== undefined) admission.leave(alone, 10 * servedMsMax)
    expect(crowd(admission, 10 * servedMsMax)).toHaveLength(underWayMax)
  })

  it('takes back the places of those who never leave', () => {
    const admission = new Admission()
    crowd(admission, 0)
    expect(admission.enter(abandonedMs - 1, 1)).toBeUndefined()
    expect(crowd(admission, abandonedMs)).toHaveLength(underWayMax)
  })

  it('has who finds no place wait for his turn, first come, first served', async () => {
    const admission = new Admission()
    const places = crowd(admission, 0)
    const turns: string[] = []
    const waiting = ['first', 'second', 'third'].map((name) => {
      const one = admission.wait(1)
      void one?.turn.then(() => turns.push(name))
      return one
    })
    for (const place of places.slice(0, 2)) admission.leave(place, 1)
    await Promise.resolve()
    expect(turns).toEqual(['first', 'second'])
    expect(await waiting[1]?.turn).toMatchObject({ takenAt: 1, size: 1 })
    expect(admission.waiting).toBe(1)
  })

  it('lets nobody overtake those who wait, not even where there is room for him and not for them', async () => {
    const admission = new Admission()
    const places = crowd(admission, 0)
    const many = admission.wait(2)
    const [first, second] = places
    if (first !== undefined) admission.leave(first, 1)
    expect(admission.enter(1, 1)).toBeUndefined()
    if (second !== undefined) admission.leave(second, 2)
    expect(await many?.turn).toMatchObject({ size: 2 })
  })

  it('gives the place of one who gave up waiting to who comes after him', async () => {
    const admission = new Admission()
    const places = crowd(admission, 0)
    const [inLine, atTheDoor, last] = [admission.wait(1), admission.wait(1), admission.wait(1)]
    if (inLine !== undefined) await admission.giveUp(inLine)
    if (places[0] !== undefined) admission.leave(places[0], 1)
    // His turn has come at this very moment.
    if (atTheDoor !== undefined) await admission.giveUp(atTheDoor)
    expect(await last?.turn).toBeDefined()
    expect(admission.underWay).toBe(underWayMax)
    expect(admission.waiting).toBe(0)
  })

  it('has a bounded number wait', async () => {
    const admission = new Admission()
    crowd(admission, 0)
    const waiting = Array.from({ length: waitingMax }, () => admission.wait(1))
    expect(waiting.every((one) => one !== undefined)).toBe(true)
    expect(admission.wait(1)).toBeUndefined()
    if (waiting[0] !== undefined) await admission.giveUp(waiting[0])
    expect(admission.wait(1)).toBeDefined()
  })
})
