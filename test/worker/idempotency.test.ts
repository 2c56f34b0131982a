import { describe, expect, it } from 'vitest'
import { failureOf } from '../../client/index.ts'
import {
  classicBooking,
  client,
  countRows,
  freshName,
  freshTime,
  send,
  sendJson,
} from './setup/box-office.ts'

const freshKey = (): string => crypto.randomUUID()

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  return failureOf(await call.catch((error: unknown) => error))?.code
}

describe('an idempotency key', () => {
  it('has one effect and one answer, also after the seats are sold by itself', async () => {
    const input = {
      showing: freshTime(),
      seats: ['A1'],
      name: freshName(),
      phone: '12345',
      idempotencyKey: freshKey(),
    }
    const first = await client.booking.create.mutate(input)
    await client.booking.move.mutate({ id: first.id, seats: ['A2'] })
    expect(await client.booking.create.mutate(input)).toEqual(first)
    const { bookings } = await client.booking.list.query({ showing: first.showing.id })
    expect(bookings).toHaveLength(1)
  })

  it('may be any visible text, be it what JSON would read as no character', async () => {
    const keyed = { idempotencyKey: String.raw`"\u0000\ud800\\u0000"` + freshKey() }
    const input = { showing: freshTime(), seats: ['A1'], name: freshName(), phone: '12345', ...keyed }
    const first = await client.booking.create.mutate(input)
    expect(await client.booking.create.mutate(input)).toEqual(first)
    expect(await codeOf(client.booking.cancel.mutate({ id: first.id, ...keyed }))).toBe(
      'idempotency_key_reused',
    )
    const own = { id: first.id, idempotencyKey: `"\\u0000"${freshKey()}` }
    expect(await client.booking.cancel.mutate(own)).toEqual(await client.booking.cancel.mutate(own))
  })

  it('has one effect where its requests come at once', async () => {
    const input = {
      showing: freshTime(),
      seats: ['A1'],
      name: freshName(),
      phone: '12345',
      idempotencyKey: freshKey(),
    }
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.booking.create.mutate(input)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  })

  it('is refused for another request, at the same showing and at another', async () => {
    const idempotencyKey = freshKey()
    const input = { showing: freshTime(), seats: ['A1'], name: freshName(), phone: '12345', idempotencyKey }
    await client.booking.create.mutate(input)
    expect(await codeOf(client.booking.create.mutate({ ...input, seats: ['A2'] }))).toBe(
      'idempotency_key_reused',
    )
    expect(await codeOf(client.booking.create.mutate({ ...input, showing: freshTime() }))).toBe(
      'idempotency_key_reused',
    )
    expect(await codeOf(client.booking.cancelByName.mutate({ name: 'A', idempotencyKey }))).toBe(
      'idempotency_key_reused',
    )
  })

  it('of a refusal is free: it stores nothing, and is decided afresh', async () => {
    const showing = freshTime()
    const person = { name: freshName(), phone: '12345' }
    const { id } = await client.booking.create.mutate({ showing, seats: ['A1'], ...person })
    const input = { showing, seats: ['A1'], ...person, idempotencyKey: freshKey() }
    const before = await countRows()
    expect(await codeOf(client.booking.create.mutate(input))).toBe('seats_taken')
    expect(await countRows()).toEqual(before)
    await client.booking.cancel.mutate({ id })
    expect(await client.booking.create.mutate(input)).toMatchObject({ seats: ['A1'] })
  })

  it('answers a move, a cancellation and a cancellation by name again', async () => {
    const name = freshName()
    const booking = await client.booking.create.mutate({
      showing: freshTime(),
      seats: ['A1'],
      name,
      phone: '12345',
    })
    const move = { id: booking.id, showing: freshTime(), idempotencyKey: freshKey() }
    const moved = await client.booking.move.mutate(move)
    const cancel = { id: booking.id, idempotencyKey: freshKey() }
    const cancelled = await client.booking.cancel.mutate(cancel)
    expect(await client.booking.cancel.mutate(cancel)).toEqual(cancelled)
    expect(await client.booking.move.mutate(move)).toEqual(moved)

    await client.booking.create.mutate({ showing: freshTime(), seats: ['A1'], name, phone: '12345' })
    const byName = { name, idempotencyKey: freshKey() }
    const all = await client.booking.cancelByName.mutate(byName)
    expect(all.cancelled).toHaveLength(1)
    expect(await client.booking.cancelByName.mutate(byName)).toEqual(all)
  })

  it('answers a cancellation by name the same to all who come at once', async () => {
    const name = freshName()
    await client.booking.create.mutate({ showing: freshTime(), seats: ['A1'], name, phone: '12345' })
    const request = { name, idempotencyKey: freshKey() }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        sendJson('POST', '/trpc/booking.cancelByName', request, { 'content-type': 'application/json' }),
      ),
    )
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(200)
  })

  it('comes as a header on the classic routes', async () => {
    const headers = { 'idempotency-key': `"${freshKey()}"` }
    const body = classicBooking()
    const first = await sendJson('POST', '/book', body, headers)
    const second = await sendJson('POST', '/book', body, headers)
    expect(second).toMatchObject({ status: 200, body: first.body })
    const other = await sendJson('POST', '/book', { ...body, seats: ['C1', 'C2'] }, headers)
    expect({ status: other.status, code: other.body['code'] }).toEqual({
      status: 400,
      code: 'idempotency_key_reused',
    })

    const deleteHeaders = { 'idempotency-key': freshKey() }
    const path = `/delete/${encodeURIComponent(body.name)}`
    const deleted = await send(path, { method: 'DELETE', headers: deleteHeaders })
    expect(await send(path, { method: 'DELETE', headers: deleteHeaders })).toMatchObject({
      body: deleted.body,
    })
  })
})
