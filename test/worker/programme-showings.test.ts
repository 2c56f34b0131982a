import { describe, expect, it } from 'vitest'
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

const prices = { standard: 950, box: 1_400 }

async function sellSeat(showing: string, seat: string): Promise<void> {
  await db.$client.execute({
    sql: `INSERT INTO tickets (showing_id, seat, booking_id) VALUES (?, ?, 'bk_of_a_test')`,
    args: [showing, seat],
  })
}

async function holdSeats(showing: string, seats: string[], expiresAt: number): Promise<void> {
  await db.$client.execute({
    sql: `INSERT INTO holds (id, showing_id, seats, caller, expires_at) VALUES (?, ?, ?, 'caller', ?)`,
    args: [crypto.randomUUID(), showing, JSON.stringify(seats), expiresAt],
  })
}

describe('a showing that is added', () => {
  it('is told with its movie, its times, its prices and its seats', async () => {
    const screen = await freshScreen({ plan: 'A: 1-4\nB box: 1 2x', salesCloseAfterMinutes: 15 })
    const movie = await freshMovie({ title: 'The Salt Line', runningMinutes: 118, rating: 'PG' })
    const date = dayAhead(10)
    const added = await client.showing.add.mutate({ screen, movie, date, time: '6:30 pm', prices })
    expect(added).toEqual({
      id: `${screen}-${date.replaceAll('-', '')}T1830Z`,
      screen,
      movie: { id: movie, title: 'The Salt Line', runningMinutes: 118, rating: 'PG', posterUrl: null },
      date,
      time: '18:30',
      startsAt: `${date}T18:30:00.000Z`,
      endsAt: `${date}T20:28:00.000Z`,
      expiresAt: `${dayAhead(11)}T02:30:00.000Z`,
      salesOpenAt: null,
      salesCloseAt: `${date}T18:45:00.000Z`,
      prices,
      currency: 'EUR',
      status: 'on_sale',
      planVersion: 1,
      seats: { total: 6, free: 5, held: 0, sold: 0, blocked: 1 },
    })
    const { showings } = await client.showing.list.query({ screen })
    expect(showings).toEqual([added])
  })

  it('is that showing when it is added again, whatever order its prices come in', async () => {
    const added = await addShowing({ prices })
    const { screen, movie, date, time } = added
    const again = { screen, movie: movie.id, date, time, prices: { box: 1_400, standard: 950 } }
    const rows = await programmeRows()
    expect(await client.showing.add.mutate(again)).toEqual(added)
    expect(await refusalOf(client.showing.add.mutate({ ...again, prices: null }))).toMatchObject({
      code: 'showing_exists',
      details: { showing: added.id },
    })
    expect(await programmeRows()).toEqual(rows)
  })

  it('takes its screen for its running time and the turnaround on both sides, and no minute more', async () => {
    const screen = await freshScreen()
    const movie = await freshMovie({ runningMinutes: 100 })
    const date = dayAhead(20)
    const first = await addShowing({ screen, movie, date, time: '20:00' })
    // Until 21:40, and a turnaround of 15 minutes.
    for (const time of ['18:06', '19:00', '20:01', '21:54']) {
      expect(await refusalOf(addShowing({ screen, movie, date, time }))).toMatchObject({
        code: 'showing_overlaps',
        details: { showing: first.id, startsAt: first.startsAt, endsAt: first.endsAt },
      })
    }
    await addShowing({ screen, movie, date, time: '18:05' })
    await addShowing({ screen, movie, date, time: '21:55' })
    await addShowing({ movie, date, time: '20:00' })
  })

  it('sees one that began the day before, as long as any may run', async () => {
    const screen = await freshScreen()
    const marathon = await freshMovie({ runningMinutes: 1_440 })
    const first = await addShowing({ screen, movie: marathon, date: dayAhead(10), time: '20:00' })
    const refused = await refusalOf(addShowing({ screen, date: dayAhead(11), time: '20:14' }))
    expect(refused).toMatchObject({ code: 'showing_overlaps', details: { showing: first.id } })
    await addShowing({ screen, date: dayAhead(11), time: '20:15' })
  })

  it('is one, where 20 that overlap are added at once', async () => {
    const screen = await freshScreen()
    const movie = await freshMovie({ runningMinutes: 100 })
    const together = clientOf(houseOn(db))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        together.showing.add.mutate({ screen, movie, date: dayAhead(12), time: `20:${10 + n}` }),
      ),
    )
    const added = outcomes.filter(({ status }) => status === 'fulfilled')
    expect(added).toHaveLength(1)
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    for (const { reason } of refused) {
      expect(await refusalOf(Promise.reject(reason))).toMatchObject({ code: 'showing_overlaps' })
    }
    expect((await client.showing.list.query({ screen })).showings).toHaveLength(1)
  })

  it.each<[what: string, fields: Parameters<typeof addShowing>[0], code: string]>([
    ['an unknown screen', { screen: 'attic' }, 'screen_not_found'],
    ['an unknown movie', { movie: 'no-such-movie' }, 'movie_not_found'],
    ['a time that is past', { date: dayAhead(-2) }, 'showing_past'],
    ['a day too far', { date: dayAhead(740) }, 'showing_too_far'],
    ['a category without a price', { prices: { standard: 950 } }, 'invalid_request'],
    ['a price for no category', { prices: { ...prices, vip: 1 } }, 'invalid_request'],
    ['a price below nothing', { prices: { ...prices, box: -1 } }, 'invalid_request'],
    ['half a cent', { prices: { ...prices, box: 0.5 } }, 'invalid_request'],
    ['a price beyond the greatest', { prices: { ...prices, box: 10_000_001 } }, 'invalid_request'],
    ['sales that open when they are closed', { salesOpenAt: `${dayAhead(12)}T10:00:00Z` }, 'invalid_request'],
    ['an instant without its offset', { salesOpenAt: `${dayAhead(2)}T10:00:00` }, 'invalid_request'],
  ])('is refused for %s, and leaves nothing', async (_, fields, code) => {
    const [screen, movie] = [await freshScreen(), await freshMovie()]
    const rows = await programmeRows()
    expect(await refusalOf(addShowing({ screen, movie, ...fields }))).toMatchObject({ code })
    expect(await programmeRows()).toEqual(rows)
  })

  it('is found in the words of its refusal: which categories are missing', async () => {
    const refused = await refusalOf(addShowing({ prices: { standard: 950 } }))
    expect(refused.message).toBe('prices: must name each category of the seat plan; box is missing.')
  })
})

describe('a showing that is changed', () => {
  it('has its new facts, keeps the others, and raises its epoch once', async () => {
    const { id } = await addShowing({ prices })
    const before = await epochOf(id)
    const salesOpenAt = `${dayAhead(5)}T10:00:00.000Z`
    const changed = await client.showing.change.mutate({
      showing: id,
      salesOpenAt: `${dayAhead(5)}T11:00:00+01:00`,
      salesCloseAt: `${dayAhead(9)}T10:00:00Z`,
    })
    expect(changed).toMatchObject({
      prices,
      salesOpenAt,
      salesCloseAt: `${dayAhead(9)}T10:00:00.000Z`,
      status: 'announced',
    })
    expect(await epochOf(id)).toBe(before + 1)
    expect(await client.showing.change.mutate({ showing: id, salesOpenAt })).toEqual(changed)
    expect(await epochOf(id)).toBe(before + 1)
    const free = await client.showing.change.mutate({ showing: id, prices: null, salesOpenAt: null })
    expect(free).toMatchObject({ prices: null, salesOpenAt: null, status: 'on_sale' })
  })

  it('may have a longer movie only where its screen is free', async () => {
    const screen = await freshScreen()
    const first = await addShowing({ screen, time: '18:00' })
    const next = await addShowing({ screen, time: '20:00' })
    const [longer, shorter] = [
      await freshMovie({ runningMinutes: 106 }),
      await freshMovie({ runningMinutes: 105 }),
    ]
    const rows = await programmeRows()
    expect(await refusalOf(client.showing.change.mutate({ showing: first.id, movie: longer }))).toMatchObject(
      {
        code: 'showing_overlaps',
        details: { showing: next.id },
      },
    )
    expect(await programmeRows()).toEqual(rows)
    const changed = await client.showing.change.mutate({ showing: first.id, movie: shorter })
    expect(changed).toMatchObject({ movie: { id: shorter }, endsAt: `${dayAhead(10)}T19:45:00.000Z` })
  })

  it('takes the new running time of its movie when that is given again', async () => {
    const { id, movie } = await addShowing()
    await client.movie.change.mutate({ id: movie.id, runningMinutes: 130 })
    const [kept] = (await client.showing.list.query({ movie: movie.id })).showings
    expect(kept?.endsAt).toBe(`${dayAhead(10)}T21:40:00.000Z`)
    const taken = await client.showing.change.mutate({ showing: id, movie: movie.id })
    expect(taken.endsAt).toBe(`${dayAhead(10)}T22:10:00.000Z`)
  })

  it('takes the latest plan of its screen, unless seats are sold or held', async () => {
    const screen = await freshScreen()
    const showing = await addShowing({ screen })
    await client.screen.change.mutate({ id: screen, plan: 'A: 1-3' })
    expect((await client.showing.list.query({ screen })).showings[0]).toMatchObject({
      planVersion: 1,
      seats: { total: 6 },
    })
    await sellSeat(showing.id, 'A1')
    await holdSeats(showing.id, ['A2', 'A3'], Date.now() + 60_000)
    const rows = await programmeRows()
    const change = { showing: showing.id, plan: 'latest' } as const
    expect(await refusalOf(client.showing.change.mutate(change))).toMatchObject({
      code: 'plan_in_use',
      details: { showing: showing.id, sold: 1, held: 2 },
    })
    expect(await programmeRows()).toEqual(rows)
    expect((await client.showing.list.query({ screen })).showings[0]?.seats).toEqual({
      total: 6,
      free: 3,
      held: 2,
      sold: 1,
      blocked: 0,
    })
    await db.$client.batch(['DELETE FROM tickets', 'UPDATE holds SET expires_at = 1'], 'write')
    const changed = await client.showing.change.mutate(change)
    expect(changed).toMatchObject({ planVersion: 2, seats: { total: 3, free: 3, held: 0, sold: 0 } })
  })

  it('keeps no prices that a new plan has no use for', async () => {
    const screen = await freshScreen()
    const { id } = await addShowing({ screen, prices })
    await client.screen.change.mutate({ id: screen, plan: 'A: 1-3' })
    const refused = await refusalOf(client.showing.change.mutate({ showing: id, plan: 'latest' }))
    expect(refused.message).toBe('prices: must name categories of the seat plan alone, which are standard.')
    const changed = await client.showing.change.mutate({
      showing: id,
      plan: 'latest',
      prices: { standard: 800 },
    })
    expect(changed.prices).toEqual({ standard: 800 })
  })

  it('gets its change also where its desk opens meanwhile', async () => {
    const { id } = await addShowing()
    const raise = { sql: 'UPDATE showings SET epoch = epoch + 1 WHERE id = ?', args: [id] }
    const outcomes = await Promise.allSettled([
      client.showing.change.mutate({ showing: id, prices }),
      db.$client.execute(raise),
      client.showing.change.mutate({ showing: id, salesOpenAt: `${dayAhead(2)}T10:00:00Z` }),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    const changed = await client.showing.change.mutate({ showing: id })
    expect(changed).toMatchObject({ prices, salesOpenAt: `${dayAhead(2)}T10:00:00.000Z` })
  })

  it('is on the programme, or is refused', async () => {
    const rows = await programmeRows()
    for (const call of [client.showing.change, client.showing.cancel, client.showing.reopen]) {
      expect(await refusalOf(call.mutate({ showing: 'main-20300101T1000Z' }))).toMatchObject({
        code: 'showing_not_found',
      })
    }
    expect(await programmeRows()).toEqual(rows)
  })
})

describe('the desk of a showing', () => {
  const buyer = { name: 'Buyer', phone: '12345' }

  it('sells by what staff laid down last, and keeps the plan that it has sold on', async () => {
    const { id: showing, screen } = await addShowing({ prices })
    const first = await client.booking.create.mutate({ showing, seats: ['A1', 'B1'], ...buyer })
    expect(first.price).toEqual({ total: 2_350, bySeat: [950, 1_400], currency: 'EUR' })
    await client.showing.change.mutate({ showing, prices: { standard: 800, box: 1_000 } })
    const second = await client.booking.create.mutate({ showing, seats: ['A2'], ...buyer })
    expect(second.price?.total).toBe(800)

    await client.showing.cancel.mutate({ showing })
    const whileCancelled = client.booking.create.mutate({ showing, seats: ['A3'], ...buyer })
    expect(await refusalOf(whileCancelled)).toMatchObject({ code: 'showing_cancelled' })
    await client.showing.reopen.mutate({ showing })
    await client.showing.block.mutate({ showing, seats: ['A3', 'A4'] })
    const [listed] = (await client.showing.list.query({ screen })).showings
    expect(listed?.seats).toEqual({ total: 6, free: 1, held: 0, sold: 3, blocked: 2 })

    await client.screen.change.mutate({ id: screen, plan: 'C: 1-3' })
    const change = { showing, plan: 'latest', prices: { standard: 500 } } as const
    expect(await refusalOf(client.showing.change.mutate(change))).toMatchObject({
      code: 'plan_in_use',
      details: { sold: 3, held: 0 },
    })
    for (const { id } of [first, second]) await client.booking.cancel.mutate({ id })
    expect((await client.showing.change.mutate(change)).seats).toMatchObject({
      total: 3,
      free: 3,
      blocked: 0,
    })
    const third = await client.booking.create.mutate({ showing, seats: ['C1'], ...buyer })
    expect(third.price?.total).toBe(500)
  })

  it('takes no seat in the moment in which its plan changes', async () => {
    const { id: showing, screen } = await addShowing()
    await client.screen.change.mutate({ id: screen, plan: 'C: 1-3' })
    const [booked, changed] = await Promise.allSettled([
      client.booking.create.mutate({ showing, seats: ['A1'], ...buyer }),
      client.showing.change.mutate({ showing, plan: 'latest' }),
    ])
    expect([booked.status, changed.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a showing that came to be with a booking on an open schedule', () => {
  it('is on no programme until it is given a movie', async () => {
    const screen = await freshScreen({ openSchedule: true })
    const date = dayAhead(10)
    const id = `${screen}-${date.replaceAll('-', '')}T2000Z`
    await db.$client.execute({
      sql: 'INSERT INTO showings (id, screen_id, starts_at) VALUES (?, ?, ?)',
      args: [id, screen, Date.parse(`${date}T20:00Z`)],
    })
    expect((await client.showing.list.query({ screen })).showings).toEqual([])
    expect(await refusalOf(client.showing.cancel.mutate({ showing: id }))).toMatchObject({
      code: 'showing_not_found',
    })
    expect(await refusalOf(addShowing({ screen, time: '20:10' }))).toMatchObject({ code: 'showing_overlaps' })
    expect(await refusalOf(addShowing({ screen }))).toMatchObject({ code: 'showing_exists' })
    const programmed = await client.showing.change.mutate({ showing: id, movie: await freshMovie() })
    expect(programmed).toMatchObject({ id, endsAt: `${date}T21:40:00.000Z` })
    expect((await client.showing.list.query({ screen })).showings).toEqual([programmed])
  })
})

describe('a showing that is cancelled', () => {
  it('leaves its screen to others, and comes back only where that is free', async () => {
    const screen = await freshScreen()
    const { id } = await addShowing({ screen })
    const epoch = await epochOf(id)
    const cancelled = await client.showing.cancel.mutate({ showing: id })
    expect(cancelled.status).toBe('cancelled')
    expect(await client.showing.cancel.mutate({ showing: id })).toEqual(cancelled)
    expect(await epochOf(id)).toBe(epoch + 1)
    const other = await addShowing({ screen, time: '20:30' })
    const rows = await programmeRows()
    expect(await refusalOf(client.showing.reopen.mutate({ showing: id }))).toMatchObject({
      code: 'showing_overlaps',
      details: { showing: other.id },
    })
    expect(await programmeRows()).toEqual(rows)
    await client.showing.cancel.mutate({ showing: other.id })
    expect(await client.showing.reopen.mutate({ showing: id })).toMatchObject({ status: 'on_sale' })
    expect(await client.showing.reopen.mutate({ showing: id })).toMatchObject({ status: 'on_sale' })
    expect(await epochOf(id)).toBe(epoch + 2)
  })

  it('is not added again, but reopened', async () => {
    const { screen, movie, date, time, id } = await addShowing()
    await client.showing.cancel.mutate({ showing: id })
    const again = client.showing.add.mutate({ screen, movie: movie.id, date, time })
    expect(await refusalOf(again)).toMatchObject({ code: 'showing_exists' })
  })
})

describe('the programme', () => {
  it('comes by start, in pages, of a screen, a movie or some days', async () => {
    const [screen, other, movie] = [await freshScreen(), await freshScreen(), await freshMovie()]
    const added = [
      await addShowing({ screen, movie, date: dayAhead(40) }),
      await addShowing({ screen: other, date: dayAhead(40) }),
      await addShowing({ screen, movie, date: dayAhead(41), time: '10:00' }),
      await addShowing({ screen, date: dayAhead(41) }),
      await addShowing({ screen: other, movie, date: dayAhead(42) }),
    ]
    const days = { from: dayAhead(40), to: dayAhead(42) }
    const ids = async (filter: Parameters<typeof client.showing.list.query>[0]): Promise<string[]> =>
      (await client.showing.list.query(filter)).showings.map(({ id }) => id)
    const all = added.map(({ id }) => id)
    expect(await ids({ ...days, screen })).toEqual([all[0], all[2], all[3]])
    expect(await ids({ ...days, movie })).toEqual([all[0], all[2], all[4]])
    expect(await ids({ from: dayAhead(41), to: dayAhead(41) })).toEqual([all[2], all[3]])

    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await client.showing.list.query({
        ...days,
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      })
      paged.push(...page.showings.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== undefined)
    expect(paged).toEqual(await ids(days))
    expect(paged.toSorted()).toEqual(all.toSorted())
  })

  it('refuses days in the wrong order, and a cursor that is none', async () => {
    const backwards = client.showing.list.query({ from: dayAhead(2), to: dayAhead(1) })
    expect(await refusalOf(backwards)).toMatchObject({ code: 'invalid_request' })
    expect(await refusalOf(client.showing.list.query({ cursor: 'abc' }))).toMatchObject({
      code: 'invalid_request',
    })
  })
})
