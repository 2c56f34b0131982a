import { execFile } from 'node:child_process'
import { chmod, readdir, rm, stat, symlink } from 'node:fs/promises'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startLibsqlServer } from '../../local/libsql-server/server.ts'
import {
  failingStart,
  freePort,
  isAlive,
  startHouse,
  startingHouse,
  temporaryDirectory,
} from './setup/running-house.ts'

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

async function send(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init)
  return { status: response.status, body: Object(await response.json()) }
}

function book(url: string, fields: Record<string, unknown>): Promise<Answer> {
  const booking = { name: 'Ayush', phn: '1234567890', date: dayAhead(30), time: '18:30', ...fields }
  return send(`${url}/book`, { method: 'POST', body: JSON.stringify(booking) })
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

async function storedSeats(url: string, date: string): Promise<string[]> {
  const { body } = await send(`${url}/view?date=${date}`)
  const tickets: unknown = body['AllTickets']
  if (!Array.isArray(tickets)) throw new Error('no list')
  return tickets.flatMap((ticket: { seats: string[] }) => ticket.seats)
}

/** A request with headers that `fetch` keeps to itself. */
function rawRequest(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = net.connect(Number(port), hostname, () =>
      socket.write(`${head}\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}

function listens(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

const chosenKey = 'a-staff-key-that-somebody-chose-for-tests'

describe('the staff side of npm start', () => {
  const lists = async (url: string, headers: Record<string, string> = {}): Promise<Answer> =>
    send(`${url}/view`, { headers })
  const screens = async (url: string, headers: Record<string, string> = {}): Promise<Answer> =>
    send(`${url}/trpc/key.list`, { headers })

  it('asks none for a key at the six classic routes, from this machine, and says so', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    expect(house.output()).toContain('the six classic routes ask for none, from this machine')
    expect((await lists(house.url)).status).toBe(200)
    // So a proxy says that it hands on what others ask.
    for (const header of ['x-forwarded-for', 'forwarded', 'via'])
      expect((await lists(house.url, { [header]: '192.0.2.1' })).body['code']).toBe('key_required')
    expect((await screens(house.url)).status).toBe(401)
    const wrong = await lists(house.url, { authorization: 'Bearer nonsense' })
    expect(wrong.body['code']).toBe('key_invalid')
  })

  it('makes a key that its user alone can read, says where it lies, and keeps it', async () => {
    await using data = await temporaryDirectory()
    const keys: string[] = []
    for (const _ of [1, 2]) {
      await using house = await startHouse(data.path)
      const file = `${data.path}/staff.key`
      const key = await house.staffKey()
      keys.push(key)
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(key.length).toBeGreaterThanOrEqual(32)
      expect(house.output()).toContain(`MARQUEE_KEY="$(cat ${file})"`)
      expect(house.output()).not.toContain(key)
      expect((await screens(house.url, { authorization: `Bearer ${key}` })).status).toBe(200)
    }
    expect(new Set(keys).size).toBe(1)
  })

  it('says how a shell reads that key, whatever its folder is named', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(`${data.path}/Ayush's $HOME of data`)
    const [line = ''] = /export MARQUEE_KEY=.*/.exec(house.output()) ?? []
    const { stdout } = await promisify(execFile)('sh', ['-c', `${line}; printf %s "$MARQUEE_KEY"`])
    expect(stdout).toBe(await house.staffKey())
  })

  it('is closed to whoever has no key where somebody chose one, or others come by another name', async () => {
    for (const env of [{ STAFF_KEY: chosenKey }, { ALLOWED_HOSTS: 'box.example' }]) {
      await using data = await temporaryDirectory()
      await using house = await startHouse(data.path, env)
      expect(house.output()).not.toContain('ask for none')
      expect((await lists(house.url)).status).toBe(401)
      const key = env.STAFF_KEY ?? (await house.staffKey())
      expect((await lists(house.url, { authorization: `Bearer ${key}` })).status).toBe(200)
      expect((await send(`${house.url}/cdn-cgi/handler/scheduled?time=1`)).status).toBe(401)
      expect((await book(house.url, { tickets: 1, seats: ['A1'] })).status).toBe(200)
    }
  })

  it('does not open a house that others can reach without a key of their choice', async () => {
    await using data = await temporaryDirectory()
    const start = (env: Record<string, string>): ReturnType<typeof failingStart> =>
      failingStart({ DATA_DIR: data.path, PORT: '1', HOST: '0.0.0.0', ...env })
    expect(await start({})).toEqual({
      code: 1,
      said: expect.stringContaining('Set STAFF_KEY to 32 characters'),
    })
    expect(await start({ STAFF_KEY: ' ' })).toMatchObject({ code: 1 })
  })

  it('believes a proxy that TRUSTED_PROXIES names for who asks and over what, and nobody else', async () => {
    await using data = await temporaryDirectory()
    const proxies = { TRUSTED_PROXIES: '::1, 127.0.0.1', ALLOWED_HOSTS: 'box.example', RATE_LIMIT: '2' }
    await using house = await startHouse(data.path, proxies)
    const statusLineFor = async (forwarded: string, proto = 'https'): Promise<string> => {
      const said = `X-Forwarded-For: ${forwarded}\r\nX-Forwarded-Proto: ${proto}`
      const answer = await rawRequest(house.url, `GET / HTTP/1.1\r\nHost: box.example\r\n${said}`)
      const isSecure = /^strict-transport-security: /im.test(answer)
      return `${answer.slice(9, 12)} ${isSecure ? 'over TLS' : 'open'}`
    }
    for (const buyer of ['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1'])
      expect(await statusLineFor(`198.51.100.66, ${buyer}`)).toBe('200 over TLS')
    expect(await statusLineFor('192.0.2.3', 'http')).toBe('200 open')
    expect(await statusLineFor('198.51.100.67, 192.0.2.3')).toBe('429 over TLS')
    expect((await lists(house.url)).body['code']).toBe('key_required')
  })

  it('does not start with a proxy that has no address', async () => {
    await using data = await temporaryDirectory()
    const start = failingStart({
      DATA_DIR: data.path,
      PORT: String(await freePort()),
      TRUSTED_PROXIES: 'nginx',
    })
    expect(await start).toEqual({
      code: 1,
      said: expect.stringContaining('TRUSTED_PROXIES must be IP addresses such as 127.0.0.1'),
    })
  })

  it('counts calls by address, and refuses too many in words, unless told to lift that', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { RATE_LIMIT: '3' })
    const asked = await Promise.all([1, 2, 3, 4].map(() => fetch(house.url)))
    const statuses = asked.map(({ status }) => status).toSorted((one, other) => one - other)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${house.url}/readyz`)).status).toBe(200)
  })
})

describe('npm start', () => {
  it('sells each seat once to 400 who come at once, and stores what it acknowledged', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const plan = ['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5].map((n) => `${row}${n}`))
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, n) => {
        const first = n % (plan.length - 1)
        return book(house.url, { name: `Buyer ${n}`, tickets: 2, seats: plan.slice(first, first + 2) })
      }),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
    const sold = await storedSeats(house.url, dayAhead(30))
    expect(new Set(sold).size).toBe(sold.length)
    expect(sold.length).toBe(2 * answers.filter(({ status }) => status === 200).length)
  })

  it('finds every acknowledged booking again after everything was killed', async () => {
    await using data = await temporaryDirectory()
    const first = await startHouse(data.path)
    const acknowledged: string[] = []
    for (const seat of ['A1', 'A2', 'A3']) {
      const { body } = await book(first.url, { tickets: 1, seats: [seat] })
      acknowledged.push(String(body['ticketID']))
    }
    await first.killAll()
    await using second = await startHouse(data.path)
    for (const id of acknowledged) {
      expect((await send(`${second.url}/view/${id}`)).body['info']).toMatchObject({
        ticketID: id,
        status: 'booked',
      })
    }
    const again = await book(second.url, { tickets: 1, seats: ['A1'] })
    expect(again.body['code']).toBe('seats_taken')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no process behind on %s', async (signal) => {
    await using data = await temporaryDirectory()
    const house = await startHouse(data.path)
    const pids = await house.pids()
    expect(pids.length).toBeGreaterThanOrEqual(3)
    expect(await house.signal(signal)).toBe(0)
    expect(pids.filter(isAlive)).toEqual([])
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves no process behind on %s while it starts',
    async (signal) => {
      for (const delayMs of [150, 300, 450, 600]) {
        await using data = await temporaryDirectory()
        const house = await startingHouse(data.path)
        await pause(delayMs)
        const pids = await house.pids()
        await house.signal(signal)
        await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([])
        expect(await listens(house.url)).toBe(false)
      }
    },
  )

  it('serves from a libSQL server of its user, and is leashed there too', async () => {
    await using files = await temporaryDirectory()
    await using data = await temporaryDirectory()
    const authToken = 'a token of the user'
    const server = await startLibsqlServer({ file: `${files.path}/theirs.db`, authToken })
    const house = await startHouse(data.path, { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: authToken })
    expect((await book(house.url, { tickets: 1, seats: ['A1'] })).body['msg']).toBe('Booked successfully')
    const servers = await house.servers()
    await house.signal('SIGKILL')
    await expect.poll(() => servers.filter(isAlive), { timeout: 10_000 }).toEqual([])
    await server.close()
  })

  it('says which database it cannot reach, or why that one refuses it', async () => {
    await using data = await temporaryDirectory()
    const own = String(await freePort())
    const start = (port: number): ReturnType<typeof failingStart> =>
      failingStart({ DATA_DIR: data.path, PORT: own, DATABASE_URL: `http://127.0.0.1:${port}` })
    const nobody = await freePort()
    expect(await start(nobody)).toEqual({
      code: 1,
      said: expect.stringMatching(new RegExp(`database at 127.0.0.1:${nobody} .*ECONNREFUSED`)),
    })
    const file = `${data.path}/other.db`
    const server = await startLibsqlServer({ file, port: 0, authToken: 'another' })
    const refused = await start(server.port)
    await server.close()
    expect(refused).toEqual({
      code: 1,
      said: expect.stringMatching(new RegExp(`database at 127.0.0.1:${server.port} .*no valid bearer token`)),
    })
  })

  it('keeps its data to its user', async () => {
    await using data = await temporaryDirectory()
    await chmod(data.path, 0o755)
    await using house = await startHouse(data.path)
    await book(house.url, { tickets: 1, seats: ['A1'] })
    const files = (await readdir(data.path)).filter((file) => !file.endsWith('desks'))
    expect(files).toContain('marquee.db')
    for (const file of files) expect((await stat(`${data.path}/${file}`)).mode & 0o077).toBe(0)
  })

  it('takes its servers along where only itself is killed', async () => {
    await using data = await temporaryDirectory()
    const house = await startHouse(data.path)
    const servers = await house.servers()
    await house.signal('SIGKILL')
    await expect.poll(() => servers.filter(isAlive), { timeout: 10_000 }).toEqual([])
  })

  it('starts its servers again where they die', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const { body } = await book(house.url, { tickets: 1, seats: ['A1'] })
    const servers = await house.servers()
    for (const pid of servers) {
      process.kill(pid, 'SIGKILL')
      const view = (): Promise<number> =>
        send(`${house.url}/view/${String(body['ticketID'])}`).then(
          ({ status }) => status,
          () => 0,
        )
      await expect.poll(view, { timeout: 10_000, interval: 100 }).toBe(200)
    }
    expect((await book(house.url, { tickets: 1, seats: ['A2'] })).status).toBe(200)
  })

  it('says that the port is taken, and how to choose another', async () => {
    await using data = await temporaryDirectory()
    const port = await freePort()
    const squatter = net.createServer().listen(port, '127.0.0.1')
    const { code, said } = await failingStart({ PORT: String(port), DATA_DIR: data.path })
    squatter.close()
    expect(code).toBe(1)
    expect(said).toContain(`Port ${port} on 127.0.0.1 is taken`)
    expect(said).toContain(`PORT=${port + 1} npm start`)
  })

  it('says that its data is in use, or its settings are wrong', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    expect(house.output()).toContain('curl')
    const second = await failingStart({ PORT: String(await freePort()), DATA_DIR: data.path })
    expect(second).toEqual({ code: 1, said: expect.stringContaining('already running') })
    await using temporary = await temporaryDirectory()
    const elsewhere = { PORT: String(await freePort()), DATA_DIR: data.path, TMPDIR: temporary.path }
    expect(await failingStart(elsewhere)).toEqual(second)
    const link = `${data.path}-link`
    await symlink(data.path, link)
    const linked = await failingStart({ PORT: String(await freePort()), DATA_DIR: link })
    await rm(link)
    expect(linked).toEqual({ code: 1, said: expect.stringContaining('already running') })
    const wrong = await failingStart({ PORT: 'http', DATA_DIR: data.path })
    expect(wrong).toEqual({ code: 1, said: expect.stringContaining('PORT must be a number') })
    await using other = await temporaryDirectory()
    const mars = await failingStart({
      PORT: String(await freePort()),
      DATA_DIR: other.path,
      VENUE_TIME_ZONE: 'Mars/Base',
    })
    expect(mars).toEqual({
      code: 1,
      said: expect.stringContaining('VENUE_TIME_ZONE must be an IANA time zone'),
    })
  })

  it('serves nobody but itself: no foreign Host, Origin or page', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { ALLOWED_HOSTS: 'Box.example' })
    const { host } = new URL(house.url)
    const shown = `Authorization: Bearer ${await house.staffKey()}`
    const get = (lines: string): Promise<string> =>
      rawRequest(house.url, `GET /view HTTP/1.1\r\n${shown}\r\n${lines}`)
    expect(await get(`Host: ${host}`)).toContain('200 OK')
    expect(await get(`Host: box.example:${new URL(house.url).port}`)).toContain('200 OK')
    expect(await get('Host: box.example')).toContain('200 OK')
    for (const lines of [
      'Host: rebound.example',
      `Host: ${host}\r\nOrigin: http://evil.example`,
      `Host: ${host}\r\nOrigin: null`,
    ]) {
      const answer = await get(lines)
      expect(answer).toContain('403 Forbidden')
      expect(answer).toContain('"code":"origin_forbidden"')
    }
    const tick = `GET /cdn-cgi/handler/scheduled?time=1 HTTP/1.1\r\n${shown}\r\nHost: ${host}`
    const page = '\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate'
    expect(await rawRequest(house.url, tick + page)).toContain('403 Forbidden')
    const encoded = tick.replace('/cdn-cgi', '/%63dn-cgi')
    expect(await rawRequest(house.url, encoded + page)).toContain('403 Forbidden')
    expect(await rawRequest(house.url, tick)).toContain('200 OK')
    expect(await rawRequest(house.url, tick.replace('time=1', 'time=soon'))).toContain('400 Bad Request')
  })

  it('fires the cron for nobody else where others can reach it', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { HOST: '0.0.0.0', STAFF_KEY: chosenKey })
    const { status } = await send(`${house.url}/cdn-cgi/handler/scheduled?time=${Date.UTC(2100, 0)}`, {
      headers: { authorization: `Bearer ${chosenKey}` },
    })
    expect(status).toBe(404)
  })

  it('expires what is due at its own tick', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    // Its 8 hours end with the next full minute, which is also when the cron ticks.
    const start = new Date(Math.ceil((Date.now() + 2_000) / 60_000) * 60_000 - 8 * 3_600_000).toISOString()
    const { body } = await book(house.url, {
      date: start.slice(0, 10),
      time: start.slice(11, 16),
      tickets: 1,
      seats: ['A1'],
    })
    expect(body['msg']).toBe('Booked successfully')
    await house.says('"expired":1', 130_000)
    expect((await send(`${house.url}/view/${String(body['ticketID'])}`)).body['info']).toMatchObject({
      status: 'expired',
    })
  })

  it('speaks the time of its venue', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path, { VENUE_TIME_ZONE: 'Asia/Kolkata' })
    const { body } = await book(house.url, { tickets: 1, seats: ['A1'] })
    expect((await send(`${house.url}/view/${String(body['ticketID'])}`)).body['info']).toMatchObject({
      time: '18:30',
      starts_at: `${dayAhead(30)}T13:00:00.000Z`,
    })
  })
})
