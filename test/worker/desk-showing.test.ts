import { describe, expect, it } from 'vitest'
import { client, countRows, db, freshName } from './setup/box-office.ts'
import { DeskBrowser, hiddenIn } from './setup/desk-browser.ts'
import { soldSeats } from './setup/screens.ts'
import { addShowing, dayAhead, freshScreen } from './setup/programme.ts'

const buyer = { name: 'Counter', phone: '1234567890' }

async function blockedIn(showing: string): Promise<unknown[]> {
  const sql = 'SELECT seat FROM blocked_seats WHERE showing_id = ? ORDER BY seat'
  return (await db.$client.execute({ sql, args: [showing] })).rows.map(({ seat }) => seat)
}

describe('a showing at the desk', () => {
  it('says who sits where, and what is held, off sale and free', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    const booked = await client.booking.create.mutate({
      showing: id,
      seats: ['A2'],
      ...buyer,
      name: 'Mira Sol',
    })
    await client.hold.place.mutate({ showing: id, seats: ['A3'] })
    await client.showing.block.mutate({ showing: id, seats: ['A4'] })
    const { status, text } = await browser.see(`/desk/showings/${id}`)
    expect(status).toBe(200)
    expect(text).toContain(
      `href="/desk/bookings/${booked.id}" data-name="Mira Sol" aria-label="A2, Mira Sol"`,
    )
    expect(text).toContain('<span>A3</span><small>held</small>')
    expect(text).toContain('name="seats" value="A4" aria-label="A4, standard, off sale"')
    expect(text).toContain('name="seats" value="A1" aria-label="A1, standard"')
    expect(text).not.toContain('value="A2"')
    expect(text).toContain('<strong>1</strong> of 6 sold, 1 held, 1 off sale')
  })

  it('writes what people gave as text, wherever it stands', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    const name = '"><script>alert(1)</script>'
    const { id: booking } = await client.booking.create.mutate({ showing: id, seats: ['A1'], ...buyer, name })
    for (const path of [
      `showings/${id}`,
      `showings/${id}/door-list`,
      `bookings/${booking}`,
      `bookings/${booking}/move`,
    ]) {
      const { status, text } = await browser.see(`/desk/${path}`)
      expect([path, status]).toEqual([path, 200])
      expect(text).not.toContain('<script>')
      expect(text).toContain('&quot;&gt;&lt;script&gt;alert(1)')
    }
    const refused = await browser.send(`/desk/showings/${id}/sell`, { name, phone: '1', seats: ['"><b>'] })
    expect(refused.status).toBe(400)
    expect(refused.text).not.toContain('<script>')
    expect(refused.text).not.toContain('"><b>')
  })

  it('is kept out of search engines and stores, and of all pages but its own', async () => {
    const { headers } = await (await DeskBrowser.of()).see(`/desk/showings/${(await addShowing()).id}`)
    expect(headers.get('x-robots-tag')).toBe('noindex')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
  })

  it('is told as not there where it is not', async () => {
    const browser = await DeskBrowser.of()
    for (const [path, status] of [
      [`/desk/showings/nowhere-${dayAhead(9).replaceAll('-', '')}T1830Z`, 404],
      ['/desk/showings/what', 400],
      ['/desk/bookings/bk_what', 400],
      [`/desk/bookings/bk_${'0'.repeat(33)}`, 404],
      ['/desk/nothing', 404],
      ['/desk?from=yesterday', 400],
    ] as const) {
      expect([path, (await browser.see(path)).status]).toEqual([path, status])
    }
  })
})

describe('a sale at the counter', () => {
  it('sells the ticked seats once, however often it is sent', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    const key = hiddenIn(await browser.see(`/desk/showings/${id}`), 'key')
    const sale = { ...buyer, name: freshName(), key, seats: ['A1', 'A2'] }
    const [one, two] = await Promise.all([
      browser.send(`/desk/showings/${id}/sell`, sale),
      browser.send(`/desk/showings/${id}/sell`, sale),
    ])
    expect(one.status).toBe(303)
    expect(one.location).toMatch(/^\/desk\/bookings\/bk_[0-9a-z]{33}\?said=sold$/)
    expect(two.location).toBe(one.location)
    expect(await soldSeats(id)).toEqual(['A1', 'A2'])
    const page = await browser.see(one.location ?? '')
    expect(page.text).toContain('Sold.')
    expect(page.text).toContain('A1, A2')
  })

  it('sells the best seats of a number', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    const { status } = await browser.send(`/desk/showings/${id}/sell`, { ...buyer, count: '3' })
    expect(status).toBe(303)
    expect(await soldSeats(id)).toHaveLength(3)
  })

  it('says beside each field what is wrong with it, keeps what was typed, and changes nothing', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    const before = await countRows()
    const page = await browser.send(`/desk/showings/${id}/sell`, { name: '', phone: '12ab', seats: ['A1'] })
    expect(page.status).toBe(400)
    expect(page.text).toContain('<span class="wrong" id="name-wrong">This must not be empty.</span>')
    expect(page.text).toContain('id="phone-wrong"')
    expect(page.text).toContain('value="12ab" aria-invalid="true" aria-describedby="phone-wrong"')
    expect(page.text).toContain('name="seats" value="A1" checked=""')
    const none = await browser.send(`/desk/showings/${id}/sell`, { ...buyer, count: '' })
    expect(none.text).toContain('Tick seats on the map, or say how many.')
    const both = await browser.send(`/desk/showings/${id}/sell`, { ...buyer, count: '3', seats: ['A1'] })
    expect(both.text).toContain('id="count-wrong"')
    expect(await countRows()).toEqual(before)
  })

  it('says who was quicker, and keeps the rest', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    await client.booking.create.mutate({ showing: id, seats: ['A2'], ...buyer })
    const page = await browser.send(`/desk/showings/${id}/sell`, { ...buyer, seats: ['A1', 'A2'] })
    expect(page.status).toBe(409)
    expect(page.text).toContain('A2')
    expect(page.text).toContain('name="seats" value="A1" checked=""')
    expect(page.text).not.toContain('name="seats" value="A2"')
    expect(await soldSeats(id)).toEqual(['A2'])
  })
})

describe('the ticked seats', () => {
  it('are taken off sale, and put back', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    const off = await browser.send(`/desk/showings/${id}/block`, { seats: ['A1', 'B2'] })
    expect(off.location).toBe(`/desk/showings/${id}?said=blocked`)
    expect(await blockedIn(id)).toEqual(['A1', 'B2'])
    const back = await browser.send(`/desk/showings/${id}/unblock`, { seats: ['A1'] })
    expect(back.location).toBe(`/desk/showings/${id}?said=unblocked`)
    expect(await blockedIn(id)).toEqual(['B2'])
    const none = await browser.send(`/desk/showings/${id}/block`, {})
    expect(none.text).toContain('Tick the seats on the map first.')
  })
})

describe('a showing', () => {
  it('is cancelled and reopened, and sells nothing meanwhile', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    expect((await browser.send(`/desk/showings/${id}/cancel`, {})).status).toBe(303)
    const off = await browser.see(`/desk/showings/${id}?said=off`)
    expect(off.text).toContain('Nothing is sold here now.')
    expect((await browser.send(`/desk/showings/${id}/sell`, { ...buyer, seats: ['A1'] })).status).toBe(409)
    expect((await browser.send(`/desk/showings/${id}/reopen`, {})).status).toBe(303)
    expect((await browser.send(`/desk/showings/${id}/sell`, { ...buyer, seats: ['A1'] })).status).toBe(303)
  })

  it('has a list for the door by name, and its tickets as CSV', async () => {
    const browser = await DeskBrowser.of()
    const { id } = await addShowing()
    for (const [name, seat] of [
      ['Zoe', 'A1'],
      ['adam', 'A2'],
      ['Bea', 'A3'],
    ] as const) {
      await client.booking.create.mutate({ showing: id, seats: [seat], ...buyer, name })
    }
    const { text } = await browser.see(`/desk/showings/${id}/door-list`)
    expect([...text.matchAll(/<th scope="row">(\w+)</g)].map(([, name]) => name)).toEqual([
      'adam',
      'Bea',
      'Zoe',
    ])
    const csv = await browser.see(`/desk/showings/${id}/tickets.csv`)
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="${id}.csv"`)
    expect(csv.text.split('\r\n')[1]).toMatch(/^A1,Zoe,/)
  })
})

describe('a booking at the desk', () => {
  it('moves to other seats, and to another showing', async () => {
    const browser = await DeskBrowser.of()
    const screen = await freshScreen()
    const [from, to] = [await addShowing({ screen }), await addShowing({ screen, time: '10:00' })]
    const { id } = await client.booking.create.mutate({ showing: from.id, seats: ['A1', 'A2'], ...buyer })
    const form = await browser.see(`/desk/bookings/${id}/move`)
    expect(form.text).toContain('name="seats" value="A1" checked=""')
    const key = hiddenIn(form, 'key')
    const sent = { key, showing: from.id, seats: ['A2', 'A3'] }
    const moved = await browser.send(`/desk/bookings/${id}/move`, sent)
    expect(moved.location).toBe(`/desk/bookings/${id}?said=moved`)
    expect((await browser.send(`/desk/bookings/${id}/move`, sent)).location).toBe(moved.location)
    expect(await soldSeats(from.id)).toEqual(['A2', 'A3'])

    const elsewhere = await browser.see(`/desk/bookings/${id}/move?showing=${to.id}`)
    expect(hiddenIn(elsewhere, 'showing')).toBe(to.id)
    await browser.send(`/desk/bookings/${id}/move`, { showing: to.id, seats: ['A1', 'A2'] })
    expect(await soldSeats(from.id)).toEqual([])
    expect(await soldSeats(to.id)).toEqual(['A1', 'A2'])
  })

  it('keeps its seats where those that were picked are gone', async () => {
    const browser = await DeskBrowser.of()
    const { id: showing } = await addShowing()
    const { id } = await client.booking.create.mutate({ showing, seats: ['A1'], ...buyer })
    await client.booking.create.mutate({ showing, seats: ['A2'], ...buyer })
    const page = await browser.send(`/desk/bookings/${id}/move`, { showing, seats: ['A2'] })
    expect(page.status).toBe(409)
    expect(page.text).toContain('role="alert"')
    const none = await browser.send(`/desk/bookings/${id}/move`, { showing })
    expect(none.text).toContain('Tick the seats on the map first.')
    expect((await client.booking.get.query({ id })).seats).toEqual(['A1'])
  })

  it('is cancelled once, and gives its seats back', async () => {
    const browser = await DeskBrowser.of()
    const { id: showing } = await addShowing()
    const { id } = await client.booking.create.mutate({ showing, seats: ['A1'], ...buyer })
    const key = hiddenIn(await browser.see(`/desk/bookings/${id}`), 'key')
    const at = `/desk/bookings/${id}/cancel`
    const without = await browser.send(at, { key, reason: '' })
    expect(without.status).toBe(400)
    expect(without.text).toContain('<span class="wrong" id="reason-wrong">Choose a reason.</span>')
    expect(await soldSeats(showing)).toEqual(['A1'])
    const done = await browser.send(at, { key, reason: 'not_collected' })
    expect(done.location).toBe(`/desk/bookings/${id}?said=cancelled`)
    expect((await browser.send(at, { key, reason: 'not_collected' })).location).toBe(done.location)
    const again = await browser.send(at, { key: crypto.randomUUID(), reason: 'asked' })
    expect(again.status).toBe(409)
    expect(again.text).toContain('This booking is cancelled')
    expect(again.text).toContain('(Not collected)')
    const { entries } = await client.booking.history.query({ id })
    expect(entries.at(-1)).toMatchObject({ kind: 'cancelled', after: { reason: 'not_collected' } })
    expect(await soldSeats(showing)).toEqual([])
  })
})
