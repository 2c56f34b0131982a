import { describe, expect, it } from 'vitest'
import { client, db, send } from './setup/box-office.ts'
import { clientOf, houseOn } from './setup/house-on.ts'
import { addShowing, freshMovie } from './setup/programme.ts'
import { ask, bookRest } from './setup/rest.ts'

/** The lines of an iCalendar file, unfolded. */
async function calendarOf(at: string): Promise<string[]> {
  const answer = await ask(`${at}/calendar.ics`)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const text = await answer.text()
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  return text.replaceAll('\r\n ', '').split('\r\n')
}

describe('the calendar of a booking', () => {
  it('has the movie, the seats and the time in UTC', async () => {
    const movie = await freshMovie({ title: 'Salt; Lines, and Ärger', runningMinutes: 100 })
    const { id, startsAt } = await addShowing({ movie })
    const { at } = await bookRest({ showing: id, seats: ['A1', 'A2'] })
    const lines = await calendarOf(at)
    const compact = (instant: string | number): string =>
      new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    expect(lines).toEqual(
      expect.arrayContaining([
        'SUMMARY:Salt\\; Lines\\, and Ärger',
        'DESCRIPTION:Seats A1\\, A2',
        `DTSTART:${compact(startsAt)}`,
        `DTEND:${compact(Date.parse(startsAt) + 100 * 60_000)}`,
        'STATUS:CONFIRMED',
      ]),
    )
  })

  it('is off where its showing is', async () => {
    const { id } = await addShowing()
    const { at } = await bookRest({ showing: id, seats: ['A1'] })
    await client.showing.cancel.mutate({ showing: id })
    expect(await calendarOf(at)).toContain('STATUS:CANCELLED')
  })

  it('tells neither the id, which is the secret, nor the name, nor the phone; its own is always the same', async () => {
    const { at, booking } = await bookRest({ name: 'Somebody Secret', phone: '9990001112' })
    const uidOf = (lines: string[]): string => lines.find((line) => line.startsWith('UID:')) ?? ''
    const before = await calendarOf(at)
    await send(at, { method: 'PATCH', body: JSON.stringify({ seats: ['C1'] }) })
    const after = await calendarOf(at)
    expect(uidOf(after)).toBe(uidOf(before))
    expect(uidOf(before)).toMatch(/^UID:[0-9a-f]{32}@marquee$/)
    for (const secret of [String(booking.body['id']), 'Secret', '9990001112']) {
      expect(after.join('\n')).not.toContain(secret)
    }
    await send(at, { method: 'DELETE' })
    expect(await calendarOf(at)).toContain('STATUS:CANCELLED')
  })
})

describe('the tickets of a showing as CSV', () => {
  it('are a line for each seat, in the order of the plan, with what it cost', async () => {
    const { id } = await addShowing({ prices: { standard: 950, box: 1_400 } })
    const later = await bookRest({ showing: id, seats: ['B2', 'A3'], name: 'Zoë "Z", Müller' })
    const { booking } = await bookRest({ showing: id, seats: ['A1'] })
    const answer = await ask(`/v1/showings/${id}/tickets.csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    const { id: one, bookedAt: oneAt, name } = booking.body
    const { id: other, bookedAt: otherAt } = later.booking.body
    expect((await answer.text()).split('\r\n')).toEqual([
      'seat,name,phone,booking,status,price,currency,booked at',
      `A1,${String(name)},1234567890,${String(one)},booked,9.50,EUR,${String(oneAt)}`,
      `A3,"Zoë ""Z"", Müller",1234567890,${String(other)},booked,9.50,EUR,${String(otherAt)}`,
      `B2,"Zoë ""Z"", Müller",1234567890,${String(other)},booked,14.00,EUR,${String(otherAt)}`,
      '',
    ])
  })

  it.each(['=1+1', '+49 1', '-1', '@sum', "=cmd|' /C calc'!A0"])(
    'are no formulas for a spreadsheet where a name is %s',
    async (name) => {
      const { booking } = await bookRest({ name })
      const showing = String(Object(booking.body['showing'])['id'])
      const text = await (await ask(`/v1/showings/${showing}/tickets.csv`)).text()
      expect(text).toContain(`,'${name},`)
    },
  )

  it('are all of them, over pages of bookings', async () => {
    const seats = Array.from({ length: 600 }, (_, n) => `A${n + 1}`)
    const screen = await client.screen.add.mutate({ id: 'arena', name: 'Arena', plan: 'A: 1-600' })
    const { id } = await addShowing({ screen: screen.id })
    const crowd = clientOf(houseOn(db))
    const buyer = { showing: id, name: 'Buyer', phone: '1234567890' }
    await Promise.all(seats.map((seat) => crowd.booking.create.mutate({ ...buyer, seats: [seat] })))
    const text = await (await ask(`/v1/showings/${id}/tickets.csv`)).text()
    expect(
      text
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]),
    ).toEqual(seats)
  })
})
