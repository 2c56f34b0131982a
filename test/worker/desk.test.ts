import { describe, expect, it } from 'vitest'
import type { CommitOutcome } from '../../db/desk-changes.ts'
import type { Desk } from '../../worker/desk/desk.ts'
import { realClock } from '../../worker/desk/real-clock.ts'
import { groupRoundsMax, seenFreshMs } from '../../worker/domain/limits.ts'
import type { Showing } from '../../worker/domain/showing.ts'
import { classicBooking, client, db, freshTime, sendJson } from './setup/box-office.ts'
import {
  askedOf,
  bookChange,
  bookingOf,
  failCommits,
  faultyDesk,
  freshShowing,
  holdChange,
  moveChange,
  outcomeOf,
} from './setup/faulty-desk.ts'
import { addScreen, soldSeats } from './setup/screens.ts'

const buyer = { name: 'Buyer', phone: '12345' }
const plan = ['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5].map((n) => `${row}${n}`))

describe('group commit', () => {
  it('takes at most 3 batches for 64 bookings at once', async () => {
    const showing = freshShowing(await addScreen(': 1-100'))
    const { desk, groups } = faultyDesk(showing)
    const decisions = await Promise.all(
      Array.from({ length: 64 }, (_, n) => desk.decide(askedOf(bookChange(showing, [String(n + 1)])))),
    )
    expect(decisions.every(({ ok }) => ok)).toBe(true)
    expect(groups.length).toBeLessThanOrEqual(3)
    expect(await soldSeats(showing.id)).toHaveLength(64)
  })

  it('opens a showing once', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    for (const seat of ['A1', 'A2', 'A3']) await wire.desk.decide(askedOf(bookChange(showing, [seat])))
    expect([wire.opened, wire.groups]).toEqual([1, [1, 1, 1]])
  })

  it('reads a screen of 50,000 seats, and sells its last', async () => {
    const showing = freshShowing(await addScreen(': 1-50000'))
    const { desk } = faultyDesk(showing)
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['50000']))))).toBe('ok')
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['50001']))))).toBe('seats_unknown')
  })

  it('sells each seat once to whoever asks at once', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const decisions = await Promise.all(
      Array.from({ length: 200 }, (_, n) => desk.decide(askedOf(bookChange(showing, [plan[n % 20] ?? ''])))),
    )
    const outcomes = decisions.map(outcomeOf)
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(20)
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'seats_taken']))
    expect(new Set(await soldSeats(showing.id))).toEqual(new Set(plan))
  })

  it('refuses without the database where it heard of the seat within the last second', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    await wire.desk.decide(askedOf(bookChange(showing, ['A1'])))
    wire.isAway = true
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('seats_taken')
  })
})

describe('what a batch came to', () => {
  it('lost its reply: the booking stands, and is answered as such', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    wire.nextCommit = async (real) => {
      await real()
      return { kind: 'unknown' }
    }
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('seats_taken')
    expect(await soldSeats(showing.id)).toEqual(['A1'])
  })

  it('lost on its way: it is sent again, once', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    wire.nextCommit = () => Promise.resolve({ kind: 'unknown' })
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
    expect([wire.groups, wire.opened]).toEqual([[1, 1], 2])
  })

  it('arrives late, after the desk asked: it can do nothing any more', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    let late: (() => Promise<unknown>) | undefined
    wire.nextCommit = (real) => {
      late = real
      return Promise.resolve({ kind: 'unknown' })
    }
    const change = bookChange(showing, ['A1'])
    expect(outcomeOf(await wire.desk.decide(askedOf(change)))).toBe('ok')
    expect(await late?.()).toMatchObject({ kind: 'not committed' })
    expect(await soldSeats(showing.id)).toEqual(['A1'])
  })

  it('is delivered twice: it takes effect once', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    wire.nextCommit = async (real) => {
      await real()
      return real()
    }
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
    const { rows } = await db.$client.execute({
      sql: 'SELECT count(*) AS told FROM events WHERE showing_id = ?',
      args: [showing.id],
    })
    expect(rows[0]?.['told']).toBe(1)
  })

  it('clashes with a sale behind the desk: only that seat is refused', async () => {
    const showing = freshShowing()
    const { desk, groups } = faultyDesk(showing)
    await desk.decide(askedOf(bookChange(showing, ['D5'])))
    await db.$client.execute({
      sql: `INSERT INTO tickets (showing_id, seat, booking_id) VALUES (?, 'A1', 'bk_by_hand')`,
      args: [showing.id],
    })
    const decisions = await Promise.all(
      ['A1', 'A2', 'A3'].map((seat) => desk.decide(askedOf(bookChange(showing, [seat])))),
    )
    expect(decisions.map(outcomeOf)).toEqual(['seats_taken', 'ok', 'ok'])
    expect(groups).toEqual([1, 3, 2])
  })

  it('fails for one bad booking: its neighbours are sold all the same', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const bad = bookChange(showing, ['A1'])
    const unstorable = { ...bad, booking: { ...bad.booking, startsAt: Number.NaN } }
    const [broken, ...others] = await Promise.allSettled([
      desk.decide(askedOf(unstorable)),
      desk.decide(askedOf(bookChange(showing, ['A2']))),
      desk.decide(askedOf(bookChange(showing, ['A3']))),
    ])
    expect(broken?.status).toBe('rejected')
    expect(others).toEqual([
      { status: 'fulfilled', value: expect.objectContaining({ ok: true }) },
      { status: 'fulfilled', value: expect.objectContaining({ ok: true }) },
    ])
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
  })

  it('comes from a desk whose epoch is over: it writes nothing, and opens anew', async () => {
    const showing = freshShowing()
    const first = faultyDesk(showing)
    const second = faultyDesk(showing)
    expect(outcomeOf(await first.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
    expect(outcomeOf(await second.desk.decide(askedOf(bookChange(showing, ['A2']))))).toBe('ok')
    expect(outcomeOf(await first.desk.decide(askedOf(bookChange(showing, ['A2']))))).toBe('seats_taken')
    expect(outcomeOf(await first.desk.decide(askedOf(bookChange(showing, ['A3']))))).toBe('ok')
    expect(new Set(await soldSeats(showing.id))).toEqual(new Set(['A1', 'A2', 'A3']))
  })

  it('was made by another desk meanwhile: a retry here is answered, not told that its own seats are sold', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const first = faultyDesk(showing, { ...realClock, now: () => now })
    const second = faultyDesk(showing)
    await first.desk.decide(askedOf(bookChange(showing, ['D5'])))
    const change = bookChange(showing, ['A1'], 'a-key-of-at-least-16-more')
    expect(outcomeOf(await second.desk.decide(askedOf(change)))).toBe('ok')
    now += 1_000
    expect(outcomeOf(await first.desk.decide(askedOf(bookChange(showing, ['D5']))))).toBe('seats_taken')
    const retry = { ...bookChange(showing, ['A1'], 'a-key-of-at-least-16-more') }
    expect(await first.desk.decide(askedOf(retry))).toEqual({ ok: true, value: change.booking })
  })

  it('stays unknown while the database is away, and the same key tells later', async () => {
    const showing = freshShowing()
    let release = (): void => undefined
    const late = new Promise<void>((resolve) => (release = resolve))
    const pauses: number[] = []
    const wire = faultyDesk(showing, {
      now: () => Date.now(),
      pause: (ms) => {
        pauses.push(ms)
        // The caller's deadline comes when the test says so; the desk's own pauses at once.
        return {
          over: ms > 5_000 ? late : new Promise((resolve) => setTimeout(resolve, 1)),
          cancel: () => undefined,
        }
      },
    })
    const change = bookChange(showing, ['A1'], 'a-key-of-at-least-16')
    wire.nextCommit = async (real) => {
      await real()
      wire.isAway = true
      return { kind: 'unknown' }
    }
    const answer = wire.desk.decide(askedOf(change))
    while (pauses.length < 5) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['B1']))))).toBe('busy')
    release()
    expect(outcomeOf(await answer)).toBe('outcome_unknown')
    wire.isAway = false
    const retried = faultyDesk(showing)
    expect(
      await retried.desk.decide(askedOf({ ...bookChange(showing, ['A1'], 'a-key-of-at-least-16') })),
    ).toEqual({
      ok: true,
      value: change.booking,
    })
  })
})

/** From now on the database drops such rows without a word, as no database should. */
async function droppingRows(table: string, showing: string): Promise<AsyncDisposable> {
  const name = `drop_${crypto.randomUUID().slice(0, 8)}`
  await db.$client.execute(
    `CREATE TRIGGER ${name} BEFORE INSERT ON ${table} WHEN NEW.showing_id = '${showing}' BEGIN SELECT RAISE(IGNORE); END`,
  )
  return { [Symbol.asyncDispose]: async () => void (await db.$client.execute(`DROP TRIGGER ${name}`)) }
}

describe('a database that holds something else than was asked for', () => {
  it.each(['bookings', 'tickets', 'events', 'idempotency_keys'])(
    'in %s: nobody hears a success, and the desk reads again',
    async (table) => {
      const showing = freshShowing()
      const wire = faultyDesk(showing)
      await wire.desk.decide(askedOf(bookChange(showing, ['D5'])))
      {
        await using _ = await droppingRows(table, showing.id)
        const outcomes = await Promise.allSettled([
          wire.desk.decide(askedOf(bookChange(showing, ['A1', 'A2'], crypto.randomUUID()))),
          wire.desk.decide(askedOf(bookChange(showing, ['A3'], crypto.randomUUID()))),
        ])
        expect(outcomes).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
      }
      const openedBefore = wire.opened
      expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['B1']))))).toBe('ok')
      expect(wire.opened).toBe(openedBefore + 1)
    },
  )

  it.each(['tickets', 'events', 'idempotency_keys'])(
    'in %s after a move: nobody hears a success',
    async (table) => {
      const showing = freshShowing()
      const wire = faultyDesk(showing)
      const booked = bookingOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1', 'A2']))))
      await using _ = await droppingRows(table, showing.id)
      const move = moveChange(booked, showing, ['B1', 'B2'])
      const keyed = { ...move, key: { key: crypto.randomUUID(), fingerprint: 'f' } }
      await expect(wire.desk.decide(askedOf(keyed))).rejects.toThrow('the database wrote')
    },
  )

  it('tells counts, and neither seats nor people', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    await desk.decide(askedOf(bookChange(showing, ['D5'])))
    await using _ = await droppingRows('tickets', showing.id)
    await expect(desk.decide(askedOf(bookChange(showing, ['A1', 'A2'])))).rejects.toThrow(
      'the database wrote {"bookings":1,"buyers":1,"tickets":0,"events":1,"keys":0} of bookings, ' +
        'where {"bookings":1,"buyers":1,"tickets":2,"events":1,"keys":0} were asked for',
    )
  })

  it('is answered as an outcome that is not known', async () => {
    const showing = freshTime()
    const { id } = (await client.booking.create.mutate({ showing, seats: ['D5'], ...buyer })).showing
    await using _ = await droppingRows('tickets', id)
    const { status, body } = await sendJson(
      'POST',
      '/book',
      classicBooking({ ...showing, seats: ['A1', 'A2'] }),
    )
    expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'outcome_unknown' })
  })
})

describe('a desk', () => {
  it('fails a change that cannot be, and sells on', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    await wire.desk.decide(askedOf(bookChange(showing, ['D5'])))
    const [good, bad, next] = await Promise.allSettled(
      [['A1'], ['B1', 'B1'], ['C1']].map((seats) => wire.desk.decide(askedOf(bookChange(showing, seats)))),
    )
    expect(bad).toMatchObject({ status: 'rejected' })
    expect([good, next]).toMatchObject([{ value: { ok: true } }, { value: { ok: true } }])
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['B1']))))).toBe('ok')
    expect(await soldSeats(showing.id)).toEqual(['A1', 'B1', 'C1', 'D5'])
  })

  it('takes a released seat up again at once where it was told', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const change = bookChange(showing, ['A1'])
    await desk.decide(askedOf(change))
    await db.$client.execute({ sql: 'DELETE FROM tickets WHERE showing_id = ?', args: [showing.id] })
    desk.release(change.booking.id, ['A1'])
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
  })

  it('keeps the seats of one who moved away and is back when the word of it comes', async () => {
    const [showing, other] = [freshShowing(), freshShowing()]
    const [{ desk }, elsewhere] = [faultyDesk(showing), faultyDesk(other)]
    const change = bookChange(showing, ['A1'])
    const { booking } = change
    await desk.decide(askedOf(change))
    const movedSince = Date.now()
    const away = moveChange(booking, other, ['A1'])
    expect(outcomeOf(await elsewhere.desk.decide(askedOf(away)))).toBe('ok')
    const back = moveChange(away.booking, showing, ['A1'])
    expect(outcomeOf(await desk.decide(askedOf(back)))).toBe('ok')
    // The one let him in again itself, and its successor has read that he is there.
    for (const one of [desk, faultyDesk(showing).desk]) {
      await one.look()
      one.release(booking.id, ['A1'], movedSince)
      expect(outcomeOf(await one.decide(askedOf(holdChange(showing, ['A1']))))).toBe('seats_taken')
    }
  })

  const sees = async (desk: Desk): Promise<boolean> => {
    const seen = await desk.lookAnew()
    return typeof seen === 'object' && seen.seats.isFree('A1')
  }
  const buys = async (desk: Desk, showing: Showing): Promise<boolean> =>
    (await desk.decide(askedOf(bookChange(showing, ['A1'])))).ok
  it.each([
    ['watches', sees],
    ['wants his seat', buys],
  ])('looks again for who %s, where one may be back who moved away', async (_, finds) => {
    const [showing, other] = [freshShowing(), freshShowing()]
    const [{ desk }, elsewhere] = [faultyDesk(showing), faultyDesk(other)]
    const change = bookChange(showing, ['A1'])
    const movedSince = Date.now()
    await desk.decide(askedOf(change))
    await elsewhere.desk.decide(askedOf(moveChange(change.booking, other, ['A1'])))
    desk.release(change.booking.id, ['A1'], movedSince)
    expect(await finds(desk, showing)).toBe(true)
  })

  it('places a hold again, under its key, of which it was not told that it had been placed and is over', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    await wire.desk.look()
    wire.nextCommit = async (real) => {
      await real()
      await db.$client.execute({ sql: 'DELETE FROM holds WHERE showing_id = ?', args: [showing.id] })
      return { kind: 'unknown' }
    }
    const key = { key: crypto.randomUUID(), fingerprint: 'A1' }
    const hold = { ...holdChange(showing, ['A1']), key }
    expect(outcomeOf(await wire.desk.decide(askedOf(hold)))).toBe('ok')
  })

  it('says that seats were taken off sale where somebody else has put them back since', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    const { eventId, at, by, booking } = bookChange(showing, ['A1'])
    wire.nextCommit = async (real) => {
      await real()
      await db.$client.execute({ sql: 'DELETE FROM blocked_seats WHERE showing_id = ?', args: [showing.id] })
      return { kind: 'unknown' }
    }
    await wire.desk.look()
    const block = { kind: 'block', eventId, at, by, seats: booking.seats } as const
    expect(outcomeOf(await wire.desk.decide(askedOf(block)))).toBe('ok')
    expect(wire.groups).toEqual([1])
  })

  it('does not say that nothing was held where that may have been, and be over', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    wire.nextCommit = async (real) => {
      await real()
      await db.$client.execute({ sql: 'DELETE FROM holds WHERE showing_id = ?', args: [showing.id] })
      failCommits(wire, groupRoundsMax)
      return { kind: 'unknown' }
    }
    await wire.desk.look()
    expect(outcomeOf(await wire.desk.decide(askedOf(holdChange(showing, ['A1']))))).toBe('outcome_unknown')
  })

  it('that missed the word of a release checks its refusal against the database', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const { desk } = faultyDesk(showing, {
      pause: () => ({ over: new Promise(() => undefined), cancel: () => undefined }),
      now: () => now,
    })
    await desk.decide(askedOf(bookChange(showing, ['A1'])))
    await db.$client.execute({ sql: 'DELETE FROM tickets WHERE showing_id = ?', args: [showing.id] })
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('seats_taken')
    now += 1_000
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
  })

  it('that missed the word of a release does not add its seat to those sold since, and say that none is left', async () => {
    const showing = freshShowing(await addScreen('A: 1-2'))
    const { desk } = faultyDesk(showing)
    await desk.decide(askedOf(bookChange(showing, ['A1'])))
    await db.$client.execute({ sql: 'DELETE FROM tickets WHERE showing_id = ?', args: [showing.id] })
    // At no instant both were sold.
    await desk.decide(askedOf(bookChange(showing, ['A2'])))
    const best = await desk.decide({ ...askedOf(bookChange(showing, [])), wish: { count: 1 } })
    expect(outcomeOf(best)).toBe('ok')
    const full = await desk.decide({ ...askedOf(bookChange(showing, [])), wish: { count: 1 } })
    expect(outcomeOf(full)).toBe('not_enough_seats')
  })

  it('that missed the word of a release does not add its tickets to those that the phone was sold since', async () => {
    const showing = freshShowing(await addScreen('A: 1-9', { phoneTicketsMax: 2 }))
    const { desk } = faultyDesk(showing)
    await desk.decide(askedOf(bookChange(showing, ['A1'])))
    await db.$client.execute({ sql: 'DELETE FROM tickets WHERE showing_id = ?', args: [showing.id] })
    await desk.decide(askedOf(bookChange(showing, ['A2'])))
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A3']))))).toBe('ok')
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A4']))))).toBe('too_many_tickets')
  })

  it('hears of a release also where it is told so before it hears that the seat was sold', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    await wire.desk.look()
    const change = bookChange(showing, ['A1'])
    wire.nextCommit = async (real) => {
      const outcome = await real()
      wire.desk.release(change.booking.id, ['A1'])
      return outcome
    }
    expect(outcomeOf(await wire.desk.decide(askedOf(change)))).toBe('ok')
    expect(wire.desk.known?.seats.isFree('A1')).toBe(true)
  })

  it('that never hears of a release is looked at as the database has it, a minute later at most', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const { desk } = faultyDesk(showing, { ...realClock, now: () => now })
    await desk.decide(askedOf(bookChange(showing, ['A1'])))
    await db.$client.execute({ sql: 'DELETE FROM tickets WHERE showing_id = ?', args: [showing.id] })
    expect(await sees(desk)).toBe(false)
    now += seenFreshMs
    expect(await sees(desk)).toBe(true)
  })

  it('makes a move and a booking in one group, or neither at the cost of the other', async () => {
    const showing = freshShowing()
    const other = freshShowing()
    const here = faultyDesk(showing)
    const there = faultyDesk(other)
    const first = bookingOf(await there.desk.decide(askedOf(bookChange(other, ['A1', 'A2']))))
    await here.desk.decide(askedOf(bookChange(showing, ['D1'])))
    const decisions = await Promise.all([
      here.desk.decide(askedOf(moveChange(first, showing, ['B1', 'B2']))),
      here.desk.decide(askedOf(bookChange(showing, ['C1']))),
    ])
    expect(decisions.map(outcomeOf)).toEqual(['ok', 'ok'])
    expect(here.groups).toEqual([1, 2])
    expect(await soldSeats(other.id)).toEqual([])
    expect(new Set(await soldSeats(showing.id))).toEqual(new Set(['B1', 'B2', 'C1', 'D1']))
  })

  it('moves a booking once where two moves were decided on the same version', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const booked = bookingOf(await desk.decide(askedOf(bookChange(showing, ['A1']))))
    const decisions = await Promise.all([
      desk.decide(askedOf(moveChange(booked, showing, ['B1']))),
      desk.decide(askedOf(moveChange(booked, showing, ['C1']))),
    ])
    expect(decisions.map(outcomeOf)).toEqual(['ok', 'booking_changed'])
    expect(await soldSeats(showing.id)).toEqual(['B1'])
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['C1']))))).toBe('ok')
  })

  it('moves nothing of a booking that was cancelled meanwhile, and leaves no ticket behind', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const booked = bookingOf(await desk.decide(askedOf(bookChange(showing, ['A1']))))
    await db.$client.batch(
      [
        { sql: 'DELETE FROM tickets WHERE booking_id = ?', args: [booked.id] },
        {
          sql: `UPDATE bookings SET status = 'cancelled', version = 2 WHERE id = ?`,
          args: [booked.id],
        },
      ],
      'write',
    )
    expect(outcomeOf(await desk.decide(askedOf(moveChange(booked, showing, ['B1']))))).toBe('booking_changed')
    expect(await soldSeats(showing.id)).toEqual([])
  })

  it('answers a delivered-twice move as done', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    const booked = bookingOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))
    wire.nextCommit = async (real) => {
      await real()
      return real()
    }
    expect(outcomeOf(await wire.desk.decide(askedOf(moveChange(booked, showing, ['B1']))))).toBe('ok')
    expect(await soldSeats(showing.id)).toEqual(['B1'])
  })

  it('keeps the seat plan that it is sold on, and takes another where staff give it one', async () => {
    const id = await addScreen(': 1-2')
    const showing = freshShowing(id)
    let now = Date.now()
    const { desk } = faultyDesk(showing, { ...realClock, now: () => now })
    await desk.decide(askedOf(bookChange(showing, ['1'])))
    await db.$client.execute({ sql: `INSERT INTO seat_plans VALUES (?, 2, ': 1-3')`, args: [id] })
    await db.$client.execute({ sql: 'UPDATE screens SET plan_version = 2 WHERE id = ?', args: [id] })
    now += 1_000
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['3']))))).toBe('seats_unknown')
    await db.$client.execute({
      sql: 'UPDATE showings SET plan_version = 2, epoch = epoch + 1 WHERE id = ?',
      args: [showing.id],
    })
    now += 1_000
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['3']))))).toBe('ok')
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['4']))))).toBe('seats_unknown')
  })

  it('does not take a bug for a database that is away', async () => {
    const showing = freshShowing(await addScreen('no plan at all'))
    const { desk } = faultyDesk(showing)
    await expect(desk.decide(askedOf(bookChange(showing, ['1'])))).rejects.toThrow('cannot be read')
  })

  it('gives up after a few rounds where every commit stays without an answer', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    const lose = (): Promise<CommitOutcome> => {
      wire.nextCommit = lose
      return Promise.resolve({ kind: 'unknown' })
    }
    wire.nextCommit = lose
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('busy')
    expect(wire.opened).toBeLessThan(6)
    wire.nextCommit = undefined
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
  })

  it('refuses over its bound at once', async () => {
    const showing = freshShowing(await addScreen(': 1-2000'))
    const wire = faultyDesk(showing)
    const decisions = await Promise.all(
      Array.from({ length: 1_200 }, (_, n) =>
        wire.desk.decide(askedOf(bookChange(showing, [String(n + 1)]))),
      ),
    )
    const outcomes = decisions.map(outcomeOf)
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1_000)
    expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(200)
    expect(await soldSeats(showing.id)).toHaveLength(1_000)
  })

  it('on a screen with a programme sells only what is on it', async () => {
    const id = await addScreen(': 1-5', { openSchedule: false })
    const showing = freshShowing(id)
    const { desk } = faultyDesk(showing)
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['1']))))).toBe('showing_not_found')
    await db.$client.execute({
      sql: 'INSERT INTO showings (id, screen_id, starts_at) VALUES (?, ?, ?)',
      args: [showing.id, id, showing.startsAt],
    })
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['1']))))).toBe('ok')
  })

  it('answers the owner of a key, while somebody else asks for other seats under it', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    const key = 'one-key-for-two-requests'
    const first = await wire.desk.decide(askedOf(bookChange(showing, ['A1'], key)))
    const held = Promise.withResolvers<CommitOutcome>()
    wire.nextCommit = () => held.promise
    const other = wire.desk.decide(askedOf(bookChange(showing, ['B1'])))
    const intruder = wire.desk.decide(askedOf(bookChange(showing, ['B1'], key)))
    const retry = wire.desk.decide(askedOf(bookChange(showing, ['A1'], key)))
    held.resolve({ kind: 'unknown' })
    expect(await retry).toEqual(first)
    expect([outcomeOf(await other), outcomeOf(await intruder)]).toEqual(['ok', 'idempotency_key_reused'])
  })

  it('takes a key that begins like another for a new one', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const key = 'alike-to-its-neighbour'
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A1'], `${key}-1`))))).toBe('ok')
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A2'], `${key}-2`))))).toBe('ok')
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A1'], `${key}-1`))))).toBe('ok')
    expect(await soldSeats(showing.id)).toEqual(['A1', 'A2'])
  })

  it('opens a showing on which 100,000 long keys were used', async () => {
    const showing = freshShowing()
    await faultyDesk(showing).desk.decide(askedOf(bookChange(showing, ['D5'])))
    await db.$client.execute({
      sql: `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
        INSERT INTO idempotency_keys (key, fingerprint, showing_id, answer)
        SELECT printf('%012d', n) || ? || ?, 'f', ?, '{}' FROM numbers`,
      args: [showing.id, 'x'.repeat(90), showing.id],
    })
    expect(outcomeOf(await faultyDesk(showing).desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
  })

  it('sells until sales close, and answers a key after that', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const key = 'another-key-of-16-or-more'
    const change = bookChange(showing, ['A1'], key)
    await desk.decide(askedOf(change))
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A2']), Date.now())))).toBe(
      'showing_closed',
    )
    expect(outcomeOf(await desk.decide(askedOf(bookChange(showing, ['A1'], key), Date.now())))).toBe('ok')
  })
})
