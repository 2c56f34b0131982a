import { describe, expect, it } from 'vitest'
import { type BookInput, type Booking, type Failure, failureOf } from '../../client/index.ts'
import { client, countRows, db, freshName, freshTime, send } from './setup/box-office.ts'

type SeatsInput = Extract<BookInput, { seats: string[] }>

function book(fields: Partial<SeatsInput> = {}): Promise<Booking> {
  return client.booking.create.mutate({
    showing: freshTime(),
    seats: ['A3', 'A4'],
    name: freshName(),
    phone: '+91 98765 43210',
    ...fields,
  })
}

async function refusalOf(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const failure = failureOf(error)
  if (failure === undefined) throw new Error('nothing was refused', { cause: error })
  return failure
}

describe('the tRPC procedures', () => {
  it('book, and answer the booking', async () => {
    const when = freshTime()
    const booking = await book({ showing: when, name: ' Zoë ' })
    expect(booking).toEqual({
      id: expect.stringMatching(/^bk_[0-9a-z]{33}$/),
      showing: {
        id: `main-${when.date.replaceAll('-', '')}T${when.time.replace(':', '')}Z`,
        screen: 'main',
        ...when,
        startsAt: `${when.date}T${when.time}:00.000Z`,
      },
      seats: ['A3', 'A4'],
      name: 'Zoë',
      phone: '+91 98765 43210',
      status: 'booked',
      bookedAt: expect.any(String),
      expiresAt: expect.any(String),
    })
    expect(await client.booking.get.query({ id: booking.id })).toEqual(booking)
  })

  it('take a showing by its id', async () => {
    const first = await book()
    const second = await book({ showing: first.showing.id, seats: ['B1'] })
    expect(second.showing).toEqual(first.showing)
    const { bookings, next } = await client.booking.list.query({ showing: first.showing.id })
    expect(new Set(bookings.map(({ id }) => id))).toEqual(new Set([first.id, second.id]))
    expect(next).toBeUndefined()
  })

  it('name the seats that are taken', async () => {
    const { showing } = await book()
    const refused = await refusalOf(book({ showing: showing.id, seats: ['A2', 'A3'] }))
    expect(refused).toMatchObject({ code: 'seats_taken', details: { seats: ['A3'] } })
  })

  it('move to other seats of the same showing, where its own count as free', async () => {
    const { id, showing } = await book()
    const moved = await client.booking.move.mutate({ id, seats: ['A4', 'A5'] })
    expect(moved).toMatchObject({ id, showing, seats: ['A4', 'A5'] })
    expect((await client.showing.seats.query({ showing: showing.id })).sold).toEqual(['A4', 'A5'])
    await book({ showing: showing.id, seats: ['A3'] })
  })

  it('move to another showing and other seats, and give the old ones back', async () => {
    const { id, showing } = await book()
    const target = freshTime()
    const moved = await client.booking.move.mutate({ id, showing: target, seats: ['D1'] })
    expect(moved).toMatchObject({ id, seats: ['D1'], showing: target })
    expect((await client.showing.seats.query({ showing: showing.id })).sold).toEqual([])
    await book({ showing: showing.id })
  })

  it('move all or nothing', async () => {
    const target = await book({ seats: ['A3'] })
    const booking = await book()
    const refused = await refusalOf(
      client.booking.move.mutate({ id: booking.id, showing: target.showing.id }),
    )
    expect(refused).toMatchObject({ code: 'seats_taken', details: { seats: ['A3'] } })
    expect(await client.booking.get.query({ id: booking.id })).toEqual(booking)
    expect((await client.showing.seats.query({ showing: booking.showing.id })).sold).toEqual(['A3', 'A4'])
  })

  it('cancel once, and let the seats be sold again', async () => {
    const { id, showing } = await book()
    expect(await client.booking.cancel.mutate({ id })).toMatchObject({
      id,
      status: 'cancelled',
      seats: ['A3', 'A4'],
    })
    expect(await refusalOf(client.booking.cancel.mutate({ id }))).toMatchObject({ code: 'booking_cancelled' })
    expect(await refusalOf(client.booking.move.mutate({ id, seats: ['B1'] }))).toMatchObject({
      code: 'booking_cancelled',
    })
    await book({ showing: showing.id })
  })

  it('cancel by name, and say which', async () => {
    const name = freshName()
    const bookings = [await book({ name }), await book({ name })]
    const { cancelled } = await client.booking.cancelByName.mutate({ name })
    expect(new Set(cancelled)).toEqual(new Set(bookings.map(({ id }) => id)))
  })

  it('know bookings by the shorter ids of old', async () => {
    const booking = await book()
    const old = `bk_${booking.id.slice(-26)}`
    await db.$client.batch(
      [
        { sql: 'UPDATE bookings SET id = ? WHERE id = ?', args: [old, booking.id] },
        { sql: 'UPDATE buyers SET booking_id = ? WHERE booking_id = ?', args: [old, booking.id] },
        { sql: 'UPDATE tickets SET booking_id = ? WHERE booking_id = ?', args: [old, booking.id] },
      ],
      'write',
    )
    expect(await client.booking.get.query({ id: old })).toEqual({ ...booking, id: old })
    expect((await client.booking.cancel.mutate({ id: old })).status).toBe('cancelled')
  })

  it('are answers that nobody keeps', async () => {
    const input = encodeURIComponent(JSON.stringify({ showing: freshTime() }))
    const { headers } = await send(`/trpc/showing.get?input=${input}`)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('show a showing and its seats', async () => {
    const { showing } = await book()
    expect(await client.showing.get.query({ showing: showing.id })).toMatchObject({
      ...showing,
      seats: { total: 20, free: 18, sold: 2 },
    })
    const { free, sold } = await client.showing.seats.query({ showing: showing.id })
    expect([free.length, sold]).toEqual([18, ['A3', 'A4']])
  })

  it('show where the seats stand', async () => {
    const { seats, categories } = await client.showing.plan.query({ showing: freshTime() })
    expect(categories).toEqual(['standard'])
    expect(seats.map(({ label }) => label).join()).toMatch(/^A1,A2,.*,D5$/)
    expect(seats.at(-1)).toEqual({
      label: 'D5',
      row: 'D',
      x: 4,
      y: 3,
      category: 'standard',
      accessible: false,
      companion: false,
      blocked: false,
    })
  })

  it('leave nothing behind where nobody booked', async () => {
    const before = await countRows()
    const when = freshTime()
    expect((await client.showing.get.query({ showing: when })).seats).toEqual({
      total: 20,
      free: 20,
      held: 0,
      sold: 0,
      blocked: 0,
    })
    expect((await client.showing.seats.query({ showing: when })).free).toHaveLength(20)
    expect((await client.booking.list.query({ showing: when })).bookings).toEqual([])
    expect(await countRows()).toEqual(before)
  })
})

describe('a refusal over tRPC', () => {
  it.each<[what: string, call: () => Promise<unknown>, code: string, status: number]>([
    ['an unknown seat', () => book({ seats: ['Z9'] }), 'seats_unknown', 400],
    ['a seat twice', () => book({ seats: ['A1', 'A1'] }), 'invalid_request', 400],
    ['21 seats', () => book({ seats: Array.from({ length: 21 }, (_, n) => `A${n}`) }), 'too_many_seats', 400],
    [
      '101 seats',
      () => book({ seats: Array.from({ length: 101 }, (_, n) => `A${n}`) }),
      'invalid_request',
      400,
    ],
    [
      'an unknown screen',
      () => book({ showing: { ...freshTime(), screen: 'imax' } }),
      'screen_not_found',
      404,
    ],
    ['a showing id that is none', () => book({ showing: 'main-20261399T1830Z' }), 'invalid_request', 400],
    ['a past showing', () => book({ showing: 'main-20200101T1830Z' }), 'showing_closed', 409],
    [
      'an unknown booking',
      () => client.booking.get.query({ id: `bk_${'0'.repeat(33)}` }),
      'booking_not_found',
      404,
    ],
    [
      'a move to nowhere',
      () => client.booking.move.mutate({ id: `bk_${'0'.repeat(33)}` }),
      'invalid_request',
      400,
    ],
    ['a short idempotency key', () => book({ idempotencyKey: 'short' }), 'invalid_request', 400],
  ])('%s is typed', async (_, call, code, status) => {
    const before = await countRows()
    const error: unknown = await call().catch((thrown: unknown) => thrown)
    expect(failureOf(error)?.code).toBe(code)
    expect(error).toMatchObject({ data: { httpStatus: status } })
    expect(await countRows()).toEqual(before)
  })

  it('names the field of a union that was meant', async () => {
    const refused = await refusalOf(book({ showing: { date: '2027-02-30', time: '25:00' } }))
    if (refused.code !== 'invalid_request') throw new Error(refused.code)
    expect(refused.details.issues.map(({ field }) => field)).toEqual(['showing.date', 'showing.time'])
  })

  it('says which field is not known', async () => {
    const path = `/trpc/booking.create`
    const body = JSON.stringify({
      showing: freshTime(),
      seats: ['A1'],
      name: 'A',
      phone: '12345',
      seat: 'A1',
    })
    const { status, body: answer } = await send(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect(status).toBe(400)
    expect(JSON.stringify(answer)).toContain('seat: is not known here')
  })

  it('comes for a batch of 11, and not for one of 10', async () => {
    const calls = (count: number): string => Array.from({ length: count }, () => 'showing.get').join(',')
    const inputs = JSON.stringify(
      Object.fromEntries(Array.from({ length: 11 }, (_, n) => [n, { showing: freshTime() }])),
    )
    const query = `?batch=1&input=${encodeURIComponent(inputs)}`
    const eleven = await send(`/trpc/${calls(11)}${query}`)
    expect({ status: eleven.status, text: JSON.stringify(eleven.body) }).toEqual({
      status: 400,
      text: expect.stringContaining('"code":"batch_too_large"'),
    })
    expect((await send(`/trpc/${calls(10)}${query}`)).status).toBe(200)
    const hidden = await send(`/trpc/${calls(11).replaceAll(',', '%2C')}${query}`)
    expect(hidden.status).toBe(400)
  })

  it.each<[what: string, path: string, init: RequestInit, status: number, code: string]>([
    ['an unknown procedure', '/trpc/booking.steal', {}, 404, 'route_not_found'],
    ['a path that is no text', '/trpc/%E0%A4%A', {}, 404, 'route_not_found'],
    ['PUT', '/trpc/booking.create', { method: 'PUT', body: '{}' }, 405, 'method_not_allowed'],
    ['a query of a mutation', '/trpc/booking.create', {}, 405, 'method_not_allowed'],
    [
      'broken JSON',
      '/trpc/booking.create',
      { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
      400,
      'invalid_request',
    ],
    [
      'a body over 64 KiB',
      '/trpc/booking.create',
      { method: 'POST', body: ' '.repeat(70_000) },
      413,
      'body_too_large',
    ],
  ])('comes for %s', async (_, path, init, status, code) => {
    const answer = await send(path, init)
    expect(answer.status).toBe(status)
    expect(answer.body['error']).toMatchObject({ data: { httpStatus: status, failure: { code } } })
    expect(JSON.stringify(answer.body)).not.toContain('stack')
  })

  it.each([
    ['text/plain', -32600],
    ['application/x-www-form-urlencoded', -32600],
    ['application/octet-stream', -32600],
    ['multipart/form-data; boundary=x', -32600],
  ])('comes for a body that says it is %s, under one code and number', async (contentType, number) => {
    const init = { method: 'POST', body: '{"name":"Nobody"}', headers: { 'content-type': contentType } }
    const { status, body } = await send('/trpc/booking.cancelByName', init)
    expect(status).toBe(400)
    expect(body['error']).toMatchObject({
      code: number,
      message: 'The call is not a readable tRPC request.',
      data: { code: 'BAD_REQUEST', failure: { code: 'invalid_request' } },
    })
  })
})
