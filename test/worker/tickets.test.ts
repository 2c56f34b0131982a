import { describe, expect, it } from 'vitest'
import { failureOf } from '../../client/index.ts'
import { expiresAfterMs } from '../../worker/domain/limits.ts'
import { parseTicketCode } from '../../worker/domain/ticket-code.ts'
import { openKeyRing, verifyTicketCode } from '../../worker/domain/ticket-keys.ts'
import { ticketKeysOutput } from '../../worker/domain/ticket-schemas.ts'
import { client, db, freshName, freshTime, send, sendAsBuyer } from './setup/box-office.ts'
import { clientOf, houseOn } from './setup/house-on.ts'

async function book(seats = ['C1', 'C2']) {
  return client.booking.create.mutate({ showing: freshTime(), seats, name: freshName(), phone: '1234567890' })
}

async function codesOf(id: string): Promise<Map<string, string>> {
  const { tickets } = await client.booking.tickets.query({ id })
  return new Map(tickets.map(({ seat, code }) => [seat, code]))
}

async function refusalOf(asked: Promise<unknown>): Promise<unknown> {
  const failed = await asked.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
  return failed?.code
}

describe('the tickets of a booking', () => {
  it('are one for each seat, whose code says what it is for and not whose', async () => {
    const booking = await book()
    const { tickets } = await client.booking.tickets.query({ id: booking.id })
    expect(tickets.map(({ seat, admittedAt }) => [seat, admittedAt])).toEqual([
      ['C1', null],
      ['C2', null],
    ])
    const parsed = tickets.map(({ code }) => parseTicketCode(code))
    expect(parsed).toMatchObject([
      { showing: booking.showing.id, seat: 'C1', version: 1 },
      { showing: booking.showing.id, seat: 'C2', version: 1 },
    ])
    expect(new Set(parsed.map((ticket) => ticket?.serial)).size).toBe(2)
  })

  it('can be verified by the public keys alone', async () => {
    const booking = await book()
    const keys = await sendAsBuyer('/.well-known/ticket-keys.json')
    expect(keys).toMatchObject({ status: 200 })
    expect(keys.headers.get('content-type')).toBe('application/jwk-set+json')
    expect(JSON.stringify(keys.body)).not.toContain('"d"')
    const ring = await openKeyRing(ticketKeysOutput.parse(keys.body))
    for (const [seat, code] of await codesOf(booking.id)) {
      expect(await verifyTicketCode(code, ring)).toMatchObject({ seat, showing: booking.showing.id })
    }
  })

  it('are none once it is cancelled', async () => {
    const booking = await book()
    await client.booking.cancel.mutate({ id: booking.id })
    expect((await client.booking.tickets.query({ id: booking.id })).tickets).toEqual([])
  })

  it('are for who has its id', async () => {
    const booking = await book()
    const seen = await sendAsBuyer(`/v1/bookings/${booking.id}/tickets`)
    expect(seen).toMatchObject({ status: 200, body: { booking: booking.id, tickets: [{}, {}] } })
    const none = await sendAsBuyer(`/v1/bookings/bk_${'0'.repeat(33)}/tickets`)
    expect(none).toMatchObject({ status: 404, body: { code: 'booking_not_found' } })
  })
})

describe('one ticket', () => {
  it('is shown by its code alone, without the booking', async () => {
    const booking = await book()
    const [code = ''] = (await codesOf(booking.id)).values()
    const seen = await sendAsBuyer(`/v1/tickets/${code}`)
    expect(seen).toMatchObject({
      status: 200,
      body: { seat: 'C1', status: 'valid', admittedAt: null, showing: booking.showing },
    })
    expect(JSON.stringify(seen.body)).not.toContain(booking.id.slice(10))
  })

  it('is not valid any more once its booking was cancelled, or changed in any way', async () => {
    const cancelled = await book()
    const [ofCancelled = ''] = (await codesOf(cancelled.id)).values()
    await client.booking.cancel.mutate({ id: cancelled.id })
    expect(await refusalOf(client.ticket.get.query({ code: ofCancelled }))).toBe('ticket_stale')

    const moved = await book()
    const before = await codesOf(moved.id)
    await client.booking.move.mutate({ id: moved.id, seats: ['C2', 'C3'] })
    for (const code of before.values()) {
      expect(await refusalOf(client.ticket.get.query({ code }))).toBe('ticket_stale')
    }
    for (const [seat, code] of await codesOf(moved.id)) {
      expect(await client.ticket.get.query({ code })).toMatchObject({ seat, status: 'valid' })
    }
  })

  it('is not who sits there now', async () => {
    const first = await book(['D1'])
    const [old = ''] = (await codesOf(first.id)).values()
    await client.booking.cancel.mutate({ id: first.id })
    const showing = first.showing.id
    await client.booking.create.mutate({ showing, seats: ['D1'], name: freshName(), phone: '1234567890' })
    expect(await refusalOf(client.ticket.get.query({ code: old }))).toBe('ticket_stale')
  })

  it('keeps its code when its booking expires', async () => {
    const booking = await book(['D2'])
    const [code = ''] = (await codesOf(booking.id)).values()
    const over = Date.parse(booking.showing.startsAt) + expiresAfterMs
    const later = clientOf(houseOn(db, () => over))
    expect(await later.ticket.get.query({ code })).toMatchObject({ status: 'expired' })
    await db.$client.execute({
      sql: `UPDATE bookings SET status = 'expired', version = version + 1 WHERE id = ?`,
      args: [booking.id],
    })
    expect(await later.ticket.get.query({ code })).toMatchObject({ status: 'expired' })
    expect([...(await codesOf(booking.id)).values()]).toEqual([code])
  })

  it('is forged where nobody here signed it', async () => {
    for (const code of ['MQ.', 'nonsense', `MQ.${'A'.repeat(120)}`]) {
      expect(await refusalOf(client.ticket.get.query({ code }))).toBe('ticket_forged')
    }
    expect(await send('/v1/tickets/nonsense')).toMatchObject({ status: 400, body: { code: 'ticket_forged' } })
  })
})
