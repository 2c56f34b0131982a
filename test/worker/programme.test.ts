import { describe, expect, it } from 'vitest'
import { moviesMax, planVersionsMax, screensMax } from '../../worker/domain/limits.ts'
import { client, db } from './setup/box-office.ts'
import { clientOf, houseOn } from './setup/house-on.ts'
import {
  addShowing,
  dayAhead,
  epochOf,
  freshMovie,
  freshScreen,
  programmeRows,
  refusalOf,
} from './setup/programme.ts'

/** Text that reads as JSON of what cannot be stored. */
const oddText = String.raw`"\u0000 \ud800"`

function numbers(count: number): string {
  return JSON.stringify([...Array(count).keys()])
}

describe('the venue', () => {
  it('has a name, a currency, times and a zone, and keeps what is not changed', async () => {
    expect(await client.venue.get.query()).toEqual({
      name: 'Marquee',
      zone: 'UTC',
      currency: 'EUR',
      holdMinutes: 5,
      turnaroundMinutes: 15,
    })
    const changed = await client.venue.change.mutate({ name: ' Lichtspielhaus Süd ', holdMinutes: 8 })
    expect(changed).toMatchObject({ name: 'Lichtspielhaus Süd', holdMinutes: 8, turnaroundMinutes: 15 })
    expect(await client.venue.get.query()).toEqual(changed)
    expect((await client.venue.change.mutate({ name: oddText })).name).toBe(oddText)
  })

  it.each<[what: string, change: Parameters<typeof client.venue.change.mutate>[0]]>([
    ['a currency that is none', { currency: 'XQX' }],
    ['a currency in small letters', { currency: 'eur' }],
    ['a name of blanks', { name: '  ' }],
    ['no time to hold', { holdMinutes: 0 }],
    ['too long a hold', { holdMinutes: 31 }],
    ['a turnaround below nothing', { turnaroundMinutes: -1 }],
    ['too long a turnaround', { turnaroundMinutes: 241 }],
    ['half a minute', { turnaroundMinutes: 0.5 }],
  ])('refuses %s', async (_, change) => {
    const rows = await programmeRows()
    expect(await refusalOf(client.venue.change.mutate(change))).toMatchObject({ code: 'invalid_request' })
    expect(await programmeRows()).toEqual(rows)
  })

  it('changes its currency while nothing has a price in it', async () => {
    expect((await client.venue.change.mutate({ currency: 'CHF' })).currency).toBe('CHF')
    const { id } = await addShowing({ prices: { standard: 1, box: 2 } })
    const rows = await programmeRows()
    const change = { currency: 'EUR', name: 'Another' }
    expect(await refusalOf(client.venue.change.mutate(change))).toMatchObject({
      code: 'currency_in_use',
      details: { currency: 'CHF' },
    })
    expect(await programmeRows()).toEqual(rows)
    expect((await client.venue.change.mutate({ currency: 'CHF', name: 'The same' })).name).toBe('The same')
    await client.showing.change.mutate({ showing: id, prices: null })
    expect((await client.venue.change.mutate(change)).currency).toBe('EUR')
  })

  it('keeps its currency while a hold or a booking has a price in it, also one that is cancelled', async () => {
    const { id: showing } = await addShowing({ prices: { standard: 1, box: 2 } })
    const change = { currency: 'JPY' }
    const hold = await client.hold.place.mutate({ showing, seats: ['A1'] })
    await client.showing.change.mutate({ showing, prices: null })
    expect(await refusalOf(client.venue.change.mutate(change))).toMatchObject({ code: 'currency_in_use' })
    const { id, price } = await client.booking.create.mutate({
      hold: hold.id,
      name: 'Mira',
      phone: '5550100',
    })
    expect(price).toMatchObject({ total: 1, currency: 'EUR' })
    expect(await refusalOf(client.venue.change.mutate(change))).toMatchObject({ code: 'currency_in_use' })
    await client.booking.cancel.mutate({ id })
    expect(await refusalOf(client.venue.change.mutate(change))).toMatchObject({ code: 'currency_in_use' })
    expect((await client.venue.get.query()).currency).toBe('EUR')
    expect((await client.booking.get.query({ id })).price).toEqual(price)
  })

  it('takes another currency once the only hold with a price in it is over', async () => {
    const { id: showing } = await addShowing({ prices: { standard: 1, box: 2 } })
    const { id } = await client.hold.place.mutate({ showing, seats: ['A1'] })
    await client.showing.change.mutate({ showing, prices: null })
    await db.$client.execute('DELETE FROM bookings')
    expect(await refusalOf(client.venue.change.mutate({ currency: 'JPY' }))).toMatchObject({
      code: 'currency_in_use',
    })
    await client.hold.release.mutate({ id })
    expect((await client.venue.change.mutate({ currency: 'JPY' })).currency).toBe('JPY')
  })
})

describe('a screen', () => {
  it('is added with its plan, told seat by seat, and listed', async () => {
    const added = await client.screen.add.mutate({
      id: 'studio',
      name: 'Studio',
      plan: 'A: 1-2 _ 3\nB box: 1a 2c 3x',
      salesCloseAfterMinutes: -30,
    })
    expect(added).toMatchObject({
      id: 'studio',
      name: 'Studio',
      openSchedule: false,
      salesCloseAfterMinutes: -30,
      avoidsSingles: false,
      phoneTicketsMax: 100_000,
      planVersion: 1,
      categories: ['standard', 'box'],
    })
    expect(added.seats.map(({ label }) => label)).toEqual(['A1', 'A2', 'A3', 'B1', 'B2', 'B3'])
    expect(added.seats.at(-1)).toMatchObject({ row: 'B', category: 'box', accessible: false, blocked: true })
    expect(await client.screen.get.query({ id: 'studio' })).toEqual(added)
    const { seats: _, categories: __, source, ...summary } = added
    expect(source).toBe('A: 1-2 _ 3\nB box: 1a 2c 3x')
    expect((await client.screen.list.query()).screens).toContainEqual(summary)
  })

  it('is that screen when it is added again, and another one is refused', async () => {
    const screen = { id: 'twice', name: oddText, plan: { rows: [{ label: 'A', seats: ['A1', 'A2'] }] } }
    const added = await client.screen.add.mutate(screen)
    const rows = await programmeRows()
    expect(await client.screen.add.mutate(screen)).toEqual(added)
    for (const other of [{ name: 'Other' }, { plan: 'A: 1-9' }, { avoidsSingles: true }]) {
      expect(await refusalOf(client.screen.add.mutate({ ...screen, ...other }))).toMatchObject({
        code: 'screen_exists',
        details: { screen: 'twice' },
      })
    }
    expect(await programmeRows()).toEqual(rows)
  })

  it('has a version of its plan for each that is new, and none for the same again', async () => {
    const id = await freshScreen()
    const change = { id, plan: 'A: 1-5' }
    expect(await client.screen.change.mutate(change)).toMatchObject({ planVersion: 2 })
    expect(await client.screen.change.mutate(change)).toMatchObject({ planVersion: 2 })
    const renamed = await client.screen.change.mutate({ id, name: 'Renamed', openSchedule: true })
    expect(renamed).toMatchObject({ name: 'Renamed', openSchedule: true, planVersion: 2 })
    expect(renamed.seats).toHaveLength(5)
  })

  it('loses no plan where several are given at once', async () => {
    const id = await freshScreen()
    const together = clientOf(houseOn(db))
    await Promise.all(
      [5, 6, 7, 8].map((count) => together.screen.change.mutate({ id, plan: `A: 1-${count}` })),
    )
    const { rows } = await db.$client.execute({
      sql: 'SELECT version, source FROM seat_plans WHERE screen_id = ? ORDER BY version',
      args: [id],
    })
    expect(rows.map((row) => row['version'])).toEqual([1, 2, 3, 4, 5])
    expect(new Set(rows.map((row) => row['source'])).size).toBe(5)
    const screen = await client.screen.get.query({ id })
    expect(rows[screen.planVersion - 1]?.['source']).toBe(`A: 1-${screen.seats.length}`)
  })

  it('fences the desks of its showings to come, where it changes what they sell by', async () => {
    const { id, screen } = await addShowing()
    const before = await epochOf(id)
    await client.screen.change.mutate({ id: screen, name: 'Renamed', openSchedule: true, plan: 'A: 1-2' })
    expect(await epochOf(id)).toBe(before)
    await client.screen.change.mutate({ id: screen, salesCloseAfterMinutes: 10 })
    await client.screen.change.mutate({ id: screen, avoidsSingles: true })
    await client.screen.change.mutate({ id: screen, avoidsSingles: true, salesCloseAfterMinutes: 10 })
    expect(await epochOf(id)).toBe(before + 2)
  })

  it.each<[what: string, fields: Record<string, unknown>]>([
    ['an id with capitals', { id: 'Main' }],
    ['a plan without seats', { plan: '' }],
    ['a plan with a seat twice', { plan: 'A: 1 1' }],
    ['a plan that is a number', { plan: 5 }],
    ['sales that close after its showings expire', { salesCloseAfterMinutes: 481 }],
    ['a name that is too long', { name: 'x'.repeat(101) }],
    ['a field that is not known', { seats: 12 }],
  ])('is refused for %s, and leaves nothing', async (_, fields) => {
    const rows = await programmeRows()
    const screen = { id: 'refused', name: 'Refused', plan: 'A: 1-2', ...fields }
    expect(await refusalOf(client.screen.add.mutate(screen))).toMatchObject({ code: 'invalid_request' })
    expect(await programmeRows()).toEqual(rows)
  })

  it('that is unknown is neither told nor changed', async () => {
    expect(await refusalOf(client.screen.get.query({ id: 'attic' }))).toMatchObject({
      code: 'screen_not_found',
    })
    const change = client.screen.change.mutate({ id: 'attic', name: 'Attic' })
    expect(await refusalOf(change)).toMatchObject({ code: 'screen_not_found' })
  })

  it(`is one of ${screensMax} at most, of ${planVersionsMax} plans each`, async () => {
    const id = await freshScreen()
    await db.$client.batch(
      [
        `INSERT INTO seat_plans SELECT '${id}', ${planVersionsMax}, 'A: 1'`,
        `UPDATE screens SET plan_version = ${planVersionsMax} WHERE id = '${id}'`,
        {
          sql: `INSERT INTO screens (id, name, open_schedule, sales_close_after_ms)
            SELECT 'spare-' || value, '', 0, 0 FROM json_each(?) LIMIT ${screensMax} - (SELECT count(*) FROM screens)`,
          args: [numbers(screensMax)],
        },
      ],
      'write',
    )
    const rows = await programmeRows()
    const change = client.screen.change.mutate({ id, plan: 'A: 1-2' })
    expect(await refusalOf(change)).toMatchObject({
      code: 'limit_reached',
      details: { of: 'seat plans', max: planVersionsMax },
    })
    const add = client.screen.add.mutate({ id: 'one-too-many', name: 'Over', plan: 'A: 1' })
    expect(await refusalOf(add)).toMatchObject({
      code: 'limit_reached',
      details: { of: 'screens', max: screensMax },
    })
    expect(await programmeRows()).toEqual(rows)
    await db.$client.execute(`DELETE FROM screens WHERE id LIKE 'spare-%'`)
  })
})

describe('a movie', () => {
  it('is added, under an id made of its title, and listed', async () => {
    const added = await client.movie.add.mutate({
      title: "  L'Été de Zoë, 2 ",
      runningMinutes: 95,
      posterUrl: 'https://example.org/ete.jpg?w=300',
      description: 'Two summers.\nOne town.',
    })
    expect(added).toEqual({
      id: 'lete-de-zoe-2',
      title: "L'Été de Zoë, 2",
      runningMinutes: 95,
      rating: null,
      posterUrl: 'https://example.org/ete.jpg?w=300',
      description: 'Two summers.\nOne town.',
    })
    expect(await client.movie.get.query({ id: added.id })).toEqual(added)
    expect((await client.movie.list.query({})).movies).toContainEqual(added)
  })

  it('is that movie when it is added again, and another one is refused', async () => {
    const movie = { title: 'Once', runningMinutes: 90, description: oddText }
    const added = await client.movie.add.mutate(movie)
    expect(await client.movie.add.mutate(movie)).toEqual(added)
    const rows = await programmeRows()
    expect(await refusalOf(client.movie.add.mutate({ ...movie, runningMinutes: 91 }))).toMatchObject({
      code: 'movie_exists',
      details: { movie: 'once' },
    })
    expect(await programmeRows()).toEqual(rows)
    const other = await client.movie.add.mutate({ ...movie, id: 'once-2007', runningMinutes: 91 })
    expect(other).toMatchObject({ id: 'once-2007', title: 'Once' })
  })

  it('keeps what is not changed, and loses what is taken away', async () => {
    const id = await freshMovie({ rating: 'R', posterUrl: 'https://example.org/a.png' })
    const before = await client.movie.get.query({ id })
    const changed = await client.movie.change.mutate({ id, title: oddText, posterUrl: null })
    expect(changed).toEqual({ ...before, title: oddText, posterUrl: null })
    expect(await client.movie.change.mutate({ id })).toEqual(changed)
  })

  it('is listed in pages', async () => {
    const ids = [
      await freshMovie({ id: 'zz-1' }),
      await freshMovie({ id: 'zz-2' }),
      await freshMovie({ id: 'zz-3' }),
    ]
    const all: string[] = []
    let cursor: string | undefined
    do {
      const page = await client.movie.list.query({ limit: 2, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.movies.length).toBeLessThanOrEqual(2)
      all.push(...page.movies.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== undefined)
    expect(all).toEqual(all.toSorted())
    expect(all.slice(-3)).toEqual(ids)
  })

  it.each<[what: string, fields: Record<string, unknown>]>([
    ['a title of blanks', { title: ' ' }],
    ['a title with half a surrogate pair', { title: 'x\ud800' }],
    ['no running time', { runningMinutes: 0 }],
    ['more than a day of it', { runningMinutes: 1_441 }],
    ['a poster without TLS', { posterUrl: 'http://example.org/a.png' }],
    ['a poster that is a script', { posterUrl: 'javascript:alert(1)' }],
    ['a poster on no host', { posterUrl: 'https://' }],
    ['a description with a NUL', { description: 'a\0b' }],
    ['a description that is too long', { description: 'x'.repeat(2_001) }],
    ['an id with blanks', { id: 'a b' }],
  ])('is refused for %s, and leaves nothing', async (_, fields) => {
    const rows = await programmeRows()
    const movie = { title: 'Refused', runningMinutes: 90, ...fields }
    expect(await refusalOf(client.movie.add.mutate(movie))).toMatchObject({ code: 'invalid_request' })
    expect(await programmeRows()).toEqual(rows)
  })

  it('that is unknown is neither told nor changed', async () => {
    expect(await refusalOf(client.movie.get.query({ id: 'no-such' }))).toMatchObject({
      code: 'movie_not_found',
    })
    const change = client.movie.change.mutate({ id: 'no-such', title: 'None' })
    expect(await refusalOf(change)).toMatchObject({ code: 'movie_not_found' })
  })

  it(`is one of ${moviesMax} at most`, async () => {
    await db.$client.execute({
      sql: `INSERT INTO movies (id, title, running_minutes, description)
        SELECT 'spare-' || value, '', 1, '' FROM json_each(?) LIMIT ${moviesMax} - (SELECT count(*) FROM movies)`,
      args: [numbers(moviesMax)],
    })
    const add = client.movie.add.mutate({ title: 'One too many', runningMinutes: 90 })
    expect(await refusalOf(add)).toMatchObject({
      code: 'limit_reached',
      details: { of: 'movies', max: moviesMax },
    })
    await db.$client.execute(`DELETE FROM movies WHERE id LIKE 'spare-%'`)
  })
})

describe('a venue that is not in Greenwich', () => {
  it('refuses a time that its clocks skip, and takes the earlier of two', async () => {
    const [screen, movie] = [await freshScreen(), await freshMovie()]
    const berlin = clientOf(houseOn(db, Date.now, { zone: 'Europe/Berlin' }))
    const spring = { screen, movie, date: lastSundayOf('03'), time: '02:30' }
    const rows = await programmeRows()
    const refused = await refusalOf(berlin.showing.add.mutate(spring))
    expect(refused).toMatchObject({ code: 'invalid_request', details: { issues: [{ field: 'time' }] } })
    expect(await programmeRows()).toEqual(rows)
    const autumn = { screen, movie, date: lastSundayOf('10'), time: '02:30' }
    const added = await berlin.showing.add.mutate(autumn)
    expect(added).toMatchObject({ time: '02:30', startsAt: `${autumn.date}T00:30:00.000Z` })
  })
})

/** The day of next year on which European clocks change. */
function lastSundayOf(month: '03' | '10'): string {
  const year = Number(dayAhead(0).slice(0, 4)) + 1
  const last = new Date(`${year}-${month}-31T00:00Z`)
  last.setUTCDate(31 - last.getUTCDay())
  return last.toISOString().slice(0, 10)
}
