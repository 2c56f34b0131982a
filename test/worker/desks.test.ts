import { describe, expect, it } from 'vitest'
import { readSold } from '../../db/desk-opening.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { Desks } from '../../worker/desk/desks.ts'
import { jointWire } from '../../worker/desk/joint-wire.ts'
import { plannedMap } from '../../worker/desk/planned-map.ts'
import type { DeskStore } from '../../worker/desk/ports.ts'
import { realClock } from '../../worker/desk/real-clock.ts'
import { deskRestMs, desksRememberedMax } from '../../worker/domain/limits.ts'
import { type Showing, showingAt } from '../../worker/domain/showing.ts'
import { db } from './setup/box-office.ts'
import { askedOf, bookChange, faultyDesk, freshShowing, holdChange, outcomeOf } from './setup/faulty-desk.ts'

/** The desks of a screen at a time of their own, and how often each showing's was staffed. */
function desksAt(now: () => number, watched: ReadonlySet<string> = new Set()) {
  const staffed: string[] = []
  const alarms: number[] = []
  const wire = jointWire(db.$client, { pause: (ms) => scheduler.wait(ms), now: Date.now })
  const storeOf = (showing: Showing): DeskStore => {
    staffed.push(showing.id)
    return {
      open: (doubts) => wire.open(showing, doubts),
      readSold: () => readSold(db.$client, showing),
      commit: (epoch, changes, full) => wire.commit({ showing: showing.id, epoch, changes, full }),
      findRemembered: (key) => findRemembered(db, key),
    }
  }
  const desks = new Desks({
    storeOf,
    clock: { ...realClock, now },
    gallery: {
      watched: () => watched,
      socketsOf: (showing) => (watched.has(showing) ? [{ send: () => undefined }] : []),
      wakeAt: (instant) => Promise.resolve(alarms.push(instant)).then(() => undefined),
    },
    plannedOf: (showing) => plannedMap(db, showing, now()),
  })
  return { desks, staffed, alarms }
}

describe('the desks of a screen', () => {
  it('are remembered while somebody asks, and forgotten when nobody has for a while', () => {
    let now = Date.now()
    const { desks, staffed } = desksAt(() => now)
    const [one, other] = [freshShowing().id, freshShowing().id]
    const desk = desks.deskOf(one)
    now += deskRestMs - 1
    expect(desks.deskOf(one)).toBe(desk)
    now += deskRestMs - 1
    desks.deskOf(other)
    expect(desks.deskOf(one)).toBe(desk)
    now += deskRestMs
    desks.deskOf(other)
    expect(desks.deskOf(one)).not.toBe(desk)
    expect(staffed).toEqual([one, other, one])
  })

  it('stay while they work, or are watched', async () => {
    let now = Date.now()
    const [busy, seen, third] = [freshShowing(), freshShowing(), freshShowing()]
    const { desks, staffed } = desksAt(() => now, new Set([seen.id]))
    const deciding = desks.deskOf(busy.id).decide(askedOf(bookChange(busy, ['A1'])))
    desks.deskOf(seen.id)
    for (let count = 0; count < 3; count += 1) {
      now += deskRestMs
      desks.deskOf(third.id)
      desks.deskOf(busy.id)
    }
    desks.deskOf(seen.id)
    expect(staffed.filter((id) => id !== third.id)).toEqual([busy.id, seen.id])
    expect(outcomeOf(await deciding)).toBe('ok')
  })

  it('have an alarm for whoever comes back to watch, also where that of another rang meanwhile', async () => {
    let now = Date.now()
    const [one, other] = [freshShowing(), freshShowing()]
    const watched = new Set([one.id, other.id])
    const { desks, alarms } = desksAt(() => now, watched)
    const come = async (showing: Showing): Promise<void> => {
      expect(await desks.attend(showing.id, undefined, () => undefined)).toBe(true)
    }
    const hold = async (showing: Showing, forMs: number): Promise<number> => {
      const change = holdChange(showing, ['A1'], { forMs })
      expect(outcomeOf(await desks.deskOf(showing.id).decide(askedOf(change)))).toBe('ok')
      return change.hold.expiresAt
    }
    const late = await hold(one, 60_000)
    const early = await hold(other, 20_000)
    await come(one)
    await come(other)
    expect(alarms.at(-1)).toBe(early)
    watched.delete(one.id)
    now = early
    desks.wake()
    watched.add(one.id)
    await come(one)
    expect(alarms.at(-1)).toBe(late)
  })

  it('are no more than so many, however many showings are asked for at once', () => {
    const now = Date.now()
    const { desks, staffed } = desksAt(() => now)
    const showings = Array.from(
      { length: desksRememberedMax + 2 },
      (_, minute) => showingAt('main', minute * 60_000).id,
    )
    for (const showing of showings) desks.deskOf(showing)
    const [first = '', second = ''] = showings
    const last = showings.at(-1) ?? ''
    desks.deskOf(last)
    expect(staffed).toHaveLength(showings.length)
    for (const forgotten of [first, second]) desks.deskOf(forgotten)
    expect(staffed.slice(showings.length)).toEqual([first, second])
  })
})

describe('a sale of a hold that was in doubt until after its end', () => {
  /** What becomes of it, where this happened to its seats meanwhile. */
  async function soldAfter(happens: (showing: Showing) => Promise<unknown>) {
    const showing = freshShowing()
    const faulty = faultyDesk(showing)
    const placing = holdChange(showing, ['A1', 'A2'], { forMs: 300 })
    expect(outcomeOf(await faulty.desk.decide(askedOf(placing)))).toBe('ok')
    faulty.nextCommit = async () => {
      await scheduler.wait(400)
      await happens(showing)
      return { kind: 'unknown' }
    }
    const sale = { ...bookChange(showing, ['A1', 'A2']), hold: placing.hold.id }
    return faulty.desk.decide(askedOf(sale))
  }

  it('does not take seats that staff have taken off sale meanwhile', async () => {
    const sql = 'INSERT INTO blocked_seats (showing_id, seat) VALUES (?, ?)'
    const decided = await soldAfter(({ id }) => db.$client.execute({ sql, args: [id, 'A2'] }))
    expect(decided).toMatchObject({ failure: { code: 'hold_expired' } })
  })

  it('does not take seats that the plan has no more, which staff gave the showing meanwhile', async () => {
    const decided = await soldAfter(({ id }) =>
      db.$client.batch(
        [
          `INSERT OR IGNORE INTO seat_plans (screen_id, version, source) VALUES ('main', 77, 'Z: 1-5')`,
          { sql: 'UPDATE showings SET plan_version = 77, epoch = epoch + 1 WHERE id = ?', args: [id] },
        ],
        'write',
      ),
    )
    expect(decided).toMatchObject({ failure: { code: 'hold_expired' } })
  })

  it('does not take seats that somebody else holds by then', async () => {
    const decided = await soldAfter(async (showing) => {
      const other = holdChange(showing, ['A2'], { caller: 'somebody else' })
      expect(outcomeOf(await faultyDesk(showing).desk.decide(askedOf(other)))).toBe('ok')
    })
    expect(decided).toMatchObject({ failure: { code: 'hold_expired' } })
  })

  it('is made where nobody took them', async () => {
    expect(outcomeOf(await soldAfter(() => Promise.resolve()))).toBe('ok')
  })
})

describe('what desks of a screen commit at one moment', () => {
  it('is one transaction, as are their openings, and comes in halves where one of them clashes', async () => {
    const sent: number[] = []
    const client = new Proxy(db.$client, {
      get: (all, name) => {
        if (name === 'batch') sent.push(1)
        const own: unknown = Reflect.get(all, name)
        return typeof own === 'function' ? own.bind(all) : own
      },
    })
    const { commit, open } = jointWire(client, { pause: (ms) => scheduler.wait(ms), now: Date.now })
    const showings = [freshShowing(), freshShowing(), freshShowing()]
    const epochs = await Promise.all(
      showings.map(async (showing) => {
        const opened = await open(showing, { eventIds: [], keys: [], create: true })
        return opened?.epoch ?? 0
      }),
    )
    const group = (at: number, seat: string) => {
      const showing = showings[at] ?? freshShowing()
      return { showing: showing.id, epoch: epochs[at] ?? 0, changes: [bookChange(showing, [seat])] }
    }
    const first = await Promise.all([0, 1, 2].map((at) => commit(group(at, 'A1'))))
    expect([first.map(({ kind }) => kind), sent.length]).toEqual([['committed', 'committed', 'committed'], 2])
    const second = await Promise.all([group(0, 'A2'), group(1, 'A1'), group(2, 'A2')].map(commit))
    expect(second).toMatchObject([
      { kind: 'committed' },
      { kind: 'not committed', why: 'clash' },
      { kind: 'committed' },
    ])
    expect(sent.length).toBe(2 + 1 + 2 + 2)
    const { rows } = await db.$client.execute({
      sql: 'SELECT count(*) FROM tickets WHERE showing_id IN (?, ?, ?)',
      args: showings.map(({ id }) => id),
    })
    expect(rows[0]?.[0]).toBe(5)
  })
})
