import { describe, expect, it } from 'vitest'
import { findBooking } from '../../db/bookings.ts'
import { client, db, freshName, freshTime } from './setup/box-office.ts'
import { askedOf, bookChange, faultyDesk, freshShowing, moveChange, outcomeOf } from './setup/faulty-desk.ts'
import { entriesAfter } from './setup/history.ts'
import { addScreen } from './setup/screens.ts'

const buyer = { name: freshName(), phone: '12345' }

async function soldOutAt(showing: string): Promise<number> {
  const { rows } = await db.$client.execute({
    sql: `SELECT count(*) FROM events WHERE kind = 'sold_out' AND booking_id = '' AND showing_id = ?`,
    args: [showing],
  })
  return Number(rows[0]?.[0])
}

describe('that a showing is sold out', () => {
  it('is told when its last free seat is sold, and again when it is once more', async () => {
    const screen = await addScreen('A: 1-3\nB: 1')
    const when = { ...freshTime(), screen }
    const first = await client.booking.create.mutate({ showing: when, seats: ['A1', 'A2'], ...buyer })
    const showing = first.showing.id
    await client.booking.create.mutate({ showing, seats: ['A3'], ...buyer })
    expect(await soldOutAt(showing)).toBe(0)
    const last = await client.booking.create.mutate({ showing, seats: ['B1'], ...buyer })
    expect(await soldOutAt(showing)).toBe(1)
    const told = (await entriesAfter(0)).find(
      ({ kind, showing: of }) => kind === 'sold_out' && of === showing,
    )
    expect(told).toMatchObject({ booking: '', actor: 'staff:first', before: null, after: null })
    await client.booking.cancel.mutate({ id: last.id })
    expect(await soldOutAt(showing)).toBe(1)
    await client.booking.create.mutate({ showing, seats: ['B1'], ...buyer })
    expect(await soldOutAt(showing)).toBe(2)
  })

  it('does not count seats off sale, and counts who moves there', async () => {
    const screen = await addScreen('A: 1-4')
    const when = { ...freshTime(), screen }
    const { id, showing } = await client.booking.create.mutate({ showing: when, seats: ['A1'], ...buyer })
    await client.showing.block.mutate({ showing: showing.id, seats: ['A4'] })
    await client.booking.create.mutate({ showing: showing.id, seats: ['A2'], ...buyer })
    // Within the house, nothing is filled.
    await client.booking.move.mutate({ id, seats: ['A3'] })
    expect(await soldOutAt(showing.id)).toBe(0)
    const elsewhere = { ...freshTime(), screen }
    const moving = await client.booking.create.mutate({ showing: elsewhere, seats: ['A1'], ...buyer })
    await client.booking.move.mutate({ id: moving.id, showing: showing.id, seats: ['A1'] })
    expect(await soldOutAt(showing.id)).toBe(1)
  })

  it('is told once, however many fill the house at once, and to whomever the answer was lost', async () => {
    const screen = await addScreen('A: 1-8')
    const showing = freshShowing(screen)
    const faulty = faultyDesk(showing)
    const seats = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8']
    faulty.nextCommit = async (real) => {
      await real()
      return { kind: 'unknown' }
    }
    const decisions = await Promise.all(
      seats.map((seat) => faulty.desk.decide(askedOf(bookChange(showing, [seat])))),
    )
    expect(decisions.map(outcomeOf)).toEqual(seats.map(() => 'ok'))
    expect(await soldOutAt(showing.id)).toBe(1)
  })

  it('uses up no number of the history where the move that fills the house is delivered twice', async () => {
    const screen = await addScreen('A: 1-2')
    const showing = freshShowing(screen)
    const { id } = await client.booking.create.mutate({
      showing: { ...freshTime(), screen },
      seats: ['A1'],
      ...buyer,
    })
    const faulty = faultyDesk(showing)
    await faulty.desk.decide(askedOf(bookChange(showing, ['A1'])))
    const from = await findBooking(db, id)
    if (from === undefined) throw new Error('not booked')
    faulty.nextCommit = async (real) => {
      await real()
      return real()
    }
    expect(outcomeOf(await faulty.desk.decide(askedOf(moveChange(from, showing, ['A2']))))).toBe('ok')
    expect(await soldOutAt(showing.id)).toBe(1)
    const { rows } = await db.$client.execute(
      `SELECT seq - (SELECT max(sequence) FROM events) AS lost FROM sqlite_sequence WHERE name = 'events'`,
    )
    expect(rows[0]?.['lost']).toBe(0)
  })

  it('is not told by a desk that takes a seat for sold which was given back', async () => {
    const screen = await addScreen('A: 1-2')
    const showing = freshShowing(screen)
    const { desk } = faultyDesk(showing)
    const first = bookChange(showing, ['A1'])
    await desk.decide(askedOf(first))
    // Behind its back.
    await db.$client.execute({ sql: 'DELETE FROM tickets WHERE booking_id = ?', args: [first.booking.id] })
    await desk.decide(askedOf(bookChange(showing, ['A2'])))
    expect(await soldOutAt(showing.id)).toBe(0)
  })
})
