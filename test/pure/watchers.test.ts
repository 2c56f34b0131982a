import { expect, it } from 'vitest'
import type { HoldRecord } from '../../db/schema/bookings.ts'
import { openBy } from '../../worker/desk/open-desk.ts'
import { Watchers } from '../../worker/desk/watchers.ts'

const showing = 'main-20270102T0000Z'

function holdOf(seat: string, expiresAt: number): HoldRecord {
  const id = `hd_${seat}`
  return {
    id,
    showingId: showing,
    seats: [seat],
    prices: null,
    caller: id,
    fingerprint: null,
    expiresAt,
  }
}

function openShowing(holds: readonly HoldRecord[]) {
  const facts = {
    prices: null,
    salesOpenAt: null,
    salesCloseAt: 10_000,
    cancelledAt: null,
    avoidsSingles: false,
    phoneTicketsMax: 3,
  }
  const none = { blocked: new Set<string>(), keyHints: new Set<string>(), committed: new Set<string>() }
  const nobody = { sold: new Map<string, string>(), phones: new Map<string, string>() }
  return openBy(
    { epoch: 1, openings: 1, facts, plan: 'A: 1-3', holds, ...none, ...nobody, usedKeys: new Set() },
    () => undefined,
  )
}

it('tells that a hold has run out before the alarm rings, where the next one takes its place', () => {
  let now = 0
  const alarms: number[] = []
  const watchers = new Watchers(
    { sockets: () => [], wakeAt: (instant) => alarms.push(instant) },
    { now: () => now, pause: () => ({ over: Promise.resolve(), cancel: () => undefined }) },
  )
  const open = openShowing([holdOf('A1', 1_000), holdOf('A2', 2_000)])
  const [first] = watchers.welcome(open, undefined)
  expect(JSON.parse(first ?? '')).toMatchObject({ v: '1.0', seats: { free: ['A3'], held: ['A1', 'A2'] } })
  now = 1_000
  expect(watchers.welcome(open, '1.0').map((text) => JSON.parse(text))).toEqual([
    { v: '1.1', seats: { A1: 'free' } },
  ])
  expect(alarms).toEqual([1_000, 2_000])
})

it('tells that a hold has run out to who comes after the alarm, where the showing could not be read then', () => {
  let now = 0
  const watchers = new Watchers(
    { sockets: () => [], wakeAt: () => undefined },
    { now: () => now, pause: () => ({ over: Promise.resolve(), cancel: () => undefined }) },
  )
  const open = openShowing([holdOf('A1', 1_000)])
  watchers.welcome(open, undefined)
  now = 1_000
  watchers.wakeLater()
  now = 1_001
  const [snapshot] = watchers.welcome(open, undefined)
  expect(JSON.parse(snapshot ?? '')).toMatchObject({ seats: { free: ['A1', 'A2', 'A3'], held: [] } })
})
