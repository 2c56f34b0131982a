import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { cancelBooking } from '../../db/cancellation.ts'
import type { BookChange, CommitOutcome } from '../../db/desk-changes.ts'
import { Counter } from '../../worker/desk/counter.ts'
import { decidedBy } from '../../worker/desk/order.ts'
import type { Desk } from '../../worker/desk/desk.ts'
import { realClock } from '../../worker/desk/real-clock.ts'
import { expiresAfterMs, refusalFreshMs } from '../../worker/domain/limits.ts'
import type { DeskLine } from '../../worker/office/desk-lines.ts'
import { openHouse } from '../../worker/office/house.ts'
import { idsBy } from '../../worker/office/ids.ts'
import { type Office, openOffice } from '../../worker/office/office.ts'
import { accept } from '../../worker/domain/result.ts'
import type { Showing } from '../../worker/domain/showing.ts'
import { ticketSigner } from '../../worker/office/tickets/ticket-signer.ts'
import { testTicketKey } from '../setup/ticket-key.ts'
import { byTest } from '../setup/callers.ts'
import { client, db, freshName } from './setup/box-office.ts'
import {
  askedOf,
  bookChange,
  type FaultyDesk,
  faultyDesk,
  freshShowing,
  holdChange,
  moveChange,
  outcomeOf,
} from './setup/faulty-desk.ts'
import { manager } from '../setup/callers.ts'
import { soldSeats } from './setup/screens.ts'

const key = (): string => crypto.randomUUID()

interface AnyDesk {
  readonly decide: DeskLine['decide']
  readonly release: Desk['release']
}

/** An office at whatever time it is told, with one desk. */
function officeAt(now: () => number, desk: AnyDesk): Office {
  const counter = new Counter(() => desk, realClock)
  const house = openHouse({
    db,
    zone: 'UTC',
    now,
    newId: idsBy(Date.now),
    stubOf: () => ({
      decideAll: (asked) => counter.decideAll(asked),
      hear: (eventId) => counter.hear(eventId),
      release: async (_, booking, seats, movedSince) => desk.release(booking, seats, movedSince),
      programmeChanged: () => Promise.resolve(),
    }),
    watch: () => Promise.reject(new Error('nobody watches')),
    pause: (ms) => scheduler.wait(ms),
    ticketSigner: ticketSigner(testTicketKey),
    fingerprint: async (operation, request) => JSON.stringify([operation, request]),
  })
  return openOffice(house, manager)
}

/** A desk whose clock is the office's. */
function deskAt(showing: Showing, now: () => number): FaultyDesk {
  return faultyDesk(showing, { ...realClock, now })
}

function anybodys(showing: Showing) {
  return { showing: showing.id, seats: ['A1'], name: freshName(), phone: '12345', idempotencyKey: key() }
}

/** Holds back the next commit of a desk. */
function holdBack(wire: FaultyDesk): { sent: Promise<void>; deliver: () => Promise<CommitOutcome> } {
  const sent = Promise.withResolvers<void>()
  const delivered = Promise.withResolvers<CommitOutcome>()
  let request = (): Promise<CommitOutcome> => Promise.reject(new Error('nothing was sent'))
  wire.nextCommit = (real) => {
    request = real
    sent.resolve()
    return delivered.promise
  }
  return {
    sent: sent.promise,
    deliver: async () => {
      const outcome = await request()
      delivered.resolve(outcome)
      return outcome
    },
  }
}

/** Another desk refuses it under its key, for a hold that is over then. */
async function refuseElsewhere(showing: Showing, { booking, key: own }: BookChange): Promise<void> {
  const { desk } = faultyDesk(showing)
  const other = holdChange(showing, booking.seats)
  await desk.decide(askedOf(other))
  const again = bookChange(showing, booking.seats, own?.key)
  expect(outcomeOf(await desk.decide(askedOf(again)))).toBe('seats_held')
  const { eventId, at, by, hold } = other
  await desk.decide(askedOf({ kind: 'release', eventId: `${eventId}.x`, at, by, holdId: hold.id }))
}

describe('a refusal under a key is the last word', () => {
  it('where the first try is in the hand of a desk that another has outlived: that sells it no more', async () => {
    const showing = freshShowing()
    const outlived = faultyDesk(showing)
    await outlived.desk.decide(askedOf(bookChange(showing, ['B1'])))
    const change = bookChange(showing, ['A1'], key())
    const held = holdBack(outlived)
    const first = outlived.desk.decide(askedOf(change))
    await held.sent
    await refuseElsewhere(showing, change)
    expect(await held.deliver()).toEqual({ kind: 'not committed', why: 'fenced' })
    expect(outcomeOf(await first)).toBe('busy')
    expect(await soldSeats(showing.id)).toEqual(['B1'])
    const third = bookChange(showing, ['A1'], change.key?.key)
    expect(outcomeOf(await outlived.desk.decide(askedOf(third)))).toBe('ok')
  })

  it('where the first try comes to a desk that opens its showing again, after another one has', async () => {
    const showing = freshShowing()
    const outlived = faultyDesk(showing)
    await outlived.desk.decide(askedOf(bookChange(showing, ['B1'])))
    const opening = Promise.withResolvers<void>()
    outlived.nextOpen = opening.promise
    outlived.desk.programmeChanged()
    const anybody = outlived.desk.decide(askedOf(bookChange(showing, ['B2'])))
    await vi.waitUntil(() => outlived.opened === 2)
    const change = bookChange(showing, ['A1'], key())
    const first = outlived.desk.decide(askedOf(change))
    await refuseElsewhere(showing, change)
    opening.resolve()
    expect([outcomeOf(await anybody), outcomeOf(await first)]).toEqual(['ok', 'busy'])
    expect(await soldSeats(showing.id)).toEqual(['B1', 'B2'])
  })

  it('past closing time, where the first try is still in the hand of the desk', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const wire = deskAt(showing, () => now)
    const office = officeAt(() => now, wire.desk)
    const input = anybodys(showing)
    const held = holdBack(wire)
    const first = office.book(input)
    await held.sent
    now = showing.startsAt + expiresAfterMs
    const second = office.book(input)
    // Time enough to look into the database, where nothing of it is yet.
    for (let looks = 0; looks < 5; looks += 1) await db.$client.execute('SELECT 1')
    await held.deliver()
    expect(await first).toMatchObject({ ok: true })
    expect(await second).toEqual(await first)
  })

  it('past closing time, where the first try is still on its way from a desk that is gone', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const gone = deskAt(showing, () => now)
    const input = anybodys(showing)
    const held = holdBack(gone)
    void officeAt(() => now, gone.desk).book(input)
    await held.sent
    now = showing.startsAt + expiresAfterMs
    const successor = officeAt(() => now, deskAt(showing, () => now).desk)
    expect(await successor.book(input)).toMatchObject({ failure: { code: 'showing_closed' } })
    expect(await held.deliver()).toEqual({ kind: 'not committed', why: 'fenced' })
  })

  it('past closing time, where the first try is still on its way from a desk that came after this one', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const outlived = officeAt(() => now, deskAt(showing, () => now).desk)
    await outlived.book({ ...anybodys(showing), seats: ['B1'] })
    const wire = deskAt(showing, () => now)
    const input = anybodys(showing)
    const held = holdBack(wire)
    void officeAt(() => now, wire.desk).book(input)
    await held.sent
    now = showing.startsAt + expiresAfterMs
    expect(await outlived.book(input)).toMatchObject({ failure: { code: 'showing_closed' } })
    expect(await held.deliver()).toEqual({ kind: 'not committed', why: 'fenced' })
  })

  it('past closing time, where the first try arrives while a desk that was before its own looks', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const wire = deskAt(showing, () => now)
    const outlived = officeAt(() => now, wire.desk)
    await outlived.book({ ...anybodys(showing), seats: ['B1'] })
    const later = deskAt(showing, () => now)
    const input = anybodys(showing)
    const held = holdBack(later)
    const first = officeAt(() => now, later.desk).book(input)
    await held.sent
    now = showing.startsAt + expiresAfterMs
    wire.nextRead = async (real) => {
      await held.deliver()
      return real()
    }
    expect(await outlived.book(input)).toEqual(await first)
  })

  it('past the closing time of its programme, where the first try is on its way from a desk that came after this one', async () => {
    const showing = freshShowing()
    const closesAt = showing.startsAt - 3_600_000
    await db.$client.execute({
      sql: `INSERT INTO showings (id, screen_id, starts_at, epoch, plan_version, sales_close_at)
        SELECT ?, id, ?, 0, plan_version, ? FROM screens WHERE id = ?`,
      args: [showing.id, showing.startsAt, closesAt, showing.screen],
    })
    let now = closesAt - 1
    const outlived = deskAt(showing, () => now).desk
    expect(outcomeOf(await outlived.decide(askedOf(bookChange(showing, ['B1']))))).toBe('ok')
    const wire = deskAt(showing, () => now)
    const idempotencyKey = key()
    const held = holdBack(wire)
    void wire.desk.decide(askedOf(bookChange(showing, ['A1'], idempotencyKey)))
    await held.sent
    now = closesAt
    const again = askedOf(bookChange(showing, ['A1'], idempotencyKey))
    expect(outcomeOf(await outlived.decide(again))).toBe('showing_closed')
    expect(await held.deliver()).toEqual({ kind: 'not committed', why: 'fenced' })
  })

  it('past closing time, where the first try waits for the showing to be opened for the first time', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const wire = deskAt(showing, () => now)
    const office = officeAt(() => now, wire.desk)
    const input = anybodys(showing)
    const opening = Promise.withResolvers<void>()
    wire.nextOpen = opening.promise
    const first = office.book(input)
    await vi.waitUntil(() => wire.opened === 1)
    now = showing.startsAt + expiresAfterMs
    const second = office.book(input)
    for (let looks = 0; looks < 5; looks += 1) await db.$client.execute('SELECT 1')
    opening.resolve()
    expect(await first).toMatchObject({ ok: true })
    expect(await second).toEqual(await first)
  })

  it('past closing time of a showing that was never opened, which it does not open', async () => {
    const showing = freshShowing()
    const now = showing.startsAt + expiresAfterMs
    const office = officeAt(() => now, deskAt(showing, () => now).desk)
    expect(await office.book(anybodys(showing))).toMatchObject({ failure: { code: 'showing_closed' } })
    const { rows } = await db.$client.execute({
      sql: 'SELECT 1 FROM showings WHERE id = ?',
      args: [showing.id],
    })
    expect(rows).toEqual([])
  })

  it('past closing time tells of a key that another request has', async () => {
    const [one, other] = [freshShowing(), freshShowing()]
    let now = Date.now()
    const input = anybodys(one)
    await officeAt(() => now, deskAt(one, () => now).desk).book(input)
    const wire = deskAt(other, () => now)
    const office = officeAt(() => now, wire.desk)
    await office.book(anybodys(other))
    now = other.startsAt + expiresAfterMs
    expect(await office.book({ ...input, showing: other.id })).toMatchObject({
      failure: { code: 'idempotency_key_reused' },
    })
  })

  it('where a booking has ended, and a cancellation of it arrives late', async () => {
    const showing = freshShowing()
    let now = Date.now()
    const office = officeAt(() => now, deskAt(showing, () => now).desk)
    const booked = await office.book(anybodys(showing))
    const id = booked.ok ? booked.value.id : ''
    const early = {
      id: idsBy(Date.now)('ev'),
      at: now,
      startsAfter: now - expiresAfterMs,
      key: undefined,
      by: byTest,
    }
    now = showing.startsAt + expiresAfterMs
    const asked = { id, idempotencyKey: key() }
    expect(await office.cancel(asked)).toMatchObject({ failure: { code: 'booking_expired' } })
    expect(await cancelBooking(db, id, early)).toEqual({ kind: 'committed', cancelled: [] })
  })

  it('where a booking has ended, and a move of it arrives late', async () => {
    const showing = freshShowing()
    let now = Date.now()
    // Its clock is behind: what is late cannot be told by it.
    const wire = faultyDesk(showing)
    const office = officeAt(() => now, wire.desk)
    const change = bookChange(showing, ['A1'])
    await wire.desk.decide(askedOf(change))
    now = showing.startsAt + expiresAfterMs
    const wish = { id: change.booking.id, seats: ['A2'], idempotencyKey: key() }
    expect(await office.move({ ...wish, showing: undefined })).toMatchObject({
      failure: { code: 'booking_expired' },
    })
    const late = moveChange(change.booking, showing, ['A2'])
    expect(await wire.desk.decide(askedOf(late))).toMatchObject({
      failure: { code: 'booking_changed' },
    })
  })
})

describe('a refusal of a move', () => {
  it('rests on where the booking is, not on where it was some seconds ago', async () => {
    const [here, there] = [freshShowing(), freshShowing()]
    const buyer = { name: freshName(), phone: '12345' }
    const { id } = await client.booking.create.mutate({ showing: here.id, seats: ['A1'], ...buyer })
    await client.booking.create.mutate({ showing: here.id, seats: ['A2'], ...buyer })
    let now = Date.now()
    const office = officeAt(() => now, {
      decide: async (order) => {
        const { change } = order
        const showing = 'booking' in change ? change.booking.showingId : ''
        if (showing === here.id) {
          await client.booking.move.mutate({ id, showing: there.id })
          now += 2 * refusalFreshMs
        }
        const [answer] = await env.DESKS.getByName('main').decideAll([{ ...order, showing: there.id }])
        return typeof answer === 'object' ? answer : accept(decidedBy(change))
      },
      release: () => undefined,
    })
    expect(await office.move({ id, seats: ['A2'], showing: undefined })).toMatchObject({
      value: { showing: { id: there.id }, seats: ['A2'] },
    })
  })
})
