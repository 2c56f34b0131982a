import { describe, expect, it } from 'vitest'
import { client, freshTime } from './setup/box-office.ts'
import { DeskBrowser } from './setup/desk-browser.ts'
import { addShowing, dayAhead, freshMovie, freshScreen, programmeRows } from './setup/programme.ts'

const screenFields = { name: 'Attic', plan: 'A: 1-4\r\n\r\nB box: 1-2\r\n', salesCloseAfterMinutes: '20' }

describe('the programme at the desk', () => {
  it('gets a movie, which is changed; what was left empty is not there', async () => {
    const browser = await DeskBrowser.of()
    const facts = {
      title: 'The Desk',
      runningMinutes: '95',
      rating: '',
      posterUrl: '',
      description: 'One\r\ntwo',
      id: '',
    }
    const added = await browser.send('/desk/programme/movies', facts)
    expect(added.location).toBe('/desk/programme?said=added')
    expect(await client.movie.get.query({ id: 'the-desk' })).toEqual({
      id: 'the-desk',
      title: 'The Desk',
      runningMinutes: 95,
      rating: null,
      posterUrl: null,
      description: 'One\ntwo',
    })
    const form = await browser.see('/desk/programme/movies/the-desk')
    expect(form.text).toContain('value="The Desk"')
    await browser.send('/desk/programme/movies/the-desk', { ...facts, rating: 'PG' })
    expect(await client.movie.get.query({ id: 'the-desk' })).toMatchObject({ rating: 'PG' })
    // Pressing twice is harmless.
    expect((await browser.send('/desk/programme/movies', { ...facts, rating: 'PG' })).status).toBe(303)
    const other = await browser.send('/desk/programme/movies', { ...facts, title: 'Other', id: 'the-desk' })
    expect(other.status).toBe(409)
    expect(other.text).toContain('value="Other"')
  })

  it('says beside each field what is wrong with it, keeps what was typed, and changes nothing', async () => {
    const browser = await DeskBrowser.of()
    const rows = await programmeRows()
    const movie = await browser.send('/desk/programme/movies', {
      title: ' ',
      runningMinutes: 'two hours',
      posterUrl: 'http://<b>',
    })
    expect(movie.status).toBe(400)
    for (const field of ['title', 'runningMinutes', 'posterUrl'])
      expect(movie.text).toContain(`id="${field}-wrong"`)
    expect(movie.text).toContain('value="two hours"')
    expect(movie.text).not.toContain('<b>')
    const screen = await browser.send('/desk/programme/screens', {
      ...screenFields,
      id: 'Attic!',
      plan: 'A: 1-\n</textarea><script>',
    })
    expect(screen.status).toBe(400)
    expect(screen.text).toContain('id="plan-wrong"')
    expect(screen.text).toContain('id="id-wrong"')
    expect(screen.text).not.toContain('<script>')
    const venue = await browser.send('/desk/programme/venue', {
      name: '',
      currency: 'Euro',
      holdMinutes: '0',
      turnaroundMinutes: '15',
    })
    for (const field of ['name', 'currency', 'holdMinutes'])
      expect(venue.text).toContain(`id="${field}-wrong"`)
    expect(await programmeRows()).toEqual(rows)
  })

  it('gets a screen, which keeps its plan when only its name changes', async () => {
    const browser = await DeskBrowser.of()
    expect((await browser.send('/desk/programme/screens', { ...screenFields, id: 'attic' })).status).toBe(303)
    expect(await client.screen.get.query({ id: 'attic' })).toMatchObject({
      name: 'Attic',
      openSchedule: false,
      planVersion: 1,
    })
    const form = await browser.see('/desk/programme/screens/attic')
    expect(form.text).toContain('6 seats: standard, box')
    const loft = { ...screenFields, name: 'Loft', phoneTicketsMax: '4' }
    await browser.send('/desk/programme/screens/attic', { ...loft, openSchedule: 'on' })
    expect(await client.screen.get.query({ id: 'attic' })).toMatchObject({
      name: 'Loft',
      openSchedule: true,
      phoneTicketsMax: 4,
      planVersion: 1,
    })
    expect((await browser.see('/desk/programme/screens/attic')).text).toMatch(
      /name="phoneTicketsMax"[^>]*value="4"/,
    )
    await browser.send('/desk/programme/screens/attic', { ...loft, phoneTicketsMax: '' })
    expect(await client.screen.get.query({ id: 'attic' })).toMatchObject({ phoneTicketsMax: 100_000 })
  })

  it('draws a plan that is typed, and lays nothing down for it', async () => {
    const browser = await DeskBrowser.of()
    const rows = await programmeRows()
    const drawn = await browser.send('/desk/programme/screens', {
      ...screenFields,
      plan: 'A: 1-3\nB: 1x',
      draw: 'draw',
    })
    expect(drawn.status).toBe(200)
    expect(drawn.text).toContain('4 seats: standard')
    expect(drawn.text).toContain('value="Attic"')
    const wrong = await browser.send('/desk/programme/screens', {
      ...screenFields,
      plan: 'A: 1-3\nB: what',
      draw: 'draw',
    })
    expect(wrong.text).toContain('Line 2:')
    const huge = await browser.send('/desk/programme/screens', {
      ...screenFields,
      plan: 'A: 1-50000',
      draw: 'draw',
    })
    expect(huge.text).toContain('too large to be drawn')
    expect(await programmeRows()).toEqual(rows)
  })

  it('gets a showing with its prices, which are changed', async () => {
    const browser = await DeskBrowser.of()
    const [screen, movie] = [await freshScreen(), await freshMovie()]
    const form = await browser.see(`/desk/programme/showings?screen=${screen}`)
    expect(form.text).toContain('name="prices.standard"')
    expect(form.text).toContain('name="prices.box"')
    const when = { date: dayAhead(12), time: '20:00' }
    const sent = { screen, movie, ...when, 'prices.standard': '9.5', 'prices.box': '14,00' }
    const added = await browser.send('/desk/programme/showings', sent)
    expect(added.location).toMatch(new RegExp(`^/desk/showings/${screen}-.*said=added$`))
    expect((await browser.send('/desk/programme/showings', sent)).location).toBe(added.location)
    const id = added.location?.split(/[/?]/)[3] ?? ''
    expect(await client.showing.get.query({ showing: id })).toMatchObject({
      prices: { standard: 950, box: 1400 },
    })

    const change = await browser.see(`/desk/programme/showings/${id}`)
    expect(change.text).toContain('value="9.50"')
    await browser.send(`/desk/programme/showings/${id}`, {
      movie,
      'prices.standard': '10',
      'prices.box': '14',
    })
    expect(await client.showing.get.query({ showing: id })).toMatchObject({
      prices: { standard: 1000, box: 1400 },
    })
    await browser.send(`/desk/programme/showings/${id}`, { movie, 'prices.standard': '', 'prices.box': '' })
    expect(await client.showing.get.query({ showing: id })).toMatchObject({ prices: null })
  })

  it('sells a showing from when and until it is told, and as ever where it is told nothing', async () => {
    const browser = await DeskBrowser.of()
    const [screen, movie] = [await freshScreen(), await freshMovie()]
    const [date, before] = [dayAhead(12), dayAhead(11)]
    const sent = { screen, movie, date, time: '20:00', salesOpenAt: `${before}T09:00` }
    const added = await browser.send('/desk/programme/showings', { ...sent, salesCloseAt: `${date}T19:30` })
    const id = added.location?.split(/[/?]/)[3] ?? ''
    const told = { salesOpenAt: `${before}T09:00:00.000Z`, salesCloseAt: `${date}T19:30:00.000Z` }
    expect(await client.showing.get.query({ showing: id })).toMatchObject(told)

    const change = await browser.see(`/desk/programme/showings/${id}`)
    for (const value of [`${before}T09:00`, `${date}T19:30`])
      expect(change.text).toContain(`value="${value}"`)
    const wrong = await browser.send(`/desk/programme/showings/${id}`, { movie, salesOpenAt: 'soon' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('such as 2026-12-01 09:00')
    expect(await client.showing.get.query({ showing: id })).toMatchObject(told)

    await browser.send(`/desk/programme/showings/${id}`, { movie })
    const asEver = await client.showing.get.query({ showing: id })
    expect(asEver.salesOpenAt).toBe(null)
    expect(asEver.salesCloseAt).not.toBe(told.salesCloseAt)
    const { text } = await browser.see(`/desk/programme/showings/${id}`)
    expect(text).not.toContain(`value="${date}T`)
  })

  it('says which price is none, and which showing is in the way', async () => {
    const browser = await DeskBrowser.of()
    const there = await addShowing()
    const { screen, movie, date, time } = there
    const rows = await programmeRows()
    const sent = {
      screen,
      movie: movie.id,
      date,
      time: '20:30',
      'prices.standard': '9.505',
      'prices.box': '',
    }
    const wrong = await browser.send('/desk/programme/showings', sent)
    expect(wrong.text).toContain('id="prices.standard-wrong"')
    expect(wrong.text).toContain('id="prices.box-wrong"')
    expect(wrong.text).toContain('value="9.505"')
    const overlapping = await browser.send('/desk/programme/showings', {
      screen,
      movie: movie.id,
      date,
      time: '20:30',
    })
    expect(overlapping.status).toBe(409)
    expect(overlapping.text).toContain(`taken by showing ${there.id}`)
    const undated = await browser.send('/desk/programme/showings', {
      screen,
      movie: movie.id,
      date: '',
      time,
    })
    expect(undated.text).toContain('id="date-wrong"')
    expect(await programmeRows()).toEqual(rows)
  })

  it('changes the house', async () => {
    const browser = await DeskBrowser.of()
    const sent = { name: 'The <Lantern>', currency: 'EUR', holdMinutes: '7', turnaroundMinutes: '20' }
    expect((await browser.send('/desk/programme/venue', sent)).status).toBe(303)
    expect(await client.venue.get.query()).toMatchObject({
      name: 'The <Lantern>',
      holdMinutes: 7,
      turnaroundMinutes: 20,
    })
    expect((await browser.see('/desk')).text).toContain('The &lt;Lantern&gt;')
  })
})

describe('the week at the desk', () => {
  it('has each day’s showings with how full they are, and open schedules where somebody booked', async () => {
    const browser = await DeskBrowser.of()
    const { id, date } = await addShowing()
    await client.booking.create.mutate({ showing: id, best: { count: 3 }, name: 'Mira', phone: '12345' })
    const when = freshTime()
    await client.booking.create.mutate({ showing: when, best: { count: 2 }, name: 'Mira', phone: '12345' })
    const { text } = await browser.see(`/desk?from=${date}`)
    expect(text).toContain(`href="/desk/showings/${id}"`)
    expect(text).toContain('<strong>3</strong> of 6 sold')
    expect(text).toContain(
      `href="/desk/showings/main-${when.date.replaceAll('-', '')}T${when.time.replace(':', '')}Z"`,
    )
    expect(text).toContain('<strong>2</strong> sold')
    const led = await browser.see(`/desk/showings?screen=main&date=${when.date}&time=${when.time}`)
    expect(led.location).toMatch(/^\/desk\/showings\/main-/)
    const wrong = await browser.see('/desk/showings?screen=main&date=never&time=20:00')
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('role="alert"')
  })
})
