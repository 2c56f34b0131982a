import { describe, expect, it } from 'vitest'
import { classicBooking, countRows, freshTime, send, sendJson } from './setup/box-office.ts'

const long = 'x'.repeat(300)
const yearsAhead = `${new Date().getUTCFullYear() + 5}-01-01`

describe('POST /book refuses, and changes nothing', () => {
  it.each<[what: string, fields: Record<string, unknown>, words: string | RegExp]>([
    ['a seat that the screen lacks', { seats: ['Z9', 'A1'] }, 'no seat Z9'],
    ['seat 0', { seats: ['0', 'A1'] }, 'no seat 0'],
    ['seat -1', { seats: ['-1', 'A1'] }, 'no seat -1'],
    ['a seat twice', { seats: ['A1', 'A1'] }, 'A1 is named twice'],
    ['seats that are no strings', { seats: [1, 2] }, 'seats.0: must be a seat label'],
    ['seats that are no list', { seats: 'A1' }, 'seats: must be a list'],
    ['no seats', { seats: [], tickets: 0 }, 'at least one seat'],
    ['missing seats', { seats: undefined }, 'seats: is missing'],
    ['tickets that differ from the seats', { tickets: 3 }, 'tickets: is 3, but the seats named are 2'],
    ['a fraction of tickets', { tickets: 1.5 }, 'tickets'],
    ['tickets in words', { tickets: 'two' }, 'tickets'],
    [
      '21 tickets',
      { tickets: 21, seats: Array.from({ length: 21 }, (_, n) => `A${n}`) },
      /^More than 20 tickets cannot be booked$/,
    ],
    [
      '101 tickets',
      { tickets: 101, seats: Array.from({ length: 101 }, (_, n) => `A${n}`) },
      /^More than 20 tickets/,
    ],
    ['an empty name', { name: '   ' }, 'name: must not be empty'],
    ['a name of 300 characters', { name: long }, 'name: may have at most 100'],
    ['a name with a line feed', { name: 'A\nB' }, 'control characters'],
    ['a name with half a character', { name: 'A\ud800' }, 'name: must be well-formed'],
    ['a name that is no text', { name: { first: 'A' } }, 'name: must be the name'],
    ['a phone with letters', { phn: '98765abc10' }, 'phn: must be a phone number'],
    ['a phone of 4 digits', { phn: '1234' }, 'phn: must be a phone number of 5 to 15 digits'],
    ['a phone of 16 digits', { phn: '1234567890123456' }, 'phn'],
    ['30 February', { date: '2027-02-30' }, 'date: must be a date of the calendar'],
    ['a date in another form', { date: '01/12/2026' }, 'date'],
    ['25:99', { time: '25:99' }, 'time: must be a time of day'],
    ['13:00 PM', { time: '13:00 PM' }, 'time'],
    ['a showing that is over', { date: '2020-01-01' }, 'closed at 2020-01-01'],
    ['a showing years ahead', { date: yearsAhead }, 'at the latest'],
    ['the end of time', { date: '9999-12-31', time: '23:59' }, 'at the latest'],
  ])('%s', async (_, fields, words) => {
    const before = await countRows()
    const { status, body } = await sendJson('POST', '/book', classicBooking(fields))
    expect({ status, inBody: body['status'] }).toEqual({ status: 400, inBody: 400 })
    expect(Object.keys(body)).toEqual(['msg', 'status', 'code'])
    expect(body['msg']).toMatch(words)
    expect(await countRows()).toEqual(before)
  })

  it.each([
    ['broken JSON', '{"name":', 'neither valid JSON nor a form'],
    ['an empty body', '', 'neither valid JSON'],
    ['a list', '[1,2]', 'must be a JSON object'],
    ['a text', '"book"', 'must be a JSON object'],
    ['null', 'null', 'must be a JSON object'],
    ['a field given twice', '{"name":"A","name":"B"}', 'name: is given twice'],
    ['deep nesting', '['.repeat(60_000), 'neither valid JSON'],
  ])('%s', async (_, body, words) => {
    const { status, body: answer } = await send('/book', { method: 'POST', body })
    expect(status).toBe(400)
    expect(answer).toMatchObject({
      status: 400,
      code: 'invalid_request',
      msg: expect.stringContaining(words),
    })
  })

  it('a form field given twice, or a form that nobody can read', async () => {
    const twice = new URLSearchParams([
      ['name', 'A'],
      ['name', 'B'],
    ])
    expect((await send('/book', { method: 'POST', body: twice })).body['msg']).toContain(
      'name: is given twice',
    )
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const { status, body } = await send('/book', { method: 'POST', body: 'nothing like it', headers })
    expect(status).toBe(400)
    expect(body['msg']).toContain('not a readable form')
  })

  it('a body over 64 KiB, with 413', async () => {
    const { status, body } = await sendJson('POST', '/book', classicBooking({ name: 'x'.repeat(70_000) }))
    expect({ status, inBody: body['status'], code: body['code'] }).toEqual({
      status: 413,
      inBody: 413,
      code: 'body_too_large',
    })
  })

  it('sold seats, by label', async () => {
    const when = freshTime()
    await sendJson('POST', '/book', classicBooking({ ...when, tickets: 3, seats: ['A3', 'A4', 'A5'] }))
    const wanted = { ...when, tickets: 3, seats: ['A2', 'A3', 'A4'] }
    const { status, body } = await sendJson('POST', '/book', classicBooking(wanted))
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        msg: 'Seats A3 and A4 are already sold. Choose other seats.',
        status: 400,
        code: 'seats_taken',
      },
    })
  })

  it('nothing of a booking where only some of its seats are free', async () => {
    const when = freshTime()
    await sendJson('POST', '/book', classicBooking({ ...when, tickets: 1, seats: ['A3'] }))
    await sendJson('POST', '/book', classicBooking({ ...when, tickets: 2, seats: ['A3', 'A4'] }))
    const { status } = await sendJson('POST', '/book', classicBooking({ ...when, tickets: 1, seats: ['A4'] }))
    expect(status).toBe(200)
  })
})

describe('no input reaches further than its field', () => {
  const hostile = [
    "'; DROP TABLE bookings; --",
    '__proto__',
    'constructor',
    '{"$ne":null}',
    '%00',
    '../../etc',
  ]

  it.each(hostile)('%s as any field', async (text) => {
    const before = await countRows()
    for (const field of ['date', 'time', 'phn', 'tickets', 'seats']) {
      const { status } = await sendJson(
        'POST',
        '/book',
        classicBooking({ [field]: field === 'seats' ? [text, 'A1'] : text }),
      )
      expect(status).toBe(400)
    }
    expect(await countRows()).toEqual(before)
    const { body } = await sendJson('POST', '/book', classicBooking({ name: text }))
    const seen = await send(`/view/${String(body['ticketID'])}`)
    expect(seen.body['info']).toMatchObject({ name: text })
  })

  it('keys of the prototype are no fields', async () => {
    const { name, ...rest } = classicBooking()
    const body = `{"__proto__":{"name":"Sneaky"},"constructor":1,${JSON.stringify(rest).slice(1)}`
    const answer = await send('/book', { method: 'POST', body })
    expect(answer.body).toMatchObject({ status: 400, msg: expect.stringContaining('name: is missing') })
    expect(name).toBeTypeOf('string')
  })
})

describe('the other routes refuse', () => {
  it.each([
    ['an unknown id', 'GET', '/view/bk_000000000000000000000000000000000', 500, 'booking_not_found'],
    ['an id of another kind', 'GET', '/view/7', 500, 'booking_not_found'],
    ['a date that is none', 'GET', '/view?date=2027-02-30', 500, 'invalid_request'],
    ['a time without a date', 'GET', '/view?time=18:30', 500, 'invalid_request'],
    ['a date given twice', 'GET', '/view?date=2027-01-01&date=2027-01-02', 500, 'invalid_request'],
    ['a cursor that is none', 'GET', '/view?cursor=abc', 500, 'invalid_request'],
    ['a cursor made by hand', 'GET', `/view?cursor=${btoa('[0,"a\\u0000b"]')}`, 500, 'invalid_request'],
    ['a page over the bound', 'GET', '/view?limit=501', 500, 'invalid_request'],
    ['a name that nobody booked under', 'DELETE', '/delete/Nobody', 500, 'booking_not_found'],
    ['a name of 300 characters', 'DELETE', `/delete/${long}`, 500, 'invalid_request'],
    ['an unknown route', 'GET', '/nowhere', 404, 'route_not_found'],
    ['a route of a local server alone', 'GET', '/cdn-cgi/handler/scheduled?time=0', 404, 'route_not_found'],
  ])('%s', async (_, method, path, status, code) => {
    const answer = await send(path, { method })
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: { msg: expect.any(String), status, code },
    })
  })

  it.each([
    ['POST', '/', 'GET'],
    ['GET', '/book', 'POST'],
    ['DELETE', '/view', 'GET'],
    ['POST', '/view/bk_1', 'GET'],
    ['POST', '/update', 'PUT, PATCH'],
    ['GET', '/delete/x', 'DELETE'],
  ])('%s %s with 405 and what is allowed', async (method, path, allow) => {
    const { status, body, headers } = await send(path, { method })
    expect({ status, code: body['code'], allow: headers.get('allow') }).toEqual({
      status: 405,
      code: 'method_not_allowed',
      allow,
    })
  })

  it.each([
    ['nobody named', { time: '10:00' }, 'give the name or the ticketID'],
    ['no time', { name: 'A' }, 'time: is missing'],
    ['a name without a booking', { name: 'Nobody', time: '10:00' }, 'No upcoming booking'],
    ['an unknown ticketID', { ticketID: 'bk_1', time: '10:00' }, 'No booking has this id'],
  ])('/update with %s', async (_, fields, words) => {
    const { status, body } = await sendJson('PUT', '/update', fields)
    expect({ status, msg: body['msg'] }).toEqual({ status: 500, msg: expect.stringContaining(words) })
  })

  it('/update to a time where the seats are sold, and leaves the booking as it was', async () => {
    const target = freshTime()
    await sendJson('POST', '/book', classicBooking(target))
    const booked = await sendJson('POST', '/book', classicBooking())
    const ticketID = String(booked.body['ticketID'])
    const before = await send(`/view/${ticketID}`)
    const { status, body } = await sendJson('PUT', '/update', { ticketID, ...target })
    expect({ status, code: body['code'] }).toEqual({ status: 500, code: 'seats_taken' })
    expect((await send(`/view/${ticketID}`)).body).toEqual(before.body)
  })
})
