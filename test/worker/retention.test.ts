import { describe, expect, it } from 'vitest'
import { failureOf } from '../../client/index.ts'
import { forgetOldBuyers } from '../../worker/cron/forget-buyers.ts'
import { dayMs } from '../../worker/domain/durations.ts'
import { client, db, freshName, freshTime } from './setup/box-office.ts'

const retentionMs = 30 * dayMs

describe('names and phones', () => {
  it('are forgotten a while after the showing, and the booking stays', async () => {
    const idempotencyKey = crypto.randomUUID()
    const request = { showing: freshTime(), seats: ['A1'], name: freshName(), phone: '12345', idempotencyKey }
    const booking = await client.booking.create.mutate(request)
    const startsAt = Date.parse(booking.showing.startsAt)
    expect(await forgetOldBuyers(db, startsAt + retentionMs - 1, retentionMs)).toBe(0)
    expect(await client.booking.get.query({ id: booking.id })).toEqual(booking)
    expect(await forgetOldBuyers(db, startsAt + retentionMs, retentionMs)).toBe(1)
    expect(await client.booking.get.query({ id: booking.id })).toEqual({ ...booking, name: '', phone: '' })

    const retried: unknown = await client.booking.create.mutate(request).catch((error: unknown) => error)
    expect(failureOf(retried)?.code).toBe('booking_erased')
  })

  it('go with a booking that moves', async () => {
    const name = freshName()
    const booking = await client.booking.create.mutate({
      showing: freshTime(),
      seats: ['A1'],
      name,
      phone: '12345',
    })
    const moved = await client.booking.move.mutate({ id: booking.id, showing: freshTime() })
    expect(Date.parse(moved.showing.startsAt)).not.toBe(Date.parse(booking.showing.startsAt))
    await forgetOldBuyers(db, Date.parse(moved.showing.startsAt) - 60_000 + retentionMs, retentionMs)
    expect((await client.booking.get.query({ id: booking.id })).name).toBe(name)
    expect(await client.booking.cancelByName.mutate({ name })).toEqual({ cancelled: [booking.id] })
  })
})
