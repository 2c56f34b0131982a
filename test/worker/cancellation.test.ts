import { describe, expect, it } from 'vitest'
import { cancelBooking, cancelBookings } from '../../db/cancellation.ts'
import { idsBy } from '../../worker/office/ids.ts'
import { byTest } from '../setup/callers.ts'
import { client, db, freshName, freshTime } from './setup/box-office.ts'

function cancellation() {
  return { id: idsBy(Date.now)('ev'), at: Date.now(), startsAfter: 0, key: undefined, by: byTest }
}

function bookUnder(name: string): Promise<{ id: string }> {
  return client.booking.create.mutate({ showing: freshTime(), seats: ['A1'], name, phone: '12345' })
}

describe('a cancellation that is delivered twice', () => {
  it('tells both times what it did', async () => {
    const { id } = await bookUnder(freshName())
    const once = cancellation()
    const first = await cancelBooking(db, id, once)
    expect(first).toMatchObject({ kind: 'committed', cancelled: [{ id, status: 'cancelled' }] })
    expect(await cancelBooking(db, id, once)).toEqual(first)
  })

  it('takes no booking that was made under the name meanwhile', async () => {
    const name = freshName()
    const { id } = await bookUnder(name)
    const once = cancellation()
    const first = await cancelBookings(db, [id], once)
    const later = await bookUnder(name)
    expect(await cancelBookings(db, [id], once)).toEqual(first)
    expect(await client.booking.get.query({ id: later.id })).toMatchObject({ status: 'booked' })
  })

  it('takes nothing that another cancellation took', async () => {
    const { id } = await bookUnder(freshName())
    await cancelBooking(db, id, cancellation())
    expect(await cancelBooking(db, id, cancellation())).toEqual({ kind: 'committed', cancelled: [] })
  })
})
