import { describe, expect, it } from 'vitest'
import { Admission } from '../../worker/admission.ts'
import { servedMsMax, underWayMax, underWayMin } from '../../worker/domain/limits.ts'

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
  const queue: number[] = []
  let [waitedMsMax, refused, served] = [0, 0, 0]
  for (let now = 0; now < seconds * 1_000; now += serviceMs) {
    const isSettled = now > (seconds * 1_000) / 2
    for (let idle = callers - queue.length; idle > 0; idle -= 1) {
      if (admission.enter()) queue.push(now)
      else if (isSettled) refused += 1
    }
    const enteredAt = queue.shift()
    if (enteredAt === undefined) continue
    admission.leave(enteredAt, now + serviceMs)
    if (isSettled) {
      served += 1
      waitedMsMax = Math.max(waitedMsMax, now + serviceMs - enteredAt)
    }
  }
  while (queue.length > 0) admission.leave(queue.shift() ?? 0, seconds * 1_000)
  return { waitedMsMax, refused, served }
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
    const entered = Array.from({ length: underWayMax + 5 }, () => admission.enter())
    expect(entered.filter(Boolean)).toHaveLength(underWayMax)
    admission.leave(0, 1)
    expect(admission.enter()).toBe(true)
    expect(admission.enter()).toBe(false)
  })

  it('never shuts: a few are always let in, and more again once answers come in time', () => {
    const admission = new Admission()
    run(admission, { callers: 640, serviceMs: 5_000, seconds: 10_000 })
    const entered = Array.from({ length: underWayMax }, () => admission.enter()).filter(Boolean)
    expect(entered).toHaveLength(underWayMin)
    for (const _ of entered) admission.leave(0, 1)
    run(admission, { callers: 640, serviceMs: 1, seconds: 10 })
    expect(run(admission, { callers: 640, serviceMs: 1, seconds: 2 }).refused).toBe(0)
  })
})
