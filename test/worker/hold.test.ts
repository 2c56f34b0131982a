import { createExecutionContext, evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type Failure, failureOf } from '../../client/index.ts'
import { findHold } from '../../db/holds.ts'
import { holdsPerCallerMax, seatsPerHoldMax } from '../../worker/domain/limits.ts'
import { byTest } from '../setup/callers.ts'
import { desksOf } from './setup/desks-of.ts'
import { commitAlone, openAlone } from './setup/alone.ts'
import { client, countRows, db, freshName, freshTime } from './setup/box-office.ts'
import { askedOf, bookChange, faultyDesk, freshShowing, holdChange, outcomeOf } from './setup/faulty-desk.ts'
import { clientOf, houseOn } from './setup/house-on.ts'
import { addScreen, addShowing, changeShowing, soldSeats } from './setup/screens.ts'

const phone = '1234567890'

async function failureIn(call: Promise<unknown>): Promise<Failure | undefined> {
  const [outcome] = await Promise.allSettled([call])
  return outcome.status === 'rejected' ? failureOf(outcome.reason) : undefined
}

async function refusalOf(call: Promise<unknown>): Promise<Failure['code'] | undefined> {
  return (await failureIn(call))?.code
}

function bookHold(hold: string, by = client) {
  return by.booking.create.mutate({ hold, name: freshName(), phone })
}

/** As if so much time had passed for it. */
async function runOut(hold: string): Promise<void> {
  await db.$client.execute({ sql: 'UPDATE holds SET expires_at = ? WHERE id = ?', args: [Date.now(), hold] })
}

describe('a hold', () => {
  it('keeps its seats for who has it, and becomes a booking', async () => {
    const showing = freshTime()
    const hold = await client.hold.place.mutate({ showing, seats: ['A1', 'A2'] })
    expect(hold.seats).toEqual(['A1', 'A2'])
    expect(Date.parse(hold.expiresAt) - Date.now()).toBeGreaterThan(290_000)
    const other = { showing, name: freshName(), phone }
    expect(await refusalOf(client.booking.create.mutate({ ...other, seats: ['A2', 'A3'] }))).toBe(
      'seats_held',
    )
    expect(await refusalOf(client.hold.place.mutate({ showing, seats: ['A1'] }))).toBe('seats_held')
    expect(await client.showing.seats.query({ showing })).toMatchObject({ held: ['A1', 'A2'], sold: [] })
    const booking = await bookHold(hold.id)
    expect(booking).toMatchObject({ seats: ['A1', 'A2'], showing: { id: hold.showing } })
    expect(await client.showing.seats.query({ showing })).toMatchObject({ held: [], sold: ['A1', 'A2'] })
    expect(await refusalOf(bookHold(hold.id))).toBe('hold_not_found')
  })

  it('is all or nothing', async () => {
    const showing = freshTime()
    await client.booking.create.mutate({ showing, seats: ['A1'], name: freshName(), phone })
    expect(await refusalOf(client.hold.place.mutate({ showing, seats: ['A1', 'A2'] }))).toBe('seats_taken')
    expect((await client.showing.seats.query({ showing })).held).toEqual([])
  })

  it('is free at the instant when it has run out, and becomes no ticket after it', async () => {
    const showing = freshTime()
    const hold = await client.hold.place.mutate({ showing, seats: ['A1'] })
    await runOut(hold.id)
    await evictDurableObject(desksOf(hold.showing))
    expect(await refusalOf(bookHold(hold.id))).toBe('hold_expired')
    expect(await refusalOf(client.hold.get.query({ id: hold.id }))).toBe('hold_expired')
    const booking = await client.booking.create.mutate({ showing, seats: ['A1'], name: freshName(), phone })
    expect(booking.seats).toEqual(['A1'])
    expect(await refusalOf(bookHold(hold.id))).toBe('hold_expired')
  })

  it('outlives the eviction of its desk', async () => {
    const showing = freshTime()
    const hold = await client.hold.place.mutate({ showing, seats: ['A1'] })
    await evictDurableObject(desksOf(hold.showing))
    expect(await refusalOf(client.hold.place.mutate({ showing, seats: ['A1'] }))).toBe('seats_held')
    await evictDurableObject(desksOf(hold.showing))
    expect((await bookHold(hold.id)).seats).toEqual(['A1'])
  })

  it('is released as often as one likes, and its seats are free', async () => {
    const showing = freshTime()
    const hold = await client.hold.place.mutate({ showing, seats: ['A1'] })
    expect(await client.hold.release.mutate({ id: hold.id })).toEqual({ released: hold.id })
    expect(await client.hold.release.mutate({ id: hold.id })).toEqual({ released: hold.id })
    expect(await refusalOf(bookHold(hold.id))).toBe('hold_not_found')
    expect((await client.hold.place.mutate({ showing, seats: ['A1'] })).seats).toEqual(['A1'])
  })

  it('is the same to a retry under its key, and another request under it is refused', async () => {
    const showing = freshTime()
    const idempotencyKey = crypto.randomUUID()
    const first = await client.hold.place.mutate({ showing, best: { count: 2 }, idempotencyKey })
    expect(await client.hold.place.mutate({ showing, best: { count: 2 }, idempotencyKey })).toEqual(first)
    const other = client.hold.place.mutate({ showing, best: { count: 3 }, idempotencyKey })
    expect(await refusalOf(other)).toBe('idempotency_key_reused')
  })

  it('becomes one booking, however often it is booked at once, and the same to a retry', async () => {
    const showing = freshTime()
    const hold = await client.hold.place.mutate({ showing, seats: ['B1'] })
    const together = clientOf(houseOn(db))
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => bookHold(hold.id, together)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await soldSeats(hold.showing)).toEqual(['B1'])

    const next = await client.hold.place.mutate({ showing, seats: ['B2'] })
    const request = { hold: next.id, name: freshName(), phone, idempotencyKey: crypto.randomUUID() }
    const booking = await client.booking.create.mutate(request)
    expect(await client.booking.create.mutate(request)).toEqual(booking)
  })

  it('has as many seats as a hold may have', async () => {
    const showing = freshTime()
    const before = await countRows()
    const best = { count: seatsPerHoldMax + 1 }
    expect(await refusalOf(client.hold.place.mutate({ showing, best }))).toBe('hold_too_large')
    expect(await countRows()).toEqual(before)
  })

  it('is bounded in number for a whole network of IPv6, which one caller has', async () => {
    const showing = freshShowing()
    const house = houseOn(db)
    const placed = await Promise.all(
      Array.from({ length: holdsPerCallerMax + 1 }, async (_, n) => {
        const request = new Request(`http://marquee.test/v1/showings/${showing.id}/holds`, {
          method: 'POST',
          headers: { 'CF-Connecting-IP': `2001:db8::${n}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ seats: [`${'ABC'[n % 3]}${1 + Math.floor(n / 3)}`] }),
        })
        return (await house.request(request, undefined, env, createExecutionContext())).status
      }),
    )
    expect(placed.filter((status) => status === 201)).toHaveLength(holdsPerCallerMax)
  })

  it('is bounded in number for one caller, and others go on', async () => {
    const showing = freshTime()
    const together = clientOf(houseOn(db))
    const seats = ['A', 'B', 'C'].flatMap((row) => [1, 2, 3, 4, 5].map((n) => `${row}${n}`))
    const tries = await Promise.allSettled(
      seats.map((seat) => together.hold.place.mutate({ showing, seats: [seat] })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    const codes = tries.map((one) => (one.status === 'rejected' ? failureOf(one.reason)?.code : 'ok'))
    expect(new Set(codes)).toEqual(new Set(['ok', 'too_many_holds']))
  })

  it('of another showing is none', async () => {
    const [one, other] = [freshTime(), freshTime()]
    const hold = await client.hold.place.mutate({ showing: one, seats: ['A1'] })
    const booking = client.booking.create.mutate({ hold: hold.id, showing: other, name: freshName(), phone })
    expect(await refusalOf(booking)).toBe('hold_not_found')
    const forged = `hd_${'0'.repeat(26)}_${hold.showing}`
    expect(await refusalOf(bookHold(forged))).toBe('hold_not_found')
    expect(await refusalOf(bookHold('hd_1'))).toBe('invalid_request')
  })
})

describe('a showing on the programme', () => {
  const prices = { standard: 1_200, vip: 1_950 }

  it('quotes its prices, and a hold keeps them whatever staff change', async () => {
    const screen = await addScreen('A: 1-4\nB vip: 1-4')
    const showing = await addShowing(screen, { prices })
    const hold = await client.hold.place.mutate({ showing, seats: ['A4', 'B1'] })
    expect(hold.quote).toEqual({ total: 3_150, bySeat: [1_200, 1_950], currency: 'EUR' })
    await changeShowing(showing, { prices: { standard: 9_900, vip: 9_900 }, salesCloseAt: Date.now() - 1 })
    const booking = await bookHold(hold.id)
    expect(booking.price).toEqual(hold.quote)
    expect(await client.booking.get.query({ id: booking.id })).toEqual(booking)
    const late = { showing, seats: ['A1'], name: freshName(), phone }
    expect(await refusalOf(client.booking.create.mutate(late))).toBe('showing_closed')
    await changeShowing(showing, { salesCloseAt: null })
    expect((await client.booking.create.mutate(late)).price?.total).toBe(9_900)
  })

  it('keeps what was paid in a move within it, and asks its own prices of who moves there', async () => {
    const screen = await addScreen('A: 1-4\nB vip: 1-4')
    const showing = await addShowing(screen, { prices })
    const buyer = { name: freshName(), phone }
    const { id } = await client.booking.create.mutate({ showing, seats: ['A1', 'A2'], ...buyer })
    await changeShowing(showing, { prices: { standard: 2_000, vip: 3_000 } })
    const moved = await client.booking.move.mutate({ id, seats: ['A2', 'B1'] })
    expect(moved.price?.bySeat).toEqual([1_200, 3_000])
    const other = await addShowing(screen, { prices: { standard: 500, vip: 700 } })
    expect((await client.booking.move.mutate({ id, showing: other })).price?.bySeat).toEqual([500, 700])
  })

  it('sells nothing where it is cancelled, not even what is held, nor before its sales open', async () => {
    const screen = await addScreen('A: 1-4')
    const showing = await addShowing(screen, {})
    const hold = await client.hold.place.mutate({ showing, seats: ['A1'] })
    const one = { showing, seats: ['A2'], name: freshName(), phone }
    await changeShowing(showing, { cancelledAt: Date.now() })
    expect(await refusalOf(client.booking.create.mutate(one))).toBe('showing_cancelled')
    expect(await refusalOf(bookHold(hold.id))).toBe('showing_cancelled')
    await changeShowing(showing, { cancelledAt: null, salesOpenAt: Date.now() + 60_000 })
    expect(await refusalOf(client.booking.create.mutate(one))).toBe('showing_not_on_sale')
    expect((await bookHold(hold.id)).seats).toEqual(['A1'])
  })

  it('never sells blocked seats, and knows them from free ones', async () => {
    const screen = await addScreen('A: 1-2 3x 4')
    const showing = await addShowing(screen, {})
    expect(await client.showing.seats.query({ showing })).toMatchObject({
      free: ['A1', 'A2', 'A4'],
      blocked: ['A3'],
    })
    expect(await refusalOf(client.hold.place.mutate({ showing, seats: ['A3'] }))).toBe('seats_blocked')
    expect(await refusalOf(client.hold.place.mutate({ showing, best: { count: 4 } }))).toBe(
      'not_enough_seats',
    )
  })

  it('has seats taken off sale by staff, and put back; not those that are held or sold', async () => {
    const screen = await addScreen('A: 1-5')
    const showing = await addShowing(screen, {})
    const hold = await client.hold.place.mutate({ showing, seats: ['A1'] })
    expect(await refusalOf(client.showing.block.mutate({ showing, seats: ['A1', 'A2'] }))).toBe('seats_held')
    await bookHold(hold.id)
    expect(await refusalOf(client.showing.block.mutate({ showing, seats: ['A1', 'A2'] }))).toBe('seats_taken')
    const blocked = await client.showing.block.mutate({ showing, seats: ['A2', 'A3'] })
    expect(blocked).toMatchObject({ free: ['A4', 'A5'], sold: ['A1'], blocked: ['A2', 'A3'] })
    expect(await client.showing.block.mutate({ showing, seats: ['A2', 'A3'] })).toEqual(blocked)
    await evictDurableObject(desksOf(showing))
    const one = { showing, name: freshName(), phone }
    expect(await refusalOf(client.booking.create.mutate({ ...one, seats: ['A2'] }))).toBe('seats_blocked')
    expect((await client.booking.create.mutate({ ...one, best: { count: 2 } })).seats).toEqual(['A4', 'A5'])
    await client.showing.unblock.mutate({ showing, seats: ['A2', 'A3'] })
    expect((await client.booking.create.mutate({ ...one, seats: ['A2', 'A3'] })).seats).toEqual(['A2', 'A3'])
  })

  it('refuses a pick that strands a single seat, offers an equal one, and takes that', async () => {
    const screen = await addScreen('A: 1-5', { avoidsSingles: true })
    const showing = await addShowing(screen, {})
    const failure = await failureIn(client.hold.place.mutate({ showing, seats: ['A2', 'A3'] }))
    if (failure?.code !== 'single_stranded') throw new Error('not refused')
    const { offer } = failure.details
    expect((await client.hold.place.mutate({ showing, seats: offer })).seats).toEqual(offer)
  })
})

describe('a desk', () => {
  const releaseOf = (holdId: string) =>
    ({ kind: 'release', eventId: `ev_${holdId}`, at: 0, by: byTest, holdId }) as const

  it('brings no hold back by a second delivery of its group', async () => {
    const showing = freshShowing()
    const opened = await openAlone(db.$client, showing, { eventIds: [], keys: [], create: true })
    const placed = holdChange(showing, ['A1'])
    const placing = { showing: showing.id, epoch: opened?.epoch ?? 0, changes: [placed] }
    const first = await commitAlone(db.$client, placing)
    if (first.kind !== 'committed') throw new Error('not held')
    const release = { showing: showing.id, epoch: first.epoch, changes: [releaseOf(placed.hold.id)] }
    expect(await commitAlone(db.$client, release)).toMatchObject({ kind: 'committed' })
    expect(await commitAlone(db.$client, placing)).toEqual({ kind: 'not committed', why: 'fenced' })
    expect(await findHold(db, placed.hold.id)).toBeUndefined()
  })

  it('tells of no hold that ran out on its way', async () => {
    const showing = freshShowing()
    const { desk } = faultyDesk(showing)
    const decision = await desk.decide(askedOf(holdChange(showing, ['A1'], { forMs: 0 })))
    expect(outcomeOf(decision)).toBe('outcome_unknown')
  })

  it('is booked at once, though a desk that another has outlived knew it before, when it had run out', async () => {
    const showing = freshShowing()
    const [outlived, living] = [faultyDesk(showing), faultyDesk(showing)]
    const over = holdChange(showing, ['A1'], { forMs: 0 })
    await outlived.desk.decide(askedOf(over))
    const again = holdChange(showing, ['A1'])
    const placed = { ...again, hold: { ...again.hold, id: over.hold.id } }
    expect(outcomeOf(await living.desk.decide(askedOf(placed)))).toBe('ok')
    const { booking, ...change } = bookChange(showing, [])
    const sale = { ...change, booking, hold: over.hold.id }
    expect(outcomeOf(await outlived.desk.decide(askedOf(sale)))).toBe('ok')
  })

  it('keeps no desk from selling, however many want to book it once it is over', async () => {
    const showing = freshShowing()
    const wire = faultyDesk(showing)
    const over = holdChange(showing, ['B1'], { forMs: 0 })
    await wire.desk.decide(askedOf(over))
    const ask = () => wire.desk.decide(askedOf({ ...bookChange(showing, []), hold: over.hold.id }))
    let readings = 0
    wire.nextRead = async function again(real) {
      readings += 1
      if (readings < 50) wire.nextRead = again
      await scheduler.wait(2)
      void ask()
      return real()
    }
    const asked = ask()
    expect(outcomeOf(await wire.desk.decide(askedOf(bookChange(showing, ['A1']))))).toBe('ok')
    expect(readings).toBeLessThan(5)
    expect(outcomeOf(await asked)).toBe('hold_expired')
  })

  it('releases what another desk held, though it never heard of it', async () => {
    const showing = freshShowing()
    const [outlived, living] = [faultyDesk(showing), faultyDesk(showing)]
    await outlived.desk.decide(askedOf(holdChange(showing, ['A1'])))
    const placed = holdChange(showing, ['A2'])
    await living.desk.decide(askedOf(placed))
    expect(outcomeOf(await outlived.desk.decide(askedOf(releaseOf(placed.hold.id))))).toBe('ok')
    expect(await findHold(db, placed.hold.id)).toBeUndefined()
  })
})
