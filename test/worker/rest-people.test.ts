import { describe, expect, it } from 'vitest'
import { freshName, send, sendAsBuyer, sendJson } from './setup/box-office.ts'
import { bookRest } from './setup/rest.ts'

describe('GET /v1/bookings/{id}/history', () => {
  it('tells staff what happened, the oldest first, in pages that link to the next', async () => {
    const { at } = await bookRest()
    await sendJson('PATCH', at, { seats: ['C1', 'C2'] })
    await send(at, { method: 'DELETE' })
    const first = await send(`${at}/history?limit=2`)
    expect(first).toMatchObject({
      status: 200,
      body: {
        entries: [
          { kind: 'booked', before: null, after: { seats: ['B1', 'B2'], version: 1 } },
          { kind: 'moved', before: { seats: ['B1', 'B2'] }, after: { seats: ['C1', 'C2'] } },
        ],
      },
    })
    const next = /^<([^>]*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1]
    const last = await send(next ?? '')
    expect(last.body['entries']).toMatchObject([{ kind: 'cancelled' }])
    expect(last.headers.get('link')).toBeNull()
  })

  it('is not for who has the booking, and tells nothing of a name', async () => {
    const name = freshName()
    const { at } = await bookRest({ name })
    expect(await sendAsBuyer(`${at}/history`)).toMatchObject({ status: 401, body: { code: 'key_required' } })
    expect(JSON.stringify((await send(`${at}/history`)).body)).not.toContain(name)
  })

  it('is not found of a booking that never was', async () => {
    const nobody = await send(`/v1/bookings/bk_${'0'.repeat(33)}/history`)
    expect(nobody).toMatchObject({ status: 404, body: { code: 'booking_not_found' } })
  })
})

describe('POST /v1/people', () => {
  it('tells all that is stored of one person, and forgets it', async () => {
    const name = freshName()
    const { at, booking } = await bookRest({ name, phone: '+49 555 01' })
    await bookRest({ name, phone: '999999' })
    const person = { name, phone: '4955501' }
    const told = await sendJson('POST', '/v1/people/export', person)
    expect(told).toMatchObject({
      status: 200,
      body: { ...person, bookings: [{ ...booking.body, history: [{ kind: 'booked' }] }], isMore: false },
    })
    expect(told.body['bookings']).toHaveLength(1)

    const erased = await sendJson('POST', '/v1/people/erase', person)
    expect(erased).toMatchObject({ status: 200, body: { erased: 1 } })
    expect((await send(at)).body).toMatchObject({ name: '', phone: '', seats: booking.body['seats'] })
    expect((await send(`${at}/history`)).body['entries']).toMatchObject([
      { kind: 'booked' },
      { kind: 'erased' },
    ])
    expect((await sendJson('POST', '/v1/people/erase', person)).body).toEqual({ erased: 0 })
    expect((await sendJson('POST', '/v1/people/export', person)).body['bookings']).toEqual([])
  })

  it.each(['export', 'erase'])('takes no name out of an address: %s', async (act) => {
    const refused = await sendJson('POST', `/v1/people/${act}?name=Ayush&phone=12345`, {})
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ field: 'name' }] } })
  })
})
