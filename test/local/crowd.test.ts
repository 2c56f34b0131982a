import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { bodiesBytesMax, bodyBytesMax, underWayMax } from '../../worker/domain/limits.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

const nobody = `bk_${'0'.repeat(33)}`

function connect(url: string): Promise<net.Socket> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => resolve(socket))
    socket.once('error', reject)
  })
}

function bookingOf(url: string, minute: number, seat: string): string {
  const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  const time = new Date(minute * 60_000).toISOString().slice(11, 16)
  const body = JSON.stringify({ name: 'A', phn: '12345', date: day, time, tickets: 1, seats: [seat] })
  return `POST /book HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

/** Sends a booking, and hangs up with a reset before it can be answered. */
async function hangUp(url: string, minute: number): Promise<void> {
  const socket = await connect(url)
  socket.on('error', () => undefined)
  socket.write(bookingOf(url, minute, 'A1'))
  await pause(minute % 60)
  socket.resetAndDestroy()
}

/** The first line of what is answered; nothing where the caller hangs up at once. */
async function ask(
  socket: net.Socket,
  request: string,
  { hangsUp }: { hangsUp: boolean },
): Promise<string | undefined> {
  socket.on('error', () => undefined)
  const answer = new Promise<string>((resolve) => {
    socket.once('data', (chunk) => resolve(chunk.toString().split('\r\n')[0] ?? ''))
    socket.once('close', () => resolve('closed'))
  })
  socket.write(request)
  if (hangsUp) setImmediate(() => socket.resetAndDestroy())
  return hangsUp ? undefined : answer
}

describe('a crowd at the door', () => {
  it('leaves no place taken where callers hang up', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    for (let hundred = 0; hundred < (4 * underWayMax) / 100; hundred += 1) {
      await Promise.all(Array.from({ length: 100 }, (_, one) => hangUp(house.url, hundred * 100 + one)))
    }
    const view = (): Promise<number> => fetch(`${house.url}/view/${nobody}`).then(({ status }) => status)
    await expect.poll(view, { timeout: 20_000 }).toBe(500)
  })

  it('serves everybody of a crowd larger than it lets in, in turn, though others hang up meanwhile', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { RATE_LIMIT: 'off' })
    const view = `GET /view/${nobody} HTTP/1.1\r\nHost: ${new URL(house.url).host}\r\n\r\n`
    const sockets = await Promise.all(Array.from({ length: 3 * underWayMax }, () => connect(house.url)))
    const answers = await Promise.all(
      sockets.map((socket, index) => ask(socket, view, { hangsUp: index % 3 === 0 })),
    )
    const counts = Map.groupBy(answers, (answer) => answer)
    expect(new Set(counts.keys())).toEqual(new Set([undefined, 'HTTP/1.1 500 Internal Server Error']))
    expect(counts.get(undefined)).toHaveLength(underWayMax)
    for (const socket of sockets) socket.destroy()
  })

  it('keeps no room for the bodies of callers who hung up', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { RATE_LIMIT: 'off' })
    const { host } = new URL(house.url)
    for (let hundred = 0; hundred <= bodiesBytesMax / bodyBytesMax / 100; hundred += 1) {
      await Promise.all(
        Array.from({ length: 100 }, async (_, one) => {
          const length = one % 2 === 0 ? `Content-Length: ${bodyBytesMax}` : 'Transfer-Encoding: chunked'
          const socket = await connect(house.url)
          socket.on('error', () => undefined)
          socket.write(`POST /book HTTP/1.1\r\nHost: ${host}\r\n${length}\r\n\r\n`)
          await pause(one)
          socket.resetAndDestroy()
        }),
      )
    }
    const socket = await connect(house.url)
    const answer = ask(socket, bookingOf(house.url, 0, 'A1'), { hangsUp: false })
    expect(await answer).toBe('HTTP/1.1 200 OK')
    socket.destroy()
  })

  it('does not wait for a body that does not come, and serves others meanwhile', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const { host } = new URL(house.url)
    const answers = Array.from({ length: 100 }, async (_, one) => {
      const socket = await connect(house.url)
      const length = one % 2 === 0 ? 'Content-Length: 50' : 'Transfer-Encoding: chunked'
      socket.write(`POST /book HTTP/1.1\r\nHost: ${host}\r\n${length}\r\n\r\n`)
      const answer = await new Promise<string>((resolve) => {
        socket.once('data', (chunk) => resolve(chunk.toString()))
      })
      socket.destroy()
      return answer
    })
    expect((await fetch(`${house.url}/view/${nobody}`)).status).toBe(500)
    for (const answer of await Promise.all(answers)) {
      expect(answer).toContain('408 Request Timeout')
      expect(answer).toContain('"code":"body_too_slow"')
    }
  })

  it('answers those whose neighbours hang up, whoever of them carries the others', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const seats = ['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5].map((seat) => `${row}${seat}`))
    for (let minute = 0; minute < 30; minute += 1) {
      const sockets = await Promise.all(seats.map(() => connect(house.url)))
      const answers = await Promise.all(
        sockets.map((socket, index) =>
          ask(socket, bookingOf(house.url, minute, seats[index] ?? ''), { hangsUp: index % 3 === 0 }),
        ),
      )
      expect(answers.filter((answer) => answer !== undefined)).toEqual(Array(13).fill('HTTP/1.1 200 OK'))
      for (const socket of sockets) socket.destroy()
    }
  })
})
