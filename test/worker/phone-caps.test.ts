import { evictDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { type Failure, failureOf } from '../../client/index.ts'
import { desksOf, tellOfChange } from './setup/desks-of.ts'
import { client, db, freshName } from './setup/box-office.ts'
import { clientOf, houseOn } from './setup/house-on.ts'
import { addScreen, addShowing, soldSeats } from './setup/screens.ts'

const phone = '+49 170 12 34 567'
const max = 4

async function cappedShowing(): Promise<string> {
  const screen = await addScreen('A: 1-9\nB: 1-9', { phoneTicketsMax: max })
  return addShowing(screen, {})
}

interface Wish {
  readonly showing: string
  readonly seats: string[]
  readonly by?: string
}

function book({ showing, seats, by = phone }: Wish, house = client) {
  return house.booking.create.mutate({ showing, seats, name: freshName(), phone: by })
}

async function failureIn(call: Promise<unknown>): Promise<Failure | undefined> {
  const [outcome] = await Promise.allSettled([call])
  return outcome.status === 'rejected' ? failureOf(outcome.reason) : undefined
}

const tooMany = { code: 'too_many_tickets', details: { max } }

describe('the tickets that one phone may have of a showing', () => {
  it('are bounded over all its bookings, however it is written, with its country or without', async () => {
    const showing = await cappedShowing()
    await book({ showing, seats: ['A1', 'A2', 'A3'] })
    expect(await failureIn(book({ showing, seats: ['B1', 'B2'], by: '49 (170) 123-4567' }))).toMatchObject(
      tooMany,
    )
    await book({ showing, seats: ['B1', 'B2'], by: '49 170 7654321' })
    for (const by of ['0170/1234567', '0049 170 1234567', '170 1234567']) {
      expect(await failureIn(book({ showing, seats: ['B3', 'B4'], by }))).toMatchObject(tooMany)
    }
    await book({ showing, seats: ['A4'], by: '+491701234567' })
    expect(await failureIn(book({ showing, seats: ['A5'] }))).toMatchObject(tooMany)
    expect((await soldSeats(showing)).toSorted()).toEqual(['A1', 'A2', 'A3', 'A4', 'B1', 'B2'])
  })

  it('are as many as there are seats where the screen says nothing', async () => {
    const showing = await addShowing(await addScreen('A: 1-20'), {})
    const seats = Array.from({ length: 20 }, (_, index) => `A${index + 1}`)
    expect((await book({ showing, seats })).seats).toEqual(seats)
  })

  it('are bounded where all are asked for at once, and free seats stay free', async () => {
    const showing = await cappedShowing()
    const crowd = clientOf(houseOn(db))
    const seats = ['A', 'B'].flatMap((row) => Array.from({ length: 9 }, (_, index) => `${row}${index + 1}`))
    const failures = await Promise.all(
      seats.map((seat) => failureIn(book({ showing, seats: [seat] }, crowd))),
    )
    expect(failures.filter((failure) => failure === undefined)).toHaveLength(max)
    expect(failures.filter((failure) => failure?.code === 'too_many_tickets')).toHaveLength(18 - max)
    expect(await soldSeats(showing)).toHaveLength(max)
  })

  it('count again once a booking is cancelled, and after the desk has started anew', async () => {
    const showing = await cappedShowing()
    const { id } = await book({ showing, seats: ['A1', 'A2', 'A3', 'A4'] })
    await evictDurableObject(desksOf(showing))
    expect(await failureIn(book({ showing, seats: ['A5'] }))).toMatchObject(tooMany)
    await client.booking.cancel.mutate({ id })
    await book({ showing, seats: ['A5', 'A6', 'A7', 'A8'] })
    expect(await failureIn(book({ showing, seats: ['A1'] }))).toMatchObject(tooMany)
  })

  it('bound what is held too, once it is known whose it is, and the hold lives on', async () => {
    const showing = await cappedShowing()
    await book({ showing, seats: ['A1', 'A2', 'A3'] })
    const { id: hold } = await client.hold.place.mutate({ showing, seats: ['B1', 'B2'] })
    const take = (by: string) => client.booking.create.mutate({ hold, name: freshName(), phone: by })
    expect(await failureIn(take(phone))).toMatchObject(tooMany)
    expect((await take('49 170 7654321')).seats).toEqual(['B1', 'B2'])
  })

  it('bound what is moved here, and let a booking change its seats', async () => {
    const [showing, other] = [await cappedShowing(), await cappedShowing()]
    const here = await book({ showing, seats: ['A1', 'A2', 'A3'] })
    const there = await book({ showing: other, seats: ['A1', 'A2'] })
    expect(
      await failureIn(client.booking.move.mutate({ id: there.id, showing, seats: ['B1', 'B2'] })),
    ).toMatchObject(tooMany)
    const moved = await client.booking.move.mutate({ id: here.id, showing, seats: ['A2', 'A3', 'A4'] })
    expect(moved.seats).toEqual(['A2', 'A3', 'A4'])
    expect((await book({ showing, seats: ['B1'] })).seats).toEqual(['B1'])
  })

  it('can be changed while it sells; what is above the new bound stays', async () => {
    const screen = await addScreen('A: 1-9', { phoneTicketsMax: max })
    const showing = await addShowing(screen, {})
    const { id } = await book({ showing, seats: ['A1', 'A2', 'A3'] })
    await client.screen.change.mutate({ id: screen, phoneTicketsMax: 2 })
    expect(await failureIn(book({ showing, seats: ['A4'] }))).toMatchObject({ details: { max: 2 } })
    const { seats } = await client.booking.move.mutate({ id, showing, seats: ['A5', 'A6', 'A7'] })
    expect(seats).toEqual(['A5', 'A6', 'A7'])
    await client.screen.change.mutate({ id: screen, phoneTicketsMax: 9 })
    // A refusal may rest on what a desk read within the last second.
    await tellOfChange(showing)
    expect((await book({ showing, seats: ['A1', 'A2', 'A3', 'A4'] })).seats).toHaveLength(4)
  })

  it('are no more of one who was erased', async () => {
    const showing = await cappedShowing()
    const name = freshName()
    await client.booking.create.mutate({ showing, seats: ['A1', 'A2', 'A3', 'A4'], name, phone })
    await client.person.erase.mutate({ name, phone })
    await evictDurableObject(desksOf(showing))
    expect((await book({ showing, seats: ['A5'] })).seats).toEqual(['A5'])
  })
})
