import { evictDurableObject, listDurableObjectIds } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../client/index.ts'
import { desksOf } from './setup/desks-of.ts'
import { client, countRows, db, freshName, freshTime } from './setup/box-office.ts'
import { clientOf, houseOn } from './setup/house-on.ts'

const buyer = { name: freshName(), phone: '12345' }

describe('the desk as a Durable Object', () => {
  it('knows its showing again after it was evicted: seats and keys', async () => {
    const first = { showing: freshTime(), seats: ['A1'], ...buyer, idempotencyKey: crypto.randomUUID() }
    const booking = await client.booking.create.mutate(first)
    await evictDurableObject(desksOf(booking.showing.id))
    const taken = await client.booking.create
      .mutate({ showing: first.showing, seats: ['A1'], ...buyer })
      .catch((error: unknown) => failureOf(error))
    expect(taken).toMatchObject({ code: 'seats_taken' })
    await evictDurableObject(desksOf(booking.showing.id))
    expect(await client.booking.create.mutate(first)).toEqual(booking)
  })

  it('is not addressed for looking, nor for what cannot be booked', async () => {
    const [objects, rows] = [(await listDurableObjectIds(env.DESKS)).length, await countRows()]
    const showing = freshTime()
    await client.showing.get.query({ showing })
    await client.showing.seats.query({ showing })
    const refused = [
      client.booking.create.mutate({ showing, seats: ['Z9'], ...buyer }),
      client.booking.create.mutate({ showing: 'main-20200101T1000Z', seats: ['A1'], ...buyer }),
      client.booking.create.mutate({ showing: { ...showing, screen: 'attic' }, seats: ['A1'], ...buyer }),
    ]
    const outcomes = await Promise.allSettled(refused)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect([(await listDurableObjectIds(env.DESKS)).length, await countRows()]).toEqual([objects, rows])
  })

  it('serves 64 who come at once over the wire, each seat once', async () => {
    const showing = freshTime()
    const together = clientOf(houseOn(db))
    const seats = ['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5].map((n) => `${row}${n}`))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) =>
        together.booking.create.mutate({ showing, seats: [seats[n % 20] ?? ''], ...buyer }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
    expect((await client.showing.seats.query({ showing })).free).toEqual([])
  })
})
