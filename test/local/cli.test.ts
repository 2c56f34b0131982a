import { spawn } from 'node:child_process'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ticketsOutput } from '../../worker/domain/ticket-schemas.ts'
import { type RunningHouse, startHouse, temporaryDirectory } from './setup/running-house.ts'
import { strangerIn, strangersNode } from './setup/stranger.ts'

const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
const buyer = ['--name', 'Ayush', '--phone', '9876543210']
const saidMsMax = 10_000

/** Each test has a showing of its own. */
let minutes = 0
function freshShowing(): string {
  minutes += 1
  return `${day} 12:${String(minutes).padStart(2, '0')}`
}

/** One showing with a movie, at a price. */
function addPricedShowing(file: string, id: string): void {
  const database = new Database(file, { timeout: 5_000 })
  database
    .prepare(
      `INSERT INTO movies (id, title, running_minutes, description) VALUES ('mv', 'Metropolis', 153, '')`,
    )
    .run()
  database
    .prepare(
      `INSERT INTO showings (id, screen_id, starts_at, ends_at, movie_id, prices)
       VALUES (?, 'main', ?, ?, 'mv', '{"standard":1250}')`,
    )
    .run(id, Date.parse(`${day}T20:00Z`), Date.parse(`${day}T22:33Z`))
  database.close()
}

interface Said {
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

describe.each([
  ['the oldest Node at hand', strangersNode],
  ['our own Node', process.execPath],
])('the command line, on %s', (_, node) => {
  let house: RunningHouse
  let data: Awaited<ReturnType<typeof temporaryDirectory>>
  let stranger: Awaited<ReturnType<typeof temporaryDirectory>>

  beforeAll(async () => {
    data = await temporaryDirectory()
    stranger = await temporaryDirectory()
    house = await startHouse(data.path)
    await strangerIn(stranger.path)
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await data[Symbol.asyncDispose]()
    await stranger[Symbol.asyncDispose]()
  })

  function start(args: readonly string[], url = house.url, more: NodeJS.ProcessEnv = {}) {
    const file = path.join(stranger.path, 'node_modules/@marquee/client/dist/cli.js')
    const env = { ...process.env, MARQUEE_URL: url, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', ...more }
    return spawn(node, [file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  }

  async function marquee(args: readonly string[], url?: string, more?: NodeJS.ProcessEnv): Promise<Said> {
    const child = start(args, url, more)
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    const exit = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { exit, out, err }
  }

  async function json(...args: string[]): Promise<Record<string, unknown>> {
    const { exit, out, err } = await marquee([...args, '--json'])
    expect([exit, err]).toEqual([0, ''])
    return JSON.parse(out)
  }

  it('draws, holds, books, moves and cancels, in words', async () => {
    const showing = freshShowing()
    expect((await marquee(['hold', showing, '--seats', 'A1,A2'])).out).toMatch(/^hold +hd_.*\n.*\n.*A1, A2\n/)
    const booked = await marquee(['book', showing, '--best', '2', '--together', ...buyer])
    expect(booked).toMatchObject({ exit: 0, err: '', out: expect.stringMatching(/status +booked/) })
    const drawn = (await marquee(['seats', showing])).out
    expect(drawn).toMatch(/^A1 {2}h h . . . {2}A5$/m)
    expect(drawn).toContain('o free   h held   # sold')
    expect(drawn.match(/#/g)).toHaveLength(2 + 1)
    expect(drawn).toContain('16 free, 2 held, 2 sold')
    expect(drawn).not.toContain('\u{1b}')
    const [id = ''] = /bk_\w+/.exec(booked.out) ?? []
    expect((await marquee(['move', id, '--seats', 'D4,D5'])).out).toMatch(/seats +D4, D5/)
    expect((await marquee(['cancel', id])).out).toMatch(/status +cancelled/)
  })

  it('lets somebody in, once', async () => {
    const showing = freshShowing()
    const { id } = await json('book', showing, '--seats', 'A1,A2', ...buyer)
    const seen = await fetch(`${house.url}/v1/bookings/${String(id)}/tickets`)
    const [{ code } = { code: '' }] = ticketsOutput.parse(await seen.json()).tickets
    const key = { MARQUEE_KEY: await house.staffKey() }
    const atDoor = ['--showing', showing, '--device', 'Door 1']
    const admitted = await marquee(['admit', code, ...atDoor], house.url, key)
    expect(admitted).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^Welcome, seat A1, at .* Still out: A2\./),
    })
    expect(await marquee(['admit', code, ...atDoor], house.url, key)).toMatchObject({
      exit: 4,
      err: expect.stringContaining('let in already'),
    })
    expect(await marquee(['admit', '--seat', 'A2', ...atDoor], house.url, key)).toMatchObject({ exit: 0 })
    expect(await marquee(['admit', ...atDoor], house.url, key)).toMatchObject({ exit: 2 })
    expect(await marquee(['admit', code, ...atDoor])).toMatchObject({ exit: 6 })
  })

  it('answers the same as JSON', async () => {
    const [showing, later] = [freshShowing(), freshShowing()]
    const hold = await json('hold', showing, '--screen', 'main', '--best', '3')
    const { seats } = hold
    expect(hold).toMatchObject({ id: expect.stringMatching(/^hd_/) })
    const booking = await json('book', '--hold', String(hold['id']), ...buyer)
    expect(booking).toMatchObject({ status: 'booked', seats })
    const id = String(booking['id'])
    expect(await json('booking', id)).toEqual(booking)
    expect(await json('move', id, '--to', later)).toMatchObject({ showing: { time: later.slice(-5) }, seats })
    expect(await json('cancel', id)).toMatchObject({ id, status: 'cancelled' })
    const other = await json('hold', showing, '--seats', 'D1')
    expect(await json('release', String(other['id']))).toEqual({ released: other['id'] })
    const map = await json('seats', String(hold['showing']))
    expect(map['seats']).toContainEqual(expect.objectContaining({ label: 'D1', row: 'D', status: 'free' }))
  })

  it('lists the programme, and writes prices in their currency', async () => {
    const id = `main-${day.replaceAll('-', '')}T2000Z`
    addPricedShowing(path.join(data.path, 'marquee.db'), id)
    const { out } = await marquee(['showings', '--date', day])
    expect(out).toContain(`${id}  ${day} 20:00  Metropolis`)
    expect(out).toContain('€12.50')
    expect(await json('showings', '--date', '2020-01-01')).toEqual({ showings: [] })
    expect((await marquee(['hold', id, '--seats', 'A1,A2'])).out).toMatch(/price +€25\.00/)
  })

  it('tells by its exit what went wrong, in words and as JSON', async () => {
    const showing = freshShowing()
    await json('book', showing, '--seats', 'B1', ...buyer)
    const unknown = `bk_${'0'.repeat(33)}`
    const cases: [exit: number, code: string, args: string[]][] = [
      [2, 'usage', ['book', showing, '--seats', 'B1']],
      [2, 'usage', ['hold', showing]],
      [2, 'usage', ['hold', showing, '--seats', 'A1', '--best', '2']],
      [2, 'usage', ['hold', showing, '--seats', 'A1', '--together']],
      [2, 'usage', ['hold', 'main-20991201T1830Z', '--screen', 'main', '--seats', 'A1']],
      [2, 'usage', ['frobnicate']],
      [2, 'invalid_request', ['seats', 'tomorrow']],
      [2, 'seats_unknown', ['hold', showing, '--seats', 'Z9']],
      [3, 'booking_not_found', ['booking', unknown]],
      [3, 'screen_not_found', ['seats', showing, '--screen', 'attic']],
      [3, 'screen_not_found', ['watch', showing, '--screen', 'attic']],
      [4, 'seats_taken', ['book', showing, '--seats', 'B1', ...buyer]],
    ]
    for (const [exit, code, args] of cases) {
      const said = await marquee([...args, '--json'])
      expect([args, said.exit, said.out, JSON.parse(said.err)]).toMatchObject([
        args,
        exit,
        '',
        { error: { code, message: expect.any(String) } },
      ])
    }
    const { exit, out, err } = await marquee(['book', showing, '--seats', 'B1', ...buyer])
    expect([exit, out, err]).toEqual([4, '', 'marquee: Seat B1 is already sold. Choose other seats.\n'])
    expect((await marquee(['--help'])).out).toMatch(/Exit codes:\n {2}0 {2}done/)
  })

  it('says where it asked in vain, and the key under which a change may be tried again', async () => {
    const nowhere = await marquee(['cancel', `bk_${'0'.repeat(33)}`, '--json'], 'http://127.0.0.1:9')
    const { error } = JSON.parse(nowhere.err)
    expect([nowhere.exit, error]).toMatchObject([
      5,
      { code: 'no_answer', details: { idempotencyKey: expect.any(String) } },
    ])
    expect(error.message).toContain('http://127.0.0.1:9')
  })

  it('has one effect under one key', async () => {
    const showing = freshShowing()
    const args = ['book', showing, '--seats', 'C1', ...buyer, '--idempotency-key', crypto.randomUUID()]
    expect(await json(...args)).toEqual(await json(...args))
  })

  it(
    'watches, a line a change, until it is told to end',
    async () => {
      const showing = freshShowing()
      const child = start(['watch', showing, '--json'])
      const ended = new Promise((resolve) => child.once('close', resolve))
      const lines = linesOf(child.stdout)
      expect((await lines.next()).value).toMatchObject({ changed: { A1: 'free' } })
      await json('book', showing, '--seats', 'A1', ...buyer)
      let sold: unknown
      while (sold !== 'sold') sold = (await lines.next()).value?.changed['A1']
      child.kill('SIGINT')
      expect(await ended).toBe(0)
    },
    saidMsMax + 180_000,
  )
})

interface Line {
  readonly version: string
  readonly changed: Readonly<Record<string, string>>
}

async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Line, undefined> {
  let rest = ''
  for await (const chunk of stream) {
    rest += String(chunk)
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}
