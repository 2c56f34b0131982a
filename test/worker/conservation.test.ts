import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findBooking } from '../../db/bookings.ts'
import { readCheckProgress } from '../../db/conservation-progress.ts'
import type { Findings } from '../../db/schema/conservation.ts'
import type { Booking } from '../../worker/domain/schemas.ts'
import { type CheckLimits, checkConservation } from '../../worker/cron/check-conservation.ts'
import { expireBookings } from '../../worker/cron/expire.ts'
import worker from '../../worker/index.ts'
import { client, db, freshName, freshTime } from './setup/box-office.ts'

const hourMs = 3_600_000
const small: CheckLimits = { rowsMax: 10, chunk: 3, toldMax: 5 }

beforeEach(async () => {
  const tables = ['tickets', 'bookings', 'conservation_checks']
  await db.$client.batch(
    tables.map((table) => `DELETE FROM ${table}`),
    'write',
  )
})

afterEach(() => {
  vi.restoreAllMocks()
})

function hush(method: 'error' | 'log'): unknown[] {
  const lines: unknown[] = []
  vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(JSON.parse(line)))
  return lines
}

function book(seats: string[], showing: { date: string; time: string } = freshTime()): Promise<Booking> {
  return client.booking.create.mutate({ showing, seats, name: freshName(), phone: '5550100' })
}

async function sql(statement: string, args: Record<string, string | number> = {}): Promise<void> {
  await db.$client.execute({ sql: statement, args })
}

/** What a whole pass finds: this one runs on from its start to its end. */
async function wholePass(limits?: CheckLimits): Promise<Findings> {
  const before = await readCheckProgress(db)
  const completed = async (): Promise<Findings | undefined> => {
    const progress = await readCheckProgress(db)
    if (progress?.cursor.walk !== 'bookings' || progress.cursor.after !== '') return undefined
    return progress.runs === before?.runs ? undefined : (progress.foundLast ?? undefined)
  }
  for (let runs = 0; runs < 100; runs += 1) {
    await checkConservation(db, Date.now(), limits)
    const found = await completed()
    if (found !== undefined) return found
  }
  throw new Error('a pass without an end')
}

const nothing: Findings = { count: 0, first: [] }

describe('the conservation check finds, and names', () => {
  it.each<[what: string, plant: string, found: (readonly [kind: string, seat: string | null])[]]>([
    [
      'a ticket that is lost',
      `DELETE FROM tickets WHERE booking_id = :id AND seat = 'A1'`,
      [['ticket missing', 'A1']],
    ],
    [
      'a booking that is lost',
      `DELETE FROM bookings WHERE id = :id`,
      [
        ['booking missing', 'A1'],
        ['booking missing', 'A2'],
      ],
    ],
    [
      'tickets that a cancelled booking kept',
      `UPDATE bookings SET status = 'cancelled' WHERE id = :id`,
      [
        ['booking cancelled', 'A1'],
        ['booking cancelled', 'A2'],
      ],
    ],
    [
      'a ticket for a seat that the booking does not name',
      `INSERT INTO tickets SELECT showing_id, 'D5', id FROM bookings WHERE id = :id`,
      [['seat not booked', 'D5']],
    ],
    [
      'a ticket that lies under another seat',
      `UPDATE tickets SET seat = 'D5' WHERE booking_id = :id AND seat = 'A1'`,
      [
        ['ticket missing', 'A1'],
        ['seat not booked', 'D5'],
      ],
    ],
    [
      'a booking that names no seat',
      `UPDATE bookings SET seats = '[]' WHERE id = :id`,
      [
        ['seats unreadable', null],
        ['seat not booked', 'A1'],
        ['seat not booked', 'A2'],
      ],
    ],
    [
      'a booking that names a seat twice',
      `UPDATE bookings SET seats = '["A1","A2","A1"]' WHERE id = :id`,
      [['seats unreadable', null]],
    ],
    [
      'seats that are no list',
      `UPDATE bookings SET seats = '{"seat":"A1"}' WHERE id = :id`,
      [
        ['seats unreadable', null],
        ['seat not booked', 'A1'],
        ['seat not booked', 'A2'],
      ],
    ],
    [
      'seats that are no JSON',
      `UPDATE bookings SET seats = 'A1, A2' WHERE id = :id`,
      [
        ['seats unreadable', null],
        ['seat not booked', 'A1'],
        ['seat not booked', 'A2'],
      ],
    ],
  ])('%s', async (_, plant, expected) => {
    const lines = hush('error')
    await book(['B1', 'B2'])
    const { id, showing } = await book(['A1', 'A2'])
    expect(await wholePass()).toEqual(nothing)
    await sql(plant, { id })
    const found = await wholePass()
    const first = expected.map(([kind, seat]) => ({
      kind,
      booking: id.slice(0, 14),
      showing: showing.id,
      seat,
    }))
    expect(found).toEqual({ count: expected.length, first })
    expect(lines).not.toEqual([])
  })

  it('a ticket at a showing that its booking is not at', async () => {
    hush('error')
    const { id, showing } = await book(['A1'])
    const other = await book(['B1'])
    await sql(`INSERT INTO tickets VALUES (:showing, 'A1', :id)`, { showing: other.showing.id, id })
    const mismatch = {
      kind: 'booking elsewhere',
      booking: id.slice(0, 14),
      showing: other.showing.id,
      seat: 'A1',
    }
    expect(await wholePass()).toEqual({ count: 1, first: [mismatch] })
    expect(other.showing.id).not.toBe(showing.id)
  })

  it('a seat that two bookings have', async () => {
    hush('error')
    const first = await book(['A1'])
    const second = await book(['B1'])
    await sql(`UPDATE bookings SET showing_id = :showing, seats = '["A1"]' WHERE id = :id`, {
      showing: first.showing.id,
      id: second.id,
    })
    await sql(`DELETE FROM tickets WHERE booking_id = :id`, { id: second.id })
    const mismatch = {
      kind: 'ticket missing',
      booking: second.id.slice(0, 14),
      showing: first.showing.id,
      seat: 'A1',
    }
    expect(await wholePass()).toEqual({ count: 1, first: [mismatch] })
  })

  it('what an expired booking lost', async () => {
    hush('error')
    const { id, showing } = await book(['A1'])
    await expireBookings(db, Date.parse(showing.startsAt) + 8 * hourMs)
    expect((await findBooking(db, id))?.status).toBe('expired')
    expect(await wholePass()).toEqual(nothing)
    await sql(`DELETE FROM tickets WHERE booking_id = :id`, { id })
    expect(await wholePass()).toMatchObject({ count: 1, first: [{ kind: 'ticket missing' }] })
  })

  it('all of them, and lists the first', async () => {
    hush('error')
    for (let n = 0; n < 4; n += 1) await book(['A1', 'A2', 'A3'])
    await sql('DELETE FROM tickets')
    const { count, first } = await wholePass(small)
    expect([count, first.length]).toEqual([12, 5])
  })

  it('nothing more once it was mended', async () => {
    hush('error')
    const { id, showing } = await book(['A1'])
    await sql('DELETE FROM tickets WHERE booking_id = :id', { id })
    expect(await wholePass()).toMatchObject({ count: 1 })
    await sql(`INSERT INTO tickets VALUES (:showing, 'A1', :id)`, { id, showing: showing.id })
    expect(await wholePass()).toEqual(nothing)
  })

  it('without telling what lets anybody cancel a booking, or who made it', async () => {
    const lines = hush('error')
    const { id, name, phone, showing } = await book(['A1'])
    await sql('DELETE FROM tickets WHERE booking_id = :id', { id })
    await wholePass()
    const told = `ticket missing: ${id.slice(0, 14)}, ${showing.id}, A1`
    expect(lines).toEqual([{ event: 'bookings and tickets differ', count: 1, first: [told] }])
    const kept = JSON.stringify([lines, (await readCheckProgress(db))?.foundLast])
    for (const secret of [id, name, phone]) expect(kept).not.toContain(secret)
  })
})

describe('the conservation check raises no alarm', () => {
  it('over bookings that were moved, cancelled or have expired', async () => {
    const lines = hush('error')
    const moved = await book(['A1', 'A2'])
    await client.booking.move.mutate({ id: moved.id, showing: freshTime(), seats: ['C1', 'C2'] })
    await client.booking.move.mutate({ id: moved.id, seats: ['C2', 'C3'] })
    const cancelled = await book(['B1', 'B2'])
    await client.booking.cancel.mutate({ id: cancelled.id })
    await book(['B2', 'B3'], { date: cancelled.showing.date, time: cancelled.showing.time })
    const expired = await book(['D1'])
    await expireBookings(db, Date.parse(expired.showing.startsAt) + 8 * hourMs)
    expect(await wholePass()).toEqual(nothing)
    expect(lines).toEqual([])
  })

  it('while bookings are made, moved and cancelled', async () => {
    const lines = hush('error')
    const showing = freshTime()
    const sales = new AbortController()
    const sell = async (row: string): Promise<void> => {
      for (let round = 0; round < 8; round += 1) {
        const { id } = await book([`${row}1`, `${row}2`], showing)
        await client.booking.move.mutate({ id, seats: [`${row}2`, `${row}3`] })
        await client.booking.move.mutate({ id, showing: freshTime() })
        if (round % 2 === 0) await client.booking.cancel.mutate({ id })
      }
    }
    const check = async (): Promise<number> => {
      let passes = 0
      for (; !sales.signal.aborted; passes += 1) await wholePass({ rowsMax: 4, chunk: 2, toldMax: 5 })
      return passes
    }
    const checking = check()
    await Promise.all(['A', 'B', 'C', 'D'].map(sell))
    sales.abort()
    expect(await checking).toBeGreaterThan(1)
    expect(await wholePass()).toEqual(nothing)
    expect(lines).toEqual([])
  })
})

describe('the rolling cursor', () => {
  it('takes up a run where the last one ended, and starts over at the end', async () => {
    const bookings = await Promise.all(Array.from({ length: 7 }, () => book(['A1', 'A2', 'A3'])))
    const lost = bookings.map(({ id }) => id).toSorted()
    const total = bookings.length * 4
    const [first = '', last = ''] = [lost.at(0), lost.at(-1)]
    hush('error')
    await sql(`DELETE FROM tickets WHERE booking_id IN (:first, :last) AND seat = 'A2'`, { first, last })
    for (let pass = 0; pass < 2; pass += 1) {
      const checked: number[] = []
      for (let rows = 0; rows < total - 2; rows += checked.at(-1) ?? 0) {
        checked.push(await checkConservation(db, Date.now(), small))
      }
      expect(checked).toEqual([10, 10, 6])
      const progress = await readCheckProgress(db)
      expect(progress?.cursor).toEqual({ walk: 'bookings', after: '' })
      const named = progress?.foundLast?.first.map(({ booking }) => booking)
      expect(named).toEqual([first.slice(0, 14), last.slice(0, 14)])
    }
  })

  it('tells of the pass under way what it found so far', async () => {
    hush('error')
    await book(['A1', 'A2', 'A3'])
    await sql('DELETE FROM tickets')
    await checkConservation(db, 1, { rowsMax: 1, chunk: 1, toldMax: 2 })
    const progress = await readCheckProgress(db)
    expect(progress).toMatchObject({ found: { count: 3 }, foundLast: null, completedAt: null })
    expect(progress?.found.first).toHaveLength(2)
  })

  it('ends a pass where a table ends with a chunk', async () => {
    for (let n = 0; n < 3; n += 1) await book(['A1'])
    expect(await wholePass(small)).toEqual(nothing)
    expect((await readCheckProgress(db))?.runs).toBe(1)
  })

  it('takes no harm from two runs at once', async () => {
    hush('error')
    for (let n = 0; n < 6; n += 1) await book(['A1', 'A2'])
    await sql(`DELETE FROM tickets WHERE seat = 'A1'`)
    for (let run = 0; run < 2; run += 1) {
      await Promise.all([checkConservation(db, 1, small), checkConservation(db, 2, small)])
    }
    const progress = await readCheckProgress(db)
    expect(progress?.foundLast).toMatchObject({ count: 6 })
    expect(progress?.runs).toBe(2)
  })
})

describe('the cron', () => {
  const run = (at: number): Promise<void> =>
    worker.scheduled(createScheduledController({ scheduledTime: at, cron: '* * * * *' }), env)

  it('tells how many bookings it expired and how many rows it compared', async () => {
    const { showing } = await book(['A1', 'A2'])
    const lines = hush('log')
    const at = Date.parse(showing.startsAt) + 8 * hourMs
    await run(at)
    expect(lines).toMatchObject([{ event: 'audit head' }, { event: 'cron', expired: 1, checked: 3, at }])
  })

  it('expires where the check fails, and says so', async () => {
    const { id, showing } = await book(['A1'])
    const [errors, lines] = [hush('error'), hush('log')]
    await sql('ALTER TABLE conservation_checks RENAME TO away')
    try {
      await expect(run(Date.parse(showing.startsAt) + 8 * hourMs)).rejects.toThrow('conservation check')
    } finally {
      await sql('ALTER TABLE away RENAME TO conservation_checks')
    }
    expect((await findBooking(db, id))?.status).toBe('expired')
    expect(lines).toMatchObject([{ event: 'audit head' }, { event: 'cron', expired: 1, checked: 'failed' }])
    expect(errors).toMatchObject([{ event: 'cron failed', part: 'conservation check' }])
  })

  it('checks where expiry fails, and says so', async () => {
    const { showing } = await book(['A1'])
    const [errors, lines] = [hush('error'), hush('log')]
    await sql(`CREATE TRIGGER stuck BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'stuck'); END`)
    try {
      await expect(run(Date.parse(showing.startsAt) + 8 * hourMs)).rejects.toThrow('expiry')
    } finally {
      await sql('DROP TRIGGER stuck')
    }
    expect(lines).toMatchObject([{ event: 'audit head' }, { event: 'cron', expired: 'failed', checked: 2 }])
    expect(errors).toMatchObject([{ event: 'cron failed', part: 'expiry' }])
  })
})
