import { describe, expect, it } from 'vitest'
import { expireBookings } from '../../worker/cron/expire.ts'
import { forgetOldBuyers } from '../../worker/cron/forget-buyers.ts'
import { dayMs } from '../../worker/domain/durations.ts'
import { expiresAfterMs } from '../../worker/domain/limits.ts'
import { openHouse } from '../../worker/office/house.ts'
import { openOffice } from '../../worker/office/office.ts'
import { manager } from '../setup/callers.ts'
import {
  classicBooking,
  client,
  db,
  freshName,
  freshTime,
  send,
  sendAsBuyer,
  sendJson,
} from './setup/box-office.ts'
import { type StoredEntry, entriesAfter, lastSequence, verifyAll } from './setup/history.ts'
import { partsOn } from './setup/house-on.ts'
import { addShowing, freshMovie, freshScreen, refusalOf } from './setup/programme.ts'

/** What is entered while something is done. */
async function entriesOf<T>(doing: () => Promise<T>): Promise<{ done: T; entries: StoredEntry[] }> {
  const last = await lastSequence()
  const done = await doing()
  return { done, entries: await entriesAfter(last) }
}

function request(seats = ['A1', 'A2']) {
  return { showing: freshTime(), seats, name: freshName(), phone: '12345' }
}

const book = (seats?: string[]) => client.booking.create.mutate(request(seats))

describe('the history of a booking', () => {
  it('begins with what was booked', async () => {
    const { done, entries } = await entriesOf(() => book())
    expect(entries).toMatchObject([
      { kind: 'booked', booking: done.id, showing: done.showing.id, actor: 'staff:first', before: null },
    ])
    expect(entries[0]?.after).toEqual({
      id: done.id,
      showingId: done.showing.id,
      startsAt: Date.parse(done.showing.startsAt),
      seats: ['A1', 'A2'],
      prices: null,
      status: 'booked',
      version: 1,
      bookedAt: Date.parse(done.bookedAt),
    })
  })

  it('tells of a move what was before and after it', async () => {
    const { id } = await book()
    const showing = freshTime()
    const { done, entries } = await entriesOf(() =>
      client.booking.move.mutate({ id, showing, seats: ['B1'] }),
    )
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({
      kind: 'moved',
      booking: id,
      before: { seats: ['A1', 'A2'], status: 'booked', version: 1 },
      after: { showingId: done.showing.id, seats: ['B1'], status: 'booked', version: 2 },
    })
  })

  it('tells of a cancellation and of an expiry', async () => {
    const { id } = await book()
    const cancelled = await entriesOf(() => client.booking.cancel.mutate({ id }))
    expect(cancelled.entries).toMatchObject([
      {
        kind: 'cancelled',
        booking: id,
        actor: 'staff:first',
        before: { status: 'booked', version: 1 },
        after: { status: 'cancelled', version: 2, seats: ['A1', 'A2'] },
      },
    ])
    const other = await book()
    const due = Date.parse(other.showing.startsAt) + expiresAfterMs
    const expired = await entriesOf(() => expireBookings(db, due))
    expect(expired.entries.find(({ booking }) => booking === other.id)).toMatchObject({
      kind: 'expired',
      actor: 'cron',
      requestId: `cron-${due}`,
      before: { status: 'booked', version: 1 },
      after: { status: 'expired', version: 2 },
    })
  })

  it('tells of classic bookings, moves and deletions, one entry for each', async () => {
    const booking = classicBooking()
    const { entries } = await entriesOf(async () => {
      await sendJson('POST', '/book', booking)
      await sendJson('PUT', '/update', { name: booking.name, ...freshTime() })
      await send(`/delete/${encodeURIComponent(booking.name)}`, { method: 'DELETE' })
    })
    expect(entries.map(({ kind, before, after }) => [kind, before === null, after === null])).toEqual([
      ['booked', true, false],
      ['moved', false, false],
      ['cancelled', false, false],
    ])
  })

  it('is told to staff, in the order of commit and in pages', async () => {
    const { id } = await book()
    await client.booking.move.mutate({ id, seats: ['B1'] })
    await client.booking.cancel.mutate({ id })
    const { entries, next } = await client.booking.history.query({ id, limit: 2 })
    expect(entries.map(({ kind }) => kind)).toEqual(['booked', 'moved'])
    const rest = await client.booking.history.query({ id, limit: 2, cursor: next })
    expect(rest.entries.map(({ kind }) => kind)).toEqual(['cancelled'])
    expect(rest.next).toBeUndefined()
    const unknown = client.booking.history.query({ id: `${id.slice(0, -4)}0000` })
    expect((await refusalOf(unknown)).code).toBe('booking_not_found')
  })

  it('goes on after its buyer was erased, and after he was forgotten', async () => {
    const { name, ...rest } = request()
    const { id } = await client.booking.create.mutate({ name, ...rest })
    const { done, entries } = await entriesOf(() => client.person.erase.mutate({ name, phone: '1 23-45' }))
    expect(done).toEqual({ erased: 1 })
    expect(entries).toMatchObject([{ kind: 'erased', booking: id, after: { buyer: 'erased' } }])
    expect(await client.booking.get.query({ id })).toMatchObject({
      id,
      name: '',
      phone: '',
      status: 'booked',
    })
    const other = await book()
    const longAfter = Date.parse(other.showing.startsAt) + 30 * dayMs
    const forgotten = await entriesOf(() => forgetOldBuyers(db, longAfter, 30 * dayMs))
    expect(forgotten.entries.find(({ booking }) => booking === other.id)).toMatchObject({
      kind: 'erased',
      actor: 'cron',
    })
    expect((await verifyAll()).first).toEqual([])
  })
})

describe('the history of the programme', () => {
  it('tells of the venue, and of nothing where nothing changed', async () => {
    const { entries } = await entriesOf(async () => {
      await client.venue.change.mutate({ name: 'The Lantern' })
      await client.venue.change.mutate({ name: 'The Lantern' })
    })
    expect(entries).toMatchObject([{ kind: 'venue.changed', after: { name: 'The Lantern' } }])
  })

  it('tells of screens and their plans', async () => {
    const { done: id, entries } = await entriesOf(() => freshScreen())
    expect(entries).toMatchObject([
      { kind: 'screen.added', before: null, after: { id, planVersion: 1 } },
      { kind: 'plan.added', after: { screen: id, version: 1 } },
    ])
    const changed = await entriesOf(async () => {
      await client.screen.change.mutate({ id, name: 'Another', plan: 'A: 1-9' })
      await client.screen.change.mutate({ id, name: 'Another', plan: 'A: 1-9' })
    })
    expect(changed.entries).toMatchObject([
      { kind: 'plan.added', after: { screen: id, version: 2 } },
      { kind: 'screen.changed', before: { planVersion: 1 }, after: { name: 'Another', planVersion: 2 } },
    ])
  })

  it('tells of movies', async () => {
    const { done: id, entries } = await entriesOf(() => freshMovie({ title: 'Of History', rating: '12' }))
    expect(entries).toMatchObject([{ kind: 'movie.added', after: { id, title: 'Of History', rating: '12' } }])
    const changed = await entriesOf(() => client.movie.change.mutate({ id, rating: null }))
    expect(changed.entries).toMatchObject([
      { kind: 'movie.changed', before: { rating: '12' }, after: { rating: null } },
    ])
    expect((await entriesOf(() => freshMovie({ title: 'Of History', rating: null }))).entries).toEqual([])
  })

  it('tells of showings and of seats that are taken off sale', async () => {
    const { done, entries } = await entriesOf(() => addShowing())
    const showing = done.id
    expect(entries.at(-1)).toMatchObject({ kind: 'showing.added', showing, after: { id: showing } })
    const changed = await entriesOf(async () => {
      await client.showing.change.mutate({ showing, prices: { standard: 100, box: 200 } })
      await client.showing.cancel.mutate({ showing })
      await client.showing.cancel.mutate({ showing })
      await client.showing.reopen.mutate({ showing })
      await client.showing.block.mutate({ showing, seats: ['A1', 'A2'] })
      await client.showing.block.mutate({ showing, seats: ['A2', 'A3'] })
      await client.showing.block.mutate({ showing, seats: ['A2', 'A3'] })
      await client.showing.unblock.mutate({ showing, seats: ['A1', 'A4'] })
    })
    expect(changed.entries.map(({ kind, seats }) => [kind, seats])).toEqual([
      ['showing.changed', []],
      ['showing.cancelled', []],
      ['showing.reopened', []],
      ['seats.blocked', ['A1', 'A2']],
      ['seats.blocked', ['A3']],
      ['seats.unblocked', ['A1']],
    ])
    expect(changed.entries[0]).toMatchObject({
      before: { prices: null },
      after: { prices: { standard: 100 } },
    })
    expect((await verifyAll()).first).toEqual([])
  })
})

it('whom webhooks tell is entered, and what is the same as before is not', async () => {
  const url = 'https://cinema.example/of-history'
  const { done, entries } = await entriesOf(async () => {
    const keyed = { url, idempotencyKey: crypto.randomUUID() }
    const { id } = await client.webhook.add.mutate(keyed)
    await client.webhook.add.mutate(keyed)
    await client.webhook.change.mutate({ id, enabled: false })
    await client.webhook.change.mutate({ id, enabled: false })
    await client.webhook.change.mutate({ id, url: `${url}/2`, types: ['booking.moved'], enabled: true })
    await client.webhook.remove.mutate({ id })
    return id
  })
  expect(entries.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['webhook.added', 'staff:first'],
    ['webhook.changed', 'staff:first'],
    ['webhook.changed', 'staff:first'],
    ['webhook.removed', 'staff:first'],
  ])
  expect(entries.map(({ after }) => after)).toMatchObject([
    { id: done, url, types: [], disabledWhy: null, removedAt: null },
    { disabledWhy: 'by staff' },
    { url: `${url}/2`, types: ['booking.moved'], disabledWhy: null },
    { id: done, removedAt: expect.any(Number) },
  ])
  expect((await verifyAll()).first).toEqual([])
  await db.$client.execute({ sql: 'DELETE FROM webhook_endpoints WHERE id = ?', args: [done] })
  // It goes with the last of its deliveries.
  expect((await verifyAll()).first).toEqual([])
})

describe('what is refused', () => {
  it('enters nothing', async () => {
    const { showing } = await book()
    const { id } = await book()
    await client.booking.cancel.mutate({ id })
    const showingId = (await addShowing()).id
    const { entries } = await entriesOf(async () => {
      const calls: Promise<unknown>[] = [
        client.booking.create.mutate({ ...request(), showing: showing.id }),
        client.booking.cancel.mutate({ id }),
        client.booking.move.mutate({ id, seats: ['B1'] }),
        client.booking.cancelByName.mutate({ name: freshName() }),
        client.showing.block.mutate({ showing: showing.id, seats: ['A1'] }),
        client.showing.change.mutate({ showing: showingId, plan: 'latest', movie: 'none-such' }),
        client.screen.add.mutate({ id: 'main', name: 'Main', plan: 'A: 1' }),
      ]
      for (const call of calls) await refusalOf(call)
    })
    expect(entries).toEqual([])
  })

  it('enters nothing twice under one key', async () => {
    const keyed = { ...request(), idempotencyKey: crypto.randomUUID() }
    const { entries } = await entriesOf(async () => {
      const { id } = await client.booking.create.mutate(keyed)
      await client.booking.create.mutate(keyed)
      const move = { id, seats: ['C1'], idempotencyKey: crypto.randomUUID() }
      await client.booking.move.mutate(move)
      await client.booking.move.mutate(move)
    })
    expect(entries.map(({ kind }) => kind)).toEqual(['booked', 'moved'])
  })
})

it('who changed something is told by his key, a buyer as that, and all by their request', async () => {
  const office = openOffice(openHouse(partsOn(db)), { ...manager, keyId: 'k7', requestId: 'r-1' })
  const { entries } = await entriesOf(async () => {
    const booked = await office.book({ ...request(), showing: { ...freshTime(), screen: 'main' } })
    if (booked.ok) await office.cancel({ id: booked.value.id })
    await office.programme.changeVenue({ turnaroundMinutes: 7 })
  })
  expect(entries.map(({ kind, actor, requestId }) => [kind, actor, requestId])).toEqual([
    ['booked', 'staff:k7', 'r-1'],
    ['cancelled', 'staff:k7', 'r-1'],
    ['venue.changed', 'staff:k7', 'r-1'],
  ])
  const { done, entries: bought } = await entriesOf(() =>
    sendAsBuyer('/trpc/booking.create', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request()),
    }),
  )
  expect(bought).toMatchObject([{ actor: 'buyer', requestId: done.headers.get('x-request-id') }])
})

it('keys are entered without what they are called', async () => {
  const { done, entries } = await entriesOf(async () => {
    const key = await client.key.create.mutate({ role: 'door', name: 'Of Somebody' })
    await client.key.revoke.mutate({ id: key.id })
    await client.key.revoke.mutate({ id: key.id })
    return key
  })
  expect(entries).toMatchObject([
    { kind: 'key.created', after: { id: done.id, role: 'door', revokedAt: null } },
    { kind: 'key.revoked', before: { revokedAt: null }, after: { id: done.id } },
  ])
  expect(JSON.stringify(entries)).not.toContain('Somebody')
  expect((await verifyAll()).first).toEqual([])
})
