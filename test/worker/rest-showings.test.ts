import { describe, expect, it } from 'vitest'
import { client, send, sendJson } from './setup/box-office.ts'
import { addShowing, dayAhead, freshMovie, freshScreen } from './setup/programme.ts'
import { ask } from './setup/rest.ts'

describe('the programme over REST', () => {
  it('is laid down by resources, each answered with where it is', async () => {
    const screen = await sendJson('POST', '/v1/screens', { id: 'grand', name: 'Grand', plan: 'A: 1-4' })
    expect([screen.status, screen.headers.get('location')]).toEqual([201, '/v1/screens/grand'])
    expect((await send('/v1/screens/grand')).body).toEqual(screen.body)
    expect((await send('/v1/screens')).body['screens']).toContainEqual(
      expect.objectContaining({ id: 'grand' }),
    )
    const movie = await sendJson('POST', '/v1/movies', { title: 'The Long Wait', runningMinutes: 90 })
    expect([movie.status, movie.headers.get('location')]).toEqual([201, '/v1/movies/the-long-wait'])
    const date = dayAhead(10)
    const fields = { screen: 'grand', movie: 'the-long-wait', date, time: '20:00' }
    const added = await sendJson('POST', '/v1/showings', fields)
    const at = `/v1/showings/grand-${date.replaceAll('-', '')}T2000Z`
    expect([added.status, added.headers.get('location')]).toEqual([201, at])
    expect((await send(at)).body).toMatchObject({ movie: { title: 'The Long Wait' }, status: 'on_sale' })
    expect((await send(`/v1/showings?screen=grand&from=${date}&to=${date}`)).body).toEqual({
      showings: [added.body],
    })
  })

  it('is changed by PATCH, cancelled and reopened', async () => {
    const { id } = await addShowing()
    const at = `/v1/showings/${id}`
    const priced = await sendJson('PATCH', at, { prices: { standard: 900 } })
    expect(priced).toMatchObject({ status: 400, body: { issues: [{ field: 'prices' }] } })
    const prices = { standard: 900, box: 1_500 }
    expect(await sendJson('PATCH', at, { prices })).toMatchObject({ status: 200, body: { prices } })
    expect(await send(`${at}/cancel`, { method: 'POST' })).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    })
    const order = { showing: id, seats: ['A1'], name: 'Ayush', phone: '1234567890' }
    expect((await sendJson('POST', '/v1/bookings', order)).body).toMatchObject({ code: 'showing_cancelled' })
    expect((await send(`${at}/reopen`, { method: 'POST' })).body).toMatchObject({ status: 'on_sale' })
    expect((await sendJson('POST', '/v1/bookings', order)).status).toBe(201)
  })

  it('changes a movie, a screen and the venue, and leaves what is left out', async () => {
    const [movie, screen] = await Promise.all([freshMovie(), freshScreen()])
    const rated = await sendJson('PATCH', `/v1/movies/${movie}`, { rating: 'G' })
    expect(rated.body).toMatchObject({ id: movie, runningMinutes: 100, rating: 'G' })
    expect((await send(`/v1/movies/${movie}`)).body).toEqual(rated.body)
    const renamed = await sendJson('PATCH', `/v1/screens/${screen}`, { name: 'Attic' })
    expect(renamed.body).toMatchObject({ id: screen, name: 'Attic', planVersion: 1 })
    expect((await sendJson('PATCH', '/v1/venue', { name: 'The Lantern' })).body).toMatchObject({
      name: 'The Lantern',
      zone: 'UTC',
    })
    expect((await send('/v1/venue')).headers.get('cache-control')).toBe('public, max-age=10')
    expect(await sendJson('PATCH', '/v1/venue', { zone: 'UTC' })).toMatchObject({ status: 400 })
  })

  it('lists movies in pages', async () => {
    await freshMovie()
    await freshMovie()
    const page = await send('/v1/movies?limit=1')
    expect(page.headers.get('link')).toMatch(/^<\/v1\/movies\?limit=1&cursor=[\w-]+>; rel="next"$/)
  })
})

describe('the seats of a showing over REST', () => {
  it('are told with where they stand, and change as they are held, blocked and sold', async () => {
    const { id } = await addShowing()
    const at = `/v1/showings/${id}`
    const seats = async () => (await send(`${at}/seats`)).body
    expect(await seats()).toEqual({
      showing: id,
      free: ['A1', 'A2', 'A3', 'A4', 'B1', 'B2'],
      held: [],
      sold: [],
      blocked: [],
    })
    expect((await send(`${at}/plan`)).body).toMatchObject({
      showing: id,
      seats: expect.arrayContaining([expect.objectContaining({ label: 'B1', x: 0, y: 1, category: 'box' })]),
    })
    const held = await sendJson('POST', `${at}/holds`, { seats: ['A1', 'A2'] })
    expect(held).toMatchObject({ status: 201, body: { seats: ['A1', 'A2'], showing: id } })
    expect((await sendJson('POST', `${at}/block`, { seats: ['B1'] })).body).toMatchObject({ blocked: ['B1'] })
    await client.booking.create.mutate({ showing: id, seats: ['A3'], name: 'Ayush', phone: '1234567890' })
    expect(await seats()).toMatchObject({
      held: ['A1', 'A2'],
      sold: ['A3'],
      blocked: ['B1'],
      free: ['A4', 'B2'],
    })
    expect((await sendJson('POST', `${at}/unblock`, { seats: ['B1'] })).body).toMatchObject({ blocked: [] })

    const hold = held.headers.get('location') ?? ''
    expect((await send(hold)).body).toEqual(held.body)
    for (const _ of ['first', 'again']) {
      const released = await ask(hold, { method: 'DELETE' })
      expect([released.status, await released.text()]).toEqual([204, ''])
    }
    expect(await send(hold)).toMatchObject({ status: 404, body: { code: 'hold_not_found' } })
    expect(await seats()).toMatchObject({ held: [] })
  })

  it('are not those of a showing that does not exist', async () => {
    const screen = await freshScreen()
    const day = dayAhead(9).replaceAll('-', '')
    for (const part of ['', '/seats', '/plan', '/tickets.csv']) {
      expect(await send(`/v1/showings/${screen}-${day}T1800Z${part}`)).toMatchObject({
        status: 404,
        body: { code: 'showing_not_found' },
      })
      expect(await send(`/v1/showings/tonight${part}`)).toMatchObject({
        status: 400,
        body: { issues: [{ field: 'showing' }] },
      })
    }
  })
})
