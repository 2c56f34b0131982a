import { createExecutionContext, createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { expireBookings } from '../../worker/cron/expire.ts'
import { Kept } from '../../worker/office/kept.ts'
import { presentBooking, asOf } from '../../worker/office/present.ts'
import { findBooking } from '../../db/bookings.ts'
import { findVenue } from '../../db/venue.ts'
import worker from '../../worker/index.ts'
import { countRows, db, freshName, client } from './setup/box-office.ts'

const hourMs = 3_600_000

async function bookAt(startsAt: number): Promise<string> {
  const [date = '', clock = ''] = new Date(startsAt).toISOString().split('T')
  const showing = { date, time: clock.slice(0, 5) }
  const booking = await client.booking.create.mutate({
    showing,
    seats: ['A1'],
    name: freshName(),
    phone: '12345',
  })
  return booking.id
}

async function statusOf(id: string): Promise<string | undefined> {
  return (await findBooking(db, id))?.status
}

const minute = (ms: number): number => Math.floor(ms / 60_000) * 60_000

describe('expiry', () => {
  it('marks at exactly 8 hours after the start, and not a millisecond before', async () => {
    const startsAt = minute(Date.now()) + 24 * hourMs
    const id = await bookAt(startsAt)
    await expireBookings(db, startsAt + 8 * hourMs - 1)
    expect(await statusOf(id)).toBe('booked')
    await expireBookings(db, startsAt + 8 * hourMs)
    expect(await statusOf(id)).toBe('expired')
  })

  it('leaves what is still to come alone', async () => {
    const id = await bookAt(minute(Date.now()) + 30 * 24 * hourMs)
    await expireBookings(db, Date.now())
    expect(await statusOf(id)).toBe('booked')
  })

  it('changes nothing more when it runs twice, or late', async () => {
    const startsAt = minute(Date.now()) + 2 * hourMs
    await bookAt(startsAt)
    const late = startsAt + 5 * 24 * hourMs
    await expireBookings(db, late)
    const after = await countRows()
    expect(await expireBookings(db, late)).toBe(0)
    expect(await countRows()).toEqual(after)
  })

  it('takes the scheduled time of the cron as now', async () => {
    const startsAt = minute(Date.now()) + 3 * hourMs
    const id = await bookAt(startsAt)
    const scheduledTime = startsAt + 8 * hourMs
    await worker.scheduled(createScheduledController({ scheduledTime, cron: 'whatever' }), env)
    expect(await statusOf(id)).toBe('expired')
    expect(createExecutionContext()).toBeDefined()
  })

  it('is seen by a reader before the cron ran', async () => {
    const startsAt = minute(Date.now()) + 4 * hourMs
    const id = await bookAt(startsAt)
    const record = await findBooking(db, id)
    if (record === undefined) throw new Error('no booking')
    expect(asOf(startsAt + 8 * hourMs - 1, record).status).toBe('booked')
    expect(asOf(startsAt + 8 * hourMs, record).status).toBe('expired')
  })

  it('works through more than one chunk', async () => {
    const startsAt = minute(Date.now()) - 100 * 24 * hourMs
    const rows = Array.from({ length: 1_234 }, (_, n) => `bk_old_${n}`)
    await db.$client.batch(
      [
        {
          sql: `INSERT INTO showings (id, screen_id, starts_at) VALUES ('main-old', 'main', ?)`,
          args: [startsAt],
        },
        {
          sql: `INSERT INTO bookings (id, showing_id, starts_at, seats, status, version, booked_at)
            SELECT value, 'main-old', ?, '["A1"]', 'booked', 1, 0 FROM json_each(?)`,
          args: [startsAt, JSON.stringify(rows)],
        },
      ],
      'write',
    )
    expect(await expireBookings(db, Date.now())).toBe(1_234)
    const { rows: told } = await db.$client.execute(
      `SELECT count(*) AS told FROM events WHERE kind = 'expired' AND showing_id = 'main-old'`,
    )
    expect(told[0]?.['told']).toBe(1_234)
  })

  it('stays 8 hours across a daylight-saving change', async () => {
    // Berlin, 28 March 2027: at 02:00 the clocks go to 03:00. 22:00 the evening before plus 8 h is 07:00.
    const startsAt = Date.parse('2027-03-27T21:00:00Z')
    const id = await bookAt(startsAt)
    const record = await findBooking(db, id)
    if (record === undefined) throw new Error('no booking')
    const house = { zone: 'Europe/Berlin', venues: new Kept(() => findVenue(db), Date.now) }
    expect(await presentBooking(house, record)).toMatchObject({
      showing: { date: '2027-03-27', time: '22:00' },
      expiresAt: '2027-03-28T05:00:00.000Z',
    })
  })
})
