import { describe, expect, it } from 'vitest'
import { client, countRows, freshName, freshTime, send, sendJson } from './setup/box-office.ts'
import { ask, bookRest, restOrder } from './setup/rest.ts'

const keyed = (): { 'idempotency-key': string } => ({ 'idempotency-key': crypto.randomUUID() })

describe('POST /v1/bookings', () => {
  it('answers 201, with the booking and where it is', async () => {
    const order = restOrder()
    const booked = await sendJson('POST', '/v1/bookings', order)
    expect(booked).toMatchObject({ status: 201, body: { seats: order.seats, status: 'booked' } })
    const at = booked.headers.get('location') ?? ''
    expect(at).toBe(`/v1/bookings/${String(booked.body['id'])}`)
    expect(await send(at)).toMatchObject({ status: 200, body: booked.body })
    expect(booked.headers.get('cache-control')).toBe('no-store')
  })

  it('takes a showing by its id, the best seats, and a hold', async () => {
    const { booking } = await bookRest()
    const showing = client.booking.get
      .query({ id: String(booking.body['id']) })
      .then((seen) => seen.showing.id)
    const best = await bookRest({ showing: await showing, seats: undefined, best: { count: 3 } })
    expect(best.booking.body['seats']).toHaveLength(3)
    const hold = await client.hold.place.mutate({ showing: await showing, seats: ['A1'] })
    const fields = { hold: hold.id, name: freshName(), phone: '1234567890' }
    expect(await sendJson('POST', '/v1/bookings', fields)).toMatchObject({
      status: 201,
      body: { seats: ['A1'] },
    })
  })

  it('sells a seat once, and says which are sold', async () => {
    const order = restOrder()
    await bookRest(order)
    const refused = await sendJson('POST', '/v1/bookings', { ...order, seats: ['B2', 'B3'] })
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'seats_taken', type: '/problems/seats_taken', status: 409, seats: ['B2'] },
    })
  })

  it('does once what is asked under one key, and answers the same', async () => {
    const order = restOrder()
    const headers = keyed()
    const one = await sendJson('POST', '/v1/bookings', order, headers)
    const other = await sendJson('POST', '/v1/bookings', order, headers)
    expect([one.status, other.status]).toEqual([201, 201])
    expect(other.body).toEqual(one.body)
    expect(other.headers.get('location')).toBe(one.headers.get('location'))
    const quoted = { 'idempotency-key': `"${headers['idempotency-key']}"` }
    expect((await sendJson('POST', '/v1/bookings', order, quoted)).body).toEqual(one.body)
    expect(await sendJson('POST', '/v1/bookings', { ...order, seats: ['C1'] }, headers)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    })
  })

  it.each<[what: string, body: unknown, fields: string[]]>([
    ['nothing', {}, ['name', 'phone']],
    ['unknown fields', restOrder({ guests: 2, vip: true }), ['guests', 'vip']],
    ['wrong types', restOrder({ name: 7, phone: null }), ['name', 'phone']],
    ['a seat that is no text', restOrder({ seats: ['A1', 7] }), ['seats.1']],
    ['a list instead of an object', [], ['']],
    ['a key in the body', restOrder({ idempotencyKey: crypto.randomUUID() }), ['idempotencyKey']],
  ])('names the fields where there are %s', async (_, body, fields) => {
    const before = await countRows()
    const { status, headers, body: problem } = await sendJson('POST', '/v1/bookings', body)
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problem).toMatchObject({ code: 'invalid_request', status: 400 })
    const named = Array.isArray(problem['issues']) ? problem['issues'].map(({ field }) => field) : []
    expect(named).toEqual(expect.arrayContaining(fields))
    expect(await countRows()).toEqual(before)
  })

  it.each([
    ['no JSON', '{"name":'],
    ['a field that is given twice', '{"name":"A","name":"B"}'],
    ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0x7d])],
  ])('refuses %s', async (_, body) => {
    const answer = await send('/v1/bookings', { method: 'POST', body })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('refuses a query, which it would not hear', async () => {
    const answer = await sendJson('POST', '/v1/bookings?dryRun=true', restOrder())
    expect(answer).toMatchObject({ status: 400, body: { issues: [{ field: 'dryRun' }] } })
  })
})

describe('a booking at its address', () => {
  it('moves to another showing and other seats by PATCH', async () => {
    const { at } = await bookRest()
    const { date, time } = freshTime()
    const moved = await sendJson('PATCH', at, { showing: { date, time }, seats: ['C1', 'C2'] }, keyed())
    expect(moved).toMatchObject({ status: 200, body: { seats: ['C1', 'C2'], showing: { date, time } } })
    const nothing = await sendJson('PATCH', at, {})
    expect(nothing).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    const named = await sendJson('PATCH', at, { id: at.slice(-36), seats: ['C3'] })
    expect(named).toMatchObject({ status: 400, body: { issues: [{ field: 'id' }] } })
  })

  it('is cancelled by DELETE, once; under a key the answer is the same again', async () => {
    const { at } = await bookRest()
    const headers = keyed()
    const cancelled = await send(at, { method: 'DELETE', headers })
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    expect((await send(at, { method: 'DELETE', headers })).body).toEqual(cancelled.body)
    expect(await send(at, { method: 'DELETE' })).toMatchObject({
      status: 409,
      body: { code: 'booking_cancelled' },
    })
    expect((await send(at)).body).toMatchObject({ status: 'cancelled' })
  })

  it('is not found by an id that nobody has, and refused by what is no id', async () => {
    const nobody = await send(`/v1/bookings/bk_${'0'.repeat(33)}`)
    expect(nobody).toMatchObject({ status: 404, body: { code: 'booking_not_found', by: 'id' } })
    const odd = await send('/v1/bookings/7')
    expect(odd).toMatchObject({ status: 400, body: { issues: [{ field: 'id' }] } })
  })
})

describe('GET /v1/bookings', () => {
  it('comes in pages, each with a link to the next', async () => {
    const showing = freshTime()
    const seats = ['A1', 'A2', 'A3']
    for (const seat of seats) await bookRest({ showing, seats: [seat] })
    const told: unknown[] = []
    let at: string | undefined = `/v1/bookings?date=${showing.date}&time=${showing.time}&limit=1`
    while (at !== undefined) {
      const page = await send(at)
      expect(page.status).toBe(200)
      told.push(...(Array.isArray(page.body['bookings']) ? page.body['bookings'] : []))
      at = /^<([^>]*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1]
      expect(at === undefined).toBe(page.body['next'] === undefined)
    }
    expect(told).toHaveLength(3)
    const { booking } = await bookRest({ showing: freshTime() })
    const id: unknown = Object(booking.body['showing'])['id']
    const ofShowing = await send(`/v1/bookings?showing=${String(id)}`)
    expect(ofShowing.body).toEqual({ bookings: [booking.body] })
  })

  it.each([
    ['cursor', 'cursor=nonsense'],
    ['cursor', `cursor=${btoa('[1,2]')}`],
    ['limit', 'limit=0'],
    ['limit', 'limit=501'],
    ['limit', 'limit=many'],
    ['limit', 'limit=1e2'],
    ['date', 'date=2027-02-30'],
    ['date', 'time=18:30'],
    ['showing', 'showing=main'],
    ['order', 'order=desc'],
    ['date', 'date=2027-02-03&date=2027-02-04'],
  ])('names the field %s of %s', async (field, query) => {
    const answer = await send(`/v1/bookings?${query}`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', issues: [{ field }] } })
  })

  it('answers HEAD as it does GET, without a body', async () => {
    const { at } = await bookRest()
    const head = await ask(at, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})
