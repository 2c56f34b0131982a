import { describe, expect, it } from 'vitest'
import { SeatsStates } from '../../client/live/seats-state.ts'

function snapshot(v: string, seats: Partial<Record<'free' | 'held' | 'sold' | 'blocked', string[]>>): string {
  return JSON.stringify({ v, seats: { free: [], held: [], sold: [], blocked: [], ...seats } })
}

function change(v: string, seats: Record<string, string>): string {
  return JSON.stringify({ v, seats })
}

function watching(): SeatsStates {
  const states = new SeatsStates()
  expect(states.hear(snapshot('3.0', { free: ['A1', 'A2'], sold: ['A3'] }))).toBe(true)
  return states
}

describe('what a watcher has been told', () => {
  it('is all at first, and then what became different', () => {
    const states = watching()
    const first = states.take()
    expect(first).toMatchObject({ version: '3.0', changed: ['A1', 'A2', 'A3'] })
    expect(states.take()).toBeUndefined()
    expect(states.hear(change('3.1', { A1: 'held' }))).toBe(true)
    const second = states.take()
    expect(second).toMatchObject({ version: '3.1', changed: ['A1'] })
    expect([first?.seats.get('A1'), second?.seats.get('A1'), second?.seats.get('A3')]).toEqual([
      'free',
      'held',
      'sold',
    ])
  })

  it('is the latest, and all that became different meanwhile, for who is slow', () => {
    const states = watching()
    states.take()
    states.hear(change('3.1', { A1: 'held' }))
    states.hear(change('3.2', { A2: 'sold' }))
    states.hear(change('3.3', { A1: 'sold' }))
    const state = states.take()
    expect(state).toMatchObject({ version: '3.3', changed: ['A1', 'A2'] })
    expect([...(state?.seats ?? [])]).toEqual([
      ['A1', 'sold'],
      ['A2', 'sold'],
      ['A3', 'sold'],
    ])
  })

  it('is to be told anew where a word was missed', () => {
    const faults = [
      change('3.2', { A1: 'sold' }),
      change('3.0', { A1: 'sold' }),
      change('4.1', { A1: 'sold' }),
      'no JSON',
      '7',
      '{"v":1,"seats":{}}',
    ]
    for (const fault of faults) {
      const states = watching()
      states.take()
      expect([fault, states.hear(fault), states.version]).toEqual([fault, false, undefined])
      expect(states.hear(change('3.1', { A1: 'sold' }))).toBe(false)
      expect(states.hear(snapshot('4.0', { free: ['A2'], sold: ['A1', 'A3'] }))).toBe(true)
      expect(states.take()).toMatchObject({ version: '4.0', changed: ['A1'] })
    }
  })

  it('is compared with what was known where everything is told again, also under another plan', () => {
    const states = watching()
    states.take()
    states.hear(snapshot('4.0', { free: ['A1', 'B1'], sold: ['A2'] }))
    const state = states.take()
    expect(new Set(state?.changed)).toEqual(new Set(['A2', 'A3', 'B1']))
    expect(state?.seats.has('A3')).toBe(false)
  })

  it('goes on from a state of an earlier watch', () => {
    const before = watching().take()
    const states = new SeatsStates(before)
    expect([states.version, states.take()]).toEqual(['3.0', undefined])
    states.hear(change('3.1', { A1: 'sold' }))
    expect(states.take()).toMatchObject({ version: '3.1', changed: ['A1'] })
    expect(before?.seats.get('A1')).toBe('free')
  })
})
