import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Contender, Running, StoredTicket } from '../../bench/contender.ts'
import { fastifyEmpty } from '../../bench/peers/fastify-empty.ts'
import { peers } from '../../bench/peers/peers.ts'
import { isAlive } from './setup/running-house.ts'

const date = '2036-12-01'
const evening = { id: 'main-20361201T2100Z', time: '21:00' }
const night = { id: 'main-20361201T2330Z', time: '23:30' }
const plan = ['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5].map((n) => `${row}${n}`))

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

interface Peer extends AsyncDisposable {
  readonly running: Running
  readonly send: (method: string, route: string, body?: object) => Promise<Answer>
  readonly book: (seats: readonly string[], name?: string) => Promise<Answer>
}

async function start(contender: Contender): Promise<Peer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'marquee-peer-'))
  const running = await contender.start({ seats: plan.length, directory })
  const send: Peer['send'] = async (method, route, body) => {
    const response = await fetch(`http://127.0.0.1:${running.port}${route}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return { status: response.status, body: Object(await response.json()) }
  }
  return {
    running,
    send,
    book: (seats, name = 'Ayush') =>
      send('POST', '/book', {
        name,
        phn: '1234567890',
        date,
        time: evening.time,
        tickets: seats.length,
        seats,
      }),
    [Symbol.asyncDispose]: async () => {
      await running.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function ticketOf(body: Answer['body'], seat: string): StoredTicket {
  return { showing: evening.id, seat, booking: String(body['ticketID']) }
}

function sorted(tickets: readonly StoredTicket[]): StoredTicket[] {
  return tickets.toSorted((one, other) =>
    `${one.showing} ${one.seat}` < `${other.showing} ${other.seat}` ? -1 : 1,
  )
}

describe.each(peers.filter((peer) => peer !== fastifyEmpty))('the peer $name', (contender) => {
  beforeEach(async ({ skip }) => {
    const missing = await contender.missing()
    skip(missing !== undefined, `needs ${missing}`)
  })

  it('books, refuses what is sold, shows, moves and cancels', async () => {
    await using peer = await start(contender)
    const booked = await peer.book(['B1', 'A2'])
    const id = String(booked.body['ticketID'])
    expect(booked).toEqual({
      status: 200,
      body: {
        msg: 'Booked successfully',
        status: 200,
        ticketID: expect.stringMatching(/^bk_[\w-]{22,}$/),
      },
    })
    expect(await peer.book(['A1', 'A2'])).toEqual({
      status: 400,
      body: { msg: 'Seat A2 is already sold. Choose other seats.', status: 400, code: 'seats_taken' },
    })
    const info = {
      date,
      name: 'Ayush',
      phn: '1234567890',
      seats: ['B1', 'A2'],
      ticketID: id,
      tickets: 2,
      time: evening.time,
      status: 'booked',
      starts_at: '2036-12-01T21:00:00.000Z',
      expires_at: '2036-12-02T05:00:00.000Z',
      booked_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    }
    expect(await peer.send('GET', `/view/${id}`)).toEqual({ status: 200, body: { info, status: 200 } })
    expect((await peer.send('GET', `/seats?date=${date}&time=${evening.time}`)).body).toEqual({
      showing: evening.id,
      free: plan.filter((seat) => seat !== 'A2' && seat !== 'B1'),
      sold: ['A2', 'B1'],
    })
    expect(sorted(await peer.running.tickets())).toEqual([
      { showing: evening.id, seat: 'A2', booking: id },
      { showing: evening.id, seat: 'B1', booking: id },
    ])

    expect(await peer.send('PUT', '/update', { ticketID: id, date, time: night.time })).toEqual({
      status: 200,
      body: { msg: 'Updated successfully', status: 200 },
    })
    const rival = await peer.book(['A2'], 'Mira')
    const rivalId = String(rival.body['ticketID'])
    expect(await peer.send('PUT', '/update', { ticketID: id, date, time: evening.time })).toMatchObject({
      status: 500,
      body: { code: 'seats_taken' },
    })
    expect(sorted(await peer.running.tickets())).toEqual([
      { showing: evening.id, seat: 'A2', booking: rivalId },
      { showing: night.id, seat: 'A2', booking: id },
      { showing: night.id, seat: 'B1', booking: id },
    ])

    expect((await peer.send('DELETE', '/delete/Ayush')).body).toEqual({
      msg: 'Deleted successfully',
      status: 200,
      deleted: 1,
    })
    expect((await peer.send('GET', `/view/${id}`)).body['info']).toMatchObject({ status: 'cancelled' })
    expect(await peer.running.tickets()).toEqual([{ showing: evening.id, seat: 'A2', booking: rivalId }])
    for (const answer of [
      await peer.send('DELETE', '/delete/Ayush'),
      await peer.send('GET', '/view/bk_of_nobody'),
      await peer.send('PUT', '/update', { ticketID: id, date, time: evening.time }),
    ]) {
      expect(answer).toMatchObject({ status: 500, body: { status: 500, code: 'booking_not_found' } })
    }
  })

  it('refuses what is no booking, and stores none of it', async () => {
    await using peer = await start(contender)
    const booking = {
      name: 'Ayush',
      phn: '1234567890',
      date,
      time: evening.time,
      tickets: 1,
      seats: ['A1'],
    }
    const spoilt = [
      { name: '' },
      { name: 'a'.repeat(101) },
      { phn: '1234' },
      { date: '2036-02-30' },
      { time: '24:00' },
      { tickets: 2 },
      { seats: [] },
      { seats: ['Z9'] },
      { tickets: 2, seats: ['A1', 'A1'] },
    ]
    for (const fields of spoilt) {
      expect(await peer.send('POST', '/book', { ...booking, ...fields })).toMatchObject({
        status: 400,
        body: { status: 400, code: 'invalid_request' },
      })
    }
    expect(await peer.running.tickets()).toEqual([])
  })

  it('sells 20 seats to 20 of 200 who come at once, and stores what it acknowledged', async () => {
    await using peer = await start(contender)
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const seat = plan[n % plan.length] ?? ''
        const { status, body } = await peer.book([seat])
        return { status, body, seat }
      }),
    )
    const booked = answers.filter(({ status }) => status === 200)
    expect(booked.length).toBe(20)
    const refused = answers.filter(({ status }) => status === 400)
    expect(refused.map(({ body }) => body['code'])).toEqual(Array.from({ length: 180 }, () => 'seats_taken'))
    const acknowledged = booked.map(({ body, seat }) => ticketOf(body, seat))
    expect(sorted(await peer.running.tickets())).toEqual(sorted(acknowledged))
  })

  it('sells groups of seats whole or not at all', async () => {
    await using peer = await start(contender)
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const first = n % (plan.length - 2)
        const seats = plan.slice(first, first + 3)
        return { seats, ...(await peer.book(n % 2 === 0 ? seats : seats.toReversed())) }
      }),
    )
    const booked = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ body }) => body['code'] === 'seats_taken')
    expect(booked.length + refused.length).toBe(100)
    const acknowledged = booked.flatMap(({ body, seats }) => seats.map((seat) => ticketOf(body, seat)))
    expect(sorted(await peer.running.tickets())).toEqual(sorted(acknowledged))
  })

  it('leaves no process behind', async () => {
    const peer = await start(contender)
    const { pids } = peer.running
    expect(pids.every(isAlive)).toBe(true)
    await peer[Symbol.asyncDispose]()
    expect(pids.filter(isAlive)).toEqual([])
  })
})

describe('the peer fastify-empty', () => {
  it('answers as if it had booked', async () => {
    await using peer = await start(fastifyEmpty)
    expect((await peer.book(['A1'])).body).toMatchObject({ msg: 'Booked successfully', status: 200 })
    expect(await peer.running.tickets()).toEqual([])
  })
})
