import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../client/index.ts'
import { findBooking } from '../../db/bookings.ts'
import type { MoveChange } from '../../db/desk-changes.ts'
import { bookingShown } from '../../worker/history/finding.ts'
import { expiresAfterMs } from '../../worker/domain/limits.ts'
import { judgeOffline, openOfflineDoor } from '../../worker/domain/offline-door.ts'
import {
  client,
  countRows,
  db,
  freshName,
  freshTime,
  send,
  sendAsBuyer,
  sendJson,
} from './setup/box-office.ts'
import { commitAlone } from './setup/alone.ts'
import { verifyAll } from './setup/history.ts'
import { clientOf, houseOn } from './setup/house-on.ts'
import { addScreen, addShowing, changeShowing } from './setup/screens.ts'

const device = 'Door 1'
const key = (): string => crypto.randomUUID()

async function sell(seats = ['C1', 'C2'], showing: string | ReturnType<typeof freshTime> = freshTime()) {
  const name = freshName()
  const booking = await client.booking.create.mutate({ showing, seats, name, phone: '1234567890' })
  const { tickets } = await client.booking.tickets.query({ id: booking.id })
  const [{ code } = { code: '' }] = tickets
  return {
    id: booking.id,
    name,
    showing: booking.showing.id,
    code,
    codes: tickets.map((ticket) => ticket.code),
  }
}

async function failed(asked: Promise<unknown>) {
  return asked.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
}

async function codeOf(asked: Promise<unknown>): Promise<unknown> {
  return (await failed(asked))?.code
}

describe('an admission', () => {
  it('is once, and says who is still out', async () => {
    const { code, codes, showing } = await sell()
    expect(await client.ticket.admit.mutate({ code, showing, device })).toMatchObject({
      showing,
      seat: 'C1',
      device,
      out: ['C2'],
    })
    const [, second = ''] = codes
    expect(await client.ticket.admit.mutate({ code: second, showing, device })).toMatchObject({ out: [] })
    expect(await failed(client.ticket.admit.mutate({ code, showing, device: 'Door 2' }))).toMatchObject({
      code: 'ticket_admitted',
      details: { showing, seat: 'C1', device },
    })
    expect(await client.ticket.get.query({ code })).toMatchObject({ status: 'admitted' })
  })

  it.each(['code', 'seat'])('is told again under its key when the showing is over, by its %s', async (by) => {
    const { id, code, showing } = await sell()
    const ask = { ...(by === 'code' ? { code } : { seat: 'C1' }), showing, device, idempotencyKey: key() }
    const admitted = await client.ticket.admit.mutate(ask)
    const { startsAt } = await findBooking(db, id).then((stored) => stored ?? { startsAt: 0 })
    const over = clientOf(houseOn(db, () => startsAt + expiresAfterMs))
    expect(await over.ticket.admit.mutate(ask)).toEqual(admitted)
    expect(await codeOf(over.ticket.admit.mutate({ ...ask, idempotencyKey: key() }))).toBe('ticket_expired')
    expect(await codeOf(over.ticket.admit.mutate({ ...ask, device: 'Door 2' }))).toBe('ticket_expired')
  })

  it('of 50 at once is one', async () => {
    const { code, showing } = await sell()
    const asked = Array.from({ length: 50 }, (_, n) =>
      client.ticket.admit.mutate({ code, showing, device: `Door ${n % 5}` }).then(
        () => 'admitted',
        (error: unknown) => failureOf(error)?.code,
      ),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => answer === 'admitted')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'ticket_admitted')).toHaveLength(49)
  })

  it('is answered again under its key, and is not another’s', async () => {
    const { code, showing } = await sell()
    const one = { code, showing, device, idempotencyKey: key() }
    const admitted = await client.ticket.admit.mutate(one)
    expect(await client.ticket.admit.mutate(one)).toEqual(admitted)
    expect(await codeOf(client.ticket.admit.mutate({ ...one, idempotencyKey: key() }))).toBe(
      'ticket_admitted',
    )
    expect(await codeOf(client.ticket.admit.mutate({ ...one, device: 'Door 2' }))).toBe('ticket_admitted')
  })

  it('is told again under its key where another door tells later of an earlier one', async () => {
    const { code, showing } = await sell()
    const ask = { code, showing, device, idempotencyKey: key() }
    const admitted = await client.ticket.admit.mutate(ask)
    const scan = { id: key(), code, device: 'Door 2', scannedAt: new Date(Date.now() - 60_000).toISOString() }
    await client.door.upload.mutate({ scans: [scan] })
    expect(await client.ticket.admit.mutate(ask)).toEqual(admitted)
  })

  it('is told again under its key where the showing is cancelled since', async () => {
    const showing = await addShowing(await addScreen('C: 1-5'), {})
    const { code } = await sell(['C1'], showing)
    const ask = { code, showing, device, idempotencyKey: key() }
    const admitted = await client.ticket.admit.mutate(ask)
    await changeShowing(showing, { cancelledAt: Date.now() })
    expect(await client.ticket.admit.mutate(ask)).toEqual(admitted)
  })

  it('goes by the seat where there is no code', async () => {
    const { showing, code } = await sell()
    expect(await codeOf(client.ticket.admit.mutate({ seat: 'D5', showing, device }))).toBe('ticket_not_found')
    expect(await codeOf(client.ticket.admit.mutate({ seat: '\u0000', showing, device }))).toBe(
      'invalid_request',
    )
    expect(await client.ticket.admit.mutate({ seat: 'C1', showing, device })).toMatchObject({ out: ['C2'] })
    expect(await codeOf(client.ticket.admit.mutate({ code, showing, device }))).toBe('ticket_admitted')
  })

  it('is refused at another showing’s door, after eight hours, and with a code that is forged or stale', async () => {
    const { code, showing, id } = await sell()
    const other = await sell()
    expect(await failed(client.ticket.admit.mutate({ code, showing: other.showing, device }))).toMatchObject({
      code: 'ticket_elsewhere',
      details: { showing },
    })
    const startsAt = Date.parse((await client.booking.get.query({ id })).showing.startsAt)
    const late = clientOf(houseOn(db, () => startsAt + expiresAfterMs))
    expect(await codeOf(late.ticket.admit.mutate({ code, showing, device }))).toBe('ticket_expired')
    const last = clientOf(houseOn(db, () => startsAt + expiresAfterMs - 1))
    const forged = `${code.slice(0, 40)}${code[40] === 'A' ? 'B' : 'A'}${code.slice(41)}`
    expect(await codeOf(client.ticket.admit.mutate({ code: forged, showing, device }))).toBe('ticket_forged')
    await client.booking.move.mutate({ id, seats: ['C1', 'C3'] })
    expect(await codeOf(last.ticket.admit.mutate({ code, showing, device }))).toBe('ticket_stale')
    await client.booking.cancel.mutate({ id: other.id })
    expect(
      await codeOf(client.ticket.admit.mutate({ code: other.code, showing: other.showing, device })),
    ).toBe('ticket_stale')
    expect(await last.ticket.admit.mutate({ seat: 'C1', showing, device })).toMatchObject({ out: ['C3'] })
  })

  it('keeps its booking where it is', async () => {
    const { code, showing, id, name } = await sell()
    await client.ticket.admit.mutate({ code, showing, device })
    const before = await countRows()
    const refused = { code: 'booking_admitted', details: { booking: id, seats: ['C1'] } }
    expect(await failed(client.booking.move.mutate({ id, seats: ['D1', 'D2'] }))).toMatchObject(refused)
    expect(await failed(client.booking.move.mutate({ id, showing: freshTime() }))).toMatchObject(refused)
    expect(await failed(client.booking.cancel.mutate({ id }))).toMatchObject(refused)
    expect(await failed(client.booking.cancelByName.mutate({ name }))).toMatchObject(refused)
    expect((await countRows()).slice(0, 4)).toEqual(before.slice(0, 4))
    // And the seats that a move wanted are free again.
    expect(await sell(['D1', 'D2'], showing)).toMatchObject({ showing })
  })

  it.each(['cancel', 'move'] as const)('and a %s at one moment: one of them is done', async (kind) => {
    const together = clientOf(houseOn(db))
    const sold = []
    for (let count = 0; count < 12; count += 1) sold.push(await sell())
    const outcomes = await Promise.all(
      sold.map(async ({ code, showing, id }) => {
        const change =
          kind === 'cancel'
            ? together.booking.cancel.mutate({ id })
            : together.booking.move.mutate({ id, seats: ['D1', 'D2'] })
        const [admitted, changed] = await Promise.all([
          codeOf(together.ticket.admit.mutate({ code, showing, device })),
          codeOf(change),
        ])
        const { rows } = await db.$client.execute({
          sql: `SELECT (SELECT count(*) FROM scans WHERE booking_id = ?1) AS scans, status, version,
            (SELECT count(*) FROM tickets WHERE booking_id = ?1) AS tickets FROM bookings WHERE id = ?1`,
          args: [id],
        })
        const isIn = rows[0]?.['scans'] === 1
        expect([admitted, changed]).toEqual(
          isIn ? [undefined, 'booking_admitted'] : ['ticket_stale', undefined],
        )
        expect(rows[0]?.['version']).toBe(isIn ? 1 : 2)
        return isIn
      }),
    )
    expect(outcomes).toHaveLength(12)
  })

  it('undoes a move that was decided before it, by the statements themselves', async () => {
    const { id, showing, code } = await sell(['C1'])
    const decidedOn = await findBooking(db, id)
    if (decidedOn === undefined) throw new Error('not booked')
    const { rows } = await db.$client.execute({
      sql: 'SELECT epoch FROM showings WHERE id = ?',
      args: [showing],
    })
    await client.ticket.admit.mutate({ code, showing, device })
    const move: MoveChange = {
      kind: 'move',
      eventId: `ev_${key()}`,
      at: Date.now(),
      by: { actor: 'buyer', requestId: '' },
      booking: { ...decidedOn, seats: ['D1'], version: 2 },
      from: { version: 1, showingId: showing, seats: ['C1'] },
    }
    const epoch = Number(rows[0]?.['epoch'])
    expect(await commitAlone(db.$client, { showing, epoch, changes: [move] })).toEqual({
      kind: 'committed',
      stale: new Set([id]),
      epoch,
    })
    expect(await client.booking.get.query({ id })).toMatchObject({ seats: ['C1'], status: 'booked' })
  })

  it('is told by verify where its booking moved all the same', async () => {
    const { id, showing, code } = await sell(['C1'])
    await client.ticket.admit.mutate({ code, showing, device })
    // As a house without the guard would leave it.
    await db.$client.execute({
      sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at, actor, request_id, before, after)
        SELECT id || '-again', 'moved', booking_id, showing_id, seats, at, actor, request_id, after, after
        FROM events WHERE booking_id = ? AND kind = 'booked'`,
      args: [id],
    })
    const { first } = await verifyAll()
    expect(first).toContainEqual(
      expect.objectContaining({
        subject: bookingShown(id),
        detail: 'somebody was in on one of its tickets before',
      }),
    )
  })

  it('is an event of its booking, entered once', async () => {
    const { code, showing, id } = await sell()
    const idempotencyKey = key()
    await client.ticket.admit.mutate({ code, showing, device, idempotencyKey })
    await client.ticket.admit.mutate({ code, showing, device, idempotencyKey })
    await codeOf(client.ticket.admit.mutate({ code, showing, device }))
    const { entries } = await client.booking.history.query({ id })
    expect(entries.map(({ kind }) => kind)).toEqual(['booked', 'admitted'])
    expect(entries[1]).toMatchObject({ before: null, after: { seat: 'C1', device, scan: idempotencyKey } })
  })

  it('is in /v1, for staff', async () => {
    const { code, showing } = await sell()
    const body = { code, showing, device }
    const asBuyer = await sendAsBuyer('/v1/admissions', { method: 'POST', body: JSON.stringify(body) })
    expect(asBuyer).toMatchObject({ status: 401, body: { code: 'key_required' } })
    expect(await sendJson('POST', '/v1/admissions', body)).toMatchObject({
      status: 200,
      body: { out: ['C2'] },
    })
    expect(await sendJson('POST', '/v1/admissions', body)).toMatchObject({
      status: 409,
      body: { code: 'ticket_admitted', device },
    })
  })
})

describe('a door that was offline', () => {
  it('knows all it needs and no people, and judges as the house does', async () => {
    const { code, codes, showing, name, id } = await sell()
    const other = await sell()
    const view = await client.door.get.query({ showing })
    expect(JSON.stringify(view)).not.toContain(name)
    expect(JSON.stringify(view)).not.toContain(id.slice(10))
    const door = await openOfflineDoor(view)
    const now = Date.now()
    const judged = await judgeOffline(door, { code, queued: [], now })
    expect(judged).toEqual({ ok: true, value: { seat: 'C1', out: ['C2'] } })
    const queued = [{ seat: 'C1', device, id: 'a', at: now }]
    const refusals = [code, other.code, `${code.slice(0, -1)}_`].map(async (shown) => {
      const answer = await judgeOffline(door, { code: shown, queued, now })
      return answer.ok ? 'let in' : answer.failure.code
    })
    expect(await Promise.all(refusals)).toEqual(['ticket_admitted', 'ticket_elsewhere', 'ticket_forged'])
    const [, second = ''] = codes
    expect(await judgeOffline(door, { code: second, queued, now })).toMatchObject({ value: { out: [] } })
  })

  it('uploads what it let in, and each double entry is named with both devices', async () => {
    const { code, codes, showing } = await sell()
    const [, second = ''] = codes
    const [early, late] = ['2026-11-25T19:42:00.000Z', '2026-11-25T19:43:00.000Z']
    const [one, two, three] = [key(), key(), key()]
    const first = await client.door.upload.mutate({
      scans: [
        { id: two, code, device: 'Door 2', scannedAt: late },
        { id: three, code: second, device: 'Door 2', scannedAt: late },
      ],
    })
    expect(first.scans.map(({ outcome }) => outcome)).toEqual(['stored', 'stored'])
    expect(first.admitted.map(({ seat, again }) => [seat, again])).toEqual([
      ['C1', []],
      ['C2', []],
    ])
    const uploaded = await client.door.upload.mutate({
      scans: [{ id: one, code, device: 'Door 1', scannedAt: early }],
    })
    expect(uploaded.admitted).toEqual([
      {
        showing,
        seat: 'C1',
        first: { id: one, device: 'Door 1', at: early },
        again: [{ id: two, device: 'Door 2', at: late }],
      },
    ])
    expect((await client.door.get.query({ showing })).admitted).toHaveLength(2)
  })

  it('enters an earlier time of a scan that is known, and a later one not', async () => {
    const { code, id } = await sell()
    const scan = { id: key(), code, device }
    const [early, late, later] = [1, 2, 3].map((minute) => `2026-11-25T19:4${minute}:00.000Z`)
    for (const scannedAt of [late, later, early, late, early]) {
      await client.door.upload.mutate({ scans: [{ ...scan, scannedAt: scannedAt ?? '' }] })
    }
    const { entries } = await client.booking.history.query({ id })
    const facts = { seat: 'C1', device, scan: scan.id }
    expect(entries.slice(1)).toMatchObject([
      { kind: 'admitted', before: null, after: { ...facts, scannedAt: Date.parse(late ?? '') } },
      {
        kind: 'redated',
        before: { scannedAt: Date.parse(late ?? '') },
        after: { ...facts, scannedAt: Date.parse(early ?? '') },
      },
    ])
    const { first } = await verifyAll()
    expect(first.filter(({ subject }) => subject === bookingShown(id))).toEqual([])
  })

  it('is told of what is forged, stale or was expired, and the rest is stored', async () => {
    const { code, id } = await sell()
    const other = await sell()
    await client.booking.move.mutate({ id, seats: ['D1', 'D2'] })
    const { startsAt } = (await client.booking.get.query({ id: other.id })).showing
    const after = new Date(Date.parse(startsAt) + expiresAfterMs).toISOString()
    const scan = { device, scannedAt: startsAt }
    const { scans } = await client.door.upload.mutate({
      scans: [
        { ...scan, id: key(), code: 'MQ.nothing' },
        { ...scan, id: key(), code },
        { ...scan, id: key(), code: other.code, scannedAt: after },
        { ...scan, id: key(), code: other.code },
      ],
    })
    expect(scans.map(({ outcome }) => outcome)).toEqual([
      'ticket_forged',
      'ticket_stale',
      'ticket_expired',
      'stored',
    ])
  })

  it('may tell of it when the booking has expired', async () => {
    const { code, id } = await sell()
    const { startsAt } = (await client.booking.get.query({ id })).showing
    await db.$client.execute({
      sql: `UPDATE bookings SET status = 'expired', version = version + 1 WHERE id = ?`,
      args: [id],
    })
    const { scans } = await client.door.upload.mutate({
      scans: [{ id: key(), code, device, scannedAt: startsAt }],
    })
    expect(scans).toMatchObject([{ outcome: 'stored' }])
  })

  it('comes to one state by any order of uploads from three devices, sent once or more, and asked at once besides', async () => {
    const seats = ['A1', 'A2', 'A3']
    const scan = fc.record({
      seat: fc.nat({ max: 2 }),
      device: fc.constantFrom('Door 1', 'Door 2', 'Door 3'),
      id: fc.constantFrom('scan-of-the-door-a', 'scan-of-the-door-b'),
      second: fc.nat({ max: 3 }),
    })
    const plan = fc
      .array(fc.array(scan, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
      .chain((uploads) =>
        fc.tuple(
          fc.constant(uploads),
          fc.shuffledSubarray([...uploads, ...uploads], { minLength: uploads.length * 2 }),
        ),
      )
    await fc.assert(
      fc.asyncProperty(plan, async ([uploads, shuffled]) => {
        const [one, other] = [await sell(seats), await sell(seats)]
        const states = [
          { house: one, sent: uploads },
          { house: other, sent: shuffled },
        ].map(async ({ house: { codes, showing }, sent }) => {
          for (const upload of sent) {
            await client.door.upload.mutate({
              scans: upload.map(({ seat, second, id, device: at }) => ({
                id,
                device: at,
                code: codes[seat] ?? '',
                scannedAt: `2026-11-25T19:42:0${second}.000Z`,
              })),
            })
          }
          return (await client.door.get.query({ showing })).admitted
        })
        const [inOrder, inAny] = await Promise.all(states)
        expect(inAny).toEqual(inOrder)
      }),
      { numRuns: 25 },
    )
  })

  it('sends at most 150 at once', async () => {
    const scans = Array.from({ length: 151 }, () => ({
      id: key(),
      code: 'MQ.x',
      device,
      scannedAt: '2026-11-25T19:42:00Z',
    }))
    expect(await codeOf(client.door.upload.mutate({ scans }))).toBe('invalid_request')
    expect(await send('/v1/showings/nowhere-20271201T1830Z/door')).toMatchObject({ status: 404 })
  })
})
