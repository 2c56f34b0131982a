import { describe, expect, it } from 'vitest'
import {
  type ClassicBooking,
  classicBooking,
  freshName,
  freshTime,
  send,
  sendJson,
} from './setup/box-office.ts'

async function booked(fields: Record<string, unknown> = {}): Promise<{ id: string; sent: ClassicBooking }> {
  const sent: ClassicBooking = classicBooking(fields)
  const { status, body } = await sendJson('POST', '/book', sent)
  expect({ status, msg: body['msg'] }).toEqual({ status: 200, msg: 'Booked successfully' })
  return { id: String(body['ticketID']), sent }
}

describe('the classic routes', () => {
  it('welcome who comes', async () => {
    const { status, body } = await send('/')
    expect({ status, body }).toEqual({
      status: 200,
      body: { msg: 'Welcome to Ticket Booking System', status: 200 },
    })
  })

  it('answer a booking with exactly its id', async () => {
    const { status, body } = await sendJson('POST', '/book', classicBooking())
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['msg', 'status', 'ticketID'])
    expect(body['ticketID']).toMatch(/^bk_[0-9a-z]{33}$/)
  })

  it('show a booking in the classic words', async () => {
    const { id, sent } = await booked()
    const { status, body } = await send(`/view/${id}`)
    expect(status).toBe(200)
    const {
      status: state,
      starts_at: startsAt,
      expires_at: expiresAt,
      booked_at: bookedAt,
      ...rest
    } = Object(body['info'])
    expect(rest).toEqual({ ...sent, ticketID: id })
    expect(state).toBe('booked')
    expect(startsAt).toBe(`${sent['date']}T${sent['time']}:00.000Z`)
    expect(Date.parse(expiresAt) - Date.parse(startsAt)).toBe(8 * 3_600_000)
    expect(Math.abs(Date.parse(bookedAt) - Date.now())).toBeLessThan(60_000)
  })

  it.each([
    ['text/plain', 'text/plain;charset=UTF-8'],
    ['a form that is none, as curl -d sends JSON', 'application/x-www-form-urlencoded'],
    ['JSON', 'application/json'],
    ['a multipart form that is none', 'multipart/form-data; boundary=x'],
  ])('take JSON under the content type of %s', async (_, contentType) => {
    const { status } = await sendJson('POST', '/book', classicBooking(), { 'content-type': contentType })
    expect(status).toBe(200)
  })

  it('take a form, its seats in one field or in several', async () => {
    const { date, time } = freshTime()
    const fields = { name: 'Form', phn: '9876543210', date, time, tickets: '2' }
    const listed = new URLSearchParams({ ...fields, seats: 'C1,C2' })
    const repeated = new URLSearchParams([...Object.entries(fields), ['seats', 'C3'], ['seats', 'C4']])
    const multipart = new FormData()
    for (const [field, value] of [...Object.entries(fields), ['seats', 'C5'], ['seats', 'D1']] as const) {
      multipart.append(field, value)
    }
    for (const body of [listed, repeated, multipart]) {
      expect((await send('/book', { method: 'POST', body })).body['msg']).toBe('Booked successfully')
    }
    const { body } = await send(`/view?date=${date}&time=${time}`)
    expect(JSON.stringify(body)).toContain('["C5","D1"]')
  })

  it('read a time of the twelve-hour clock', async () => {
    const { date } = freshTime()
    const { id } = await booked({ date, time: '6:30 PM', seats: ['A1', 'A2'] })
    expect((await send(`/view/${id}`)).body['info']).toMatchObject({ time: '18:30' })
  })

  it('list a time, without what is cancelled', async () => {
    const when = freshTime()
    const stays = await booked({ ...when, seats: ['A1', 'A2'] })
    const goes = await booked({ ...when, seats: ['A3', 'A4'] })
    await send(`/delete/${encodeURIComponent(goes.sent.name)}`, { method: 'DELETE' })
    const { status, body } = await send(`/view?date=${when.date}&time=${when.time}`)
    expect(status).toBe(200)
    expect(body['AllTickets']).toEqual([expect.objectContaining({ ticketID: stays.id, status: 'booked' })])
    expect((await send(`/view/${goes.id}`)).body['info']).toMatchObject({
      status: 'cancelled',
      seats: ['A3', 'A4'],
    })
  })

  it('list all in pages, each booking once', async () => {
    const ids = new Set<string>()
    for (let n = 0; n < 5; n += 1) ids.add((await booked()).id)
    const seen: string[] = []
    let path: string | undefined = '/view?limit=2'
    while (path !== undefined) {
      const { body }: { body: Record<string, unknown> } = await send(path)
      const page = body['AllTickets']
      expect(Array.isArray(page) && page.length <= 2).toBe(true)
      seen.push(
        ...JSON.stringify(page)
          .matchAll(/"ticketID":"(bk_\w+)"/g)
          .map(([, id]) => id ?? ''),
      )
      const { next } = body
      path = typeof next === 'string' ? `/view?limit=2&cursor=${next}` : undefined
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining([...ids]))
  })

  it.each([
    ['PUT', ['B1', 'B2']],
    ['PATCH', ['C1', 'C2']],
  ])('move by name with %s, seats unchanged', async (method, seats) => {
    const name = freshName()
    const { id, sent } = await booked({ name, seats })
    const { status, body } = await sendJson(method, '/update', { name, time: '23:45' })
    expect({ status, body }).toEqual({ status: 200, body: { msg: 'Updated successfully', status: 200 } })
    const { body: seen } = await send(`/view/${id}`)
    expect(seen['info']).toMatchObject({ date: sent['date'], time: '23:45', seats })
  })

  it('move by ticketID to another day, and free the seats that were left', async () => {
    const { id, sent } = await booked()
    const target = freshTime()
    const { status } = await sendJson('PUT', '/update', { ticketID: id, ...target })
    expect(status).toBe(200)
    expect((await send(`/view/${id}`)).body['info']).toMatchObject(target)
    await booked({ date: sent['date'], time: sent['time'] })
  })

  it('refuse a name that stands for several bookings, with a word to give the ticketID', async () => {
    const name = freshName()
    await booked({ name })
    await booked({ name })
    const { status, body } = await sendJson('PUT', '/update', { name, time: '10:00' })
    expect(status).toBe(500)
    expect(body).toMatchObject({
      status: 500,
      code: 'booking_ambiguous',
      msg: expect.stringContaining('ticketID'),
    })
  })

  it.each(['Zoë Müller', '山田 太郎', "O'Neil & Søn/2 100%", String.raw`"\u0000" \ud800`])(
    'delete all of %s, and say how many',
    async (name) => {
      const first = await booked({ name })
      await booked({ name: ` ${name.normalize('NFD')} ` })
      const path = `/delete/${encodeURIComponent(name)}`
      const { status, body } = await send(path, { method: 'DELETE' })
      expect({ status, body }).toEqual({
        status: 200,
        body: { msg: 'Deleted successfully', status: 200, deleted: 2 },
      })
      expect((await send(path, { method: 'DELETE' })).body).toMatchObject({
        status: 500,
        code: 'booking_not_found',
      })
      await booked({ date: first.sent['date'], time: first.sent['time'] })
    },
  )

  it('sell each of the 20 seats of a time once, and another time anew', async () => {
    const rows = ['A', 'B', 'C', 'D']
    for (const when of [freshTime(), freshTime()]) {
      for (const row of rows) {
        await booked({ ...when, tickets: 5, seats: [1, 2, 3, 4, 5].map((n) => `${row}${n}`) })
      }
      const { status, body } = await sendJson(
        'POST',
        '/book',
        classicBooking({ ...when, tickets: 1, seats: ['D5'] }),
      )
      expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'seats_taken' })
    }
  })
})
