import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Patience } from '../../worker/desk/patience.ts'
import { realClock } from '../../worker/desk/real-clock.ts'
import { RequestClock } from '../../worker/request-clock.ts'

const never = new Promise<never>(() => undefined)
const notYet = Promise.resolve('not yet')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the clock of a request', () => {
  it('gives the answer that comes in time', async () => {
    expect(await new RequestClock().within(10, Promise.resolve('here'))).toBe('here')
  })

  it('tells what is late, each wait by its own time, with one timer', async () => {
    const clock = new RequestClock()
    await clock.within(5_000, Promise.resolve())
    const answer = clock.within(20_000, never)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(19_999)
    expect(await Promise.race([answer, notYet])).toBe('not yet')
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toBe('late')
    clock.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('still bounds what is waited for after it has rung', async () => {
    const clock = new RequestClock()
    await clock.within(5_000, Promise.resolve())
    await vi.advanceTimersByTimeAsync(5_000)
    const answer = clock.within(20_000, never)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await Promise.race([answer, notYet])).toBe('late')
  })
})

describe('the patience of a desk', () => {
  it('has one timer for all who wait, and none when nobody does', async () => {
    const patience = new Patience(realClock, 100)
    const first = Promise.withResolvers<string>()
    const heard = patience.wait(first.promise)
    await vi.advanceTimersByTimeAsync(60)
    const late = patience.wait(never)
    expect(vi.getTimerCount()).toBe(1)
    first.resolve('here')
    expect(await heard).toBe('here')
    await vi.advanceTimersByTimeAsync(99)
    expect(await Promise.race([late, notYet])).toBe('not yet')
    await vi.advanceTimersByTimeAsync(1)
    expect(await late).toBe('late')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('waits anew after it was stopped', async () => {
    const patience = new Patience(realClock, 100)
    expect(await patience.wait(Promise.resolve('here'))).toBe('here')
    const late = patience.wait(never)
    await vi.advanceTimersByTimeAsync(100)
    expect(await late).toBe('late')
  })
})
