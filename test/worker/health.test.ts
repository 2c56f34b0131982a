import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../db/database.ts'
import type { App } from '../../worker/app.ts'
import { checkConservation } from '../../worker/cron/check-conservation.ts'
import { client, db, freshName, freshTime, send } from './setup/box-office.ts'
import { bookSome, sealAll } from './setup/history.ts'
import { houseOn } from './setup/house-on.ts'

const hourMs = 3_600_000
const readyz = 'http://marquee.test/readyz'

afterEach(() => {
  vi.restoreAllMocks()
})

function ask(house: App, url: string): Response | Promise<Response> {
  return house.request(url, undefined, env, createExecutionContext())
}

function hushErrors(): unknown[] {
  const lines: unknown[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(JSON.parse(line)))
  return lines
}

async function answerOf(response: Response): Promise<object> {
  return {
    status: response.status,
    retryAfter: response.headers.get('Retry-After'),
    body: await response.json(),
  }
}

const unready = {
  status: 503,
  retryAfter: '1',
  body: { msg: expect.stringContaining('Try again'), status: 503, code: 'busy' },
}

const nobodyThere = openDatabase({ url: 'http://127.0.0.1:1', authToken: '', callMsMax: 1_000 })

describe('GET /healthz', () => {
  it('answers, whatever became of the database', async () => {
    expect(await send('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } })
    const response = await ask(houseOn(nobodyThere), 'http://marquee.test/healthz')
    expect(response.status).toBe(200)
  })
})

describe('GET /readyz', () => {
  it('says that the house is ready', async () => {
    await checkConservation(db, Date.now())
    const { status, body, headers } = await send('/readyz')
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ready', warnings: [] } })
    expect(headers.get('Cache-Control')).toBe('no-store')
  })

  it('warns of mismatches in words, without ids or people, until they are mended', async () => {
    hushErrors()
    const name = freshName()
    const phone = '5550100'
    const { id, showing } = await client.booking.create.mutate({
      showing: freshTime(),
      seats: ['A1', 'A2'],
      name,
      phone,
    })
    await db.$client.execute({ sql: 'DELETE FROM tickets WHERE booking_id = ?', args: [id] })
    await checkConservation(db, Date.now())
    const { status, body } = await send('/readyz')
    const lastPass = /^The last full check found 2 mismatches between bookings and tickets\..*log/
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'ready', warnings: [expect.stringMatching(lastPass)] },
    })
    for (const secret of [id.slice(0, 11), name, phone, showing.id]) {
      expect(JSON.stringify(body)).not.toContain(secret)
    }

    await checkConservation(db, Date.now(), { rowsMax: 1, chunk: 1, toldMax: 1 })
    expect((await send('/readyz')).body['warnings']).toEqual([
      expect.stringMatching(lastPass),
      expect.stringContaining('The check under way has found 2 mismatches'),
    ])

    await db.$client.execute({
      sql: `INSERT INTO tickets SELECT showing_id, seat.value, bookings.id
        FROM bookings, json_each(seats) AS seat WHERE bookings.id = ?`,
      args: [id],
    })
    // The pass under way had seen them still.
    for (let pass = 0; pass < 2; pass += 1) await checkConservation(db, Date.now())
    expect((await send('/readyz')).body).toEqual({ status: 'ready', warnings: [] })
  })

  it('warns of a check that has gone silent', async () => {
    await checkConservation(db, Date.now())
    await sealAll()
    const house = houseOn(db, () => Date.now() + hourMs + 1_000)
    const response = await ask(house, readyz)
    expect(await response.json()).toEqual({
      status: 'ready',
      warnings: [expect.stringContaining('See whether the cron runs')],
    })
  })

  it('warns of a history that is not sealed', async () => {
    await bookSome(1)
    const later = (): number => Date.now() + hourMs + 1_000
    await checkConservation(db, later())
    const asked = async (): Promise<unknown> => (await ask(houseOn(db, later), readyz)).json()
    expect(await asked()).toMatchObject({ warnings: [expect.stringContaining('The history is not sealed')] })
    await sealAll()
    expect(await asked()).toMatchObject({ warnings: [] })
  })

  it('refuses where the database cannot be reached', async () => {
    const lines = hushErrors()
    expect(await answerOf(await ask(houseOn(nobodyThere), readyz))).toEqual(unready)
    expect(lines).toMatchObject([{ event: 'not ready' }])
  })

  it('refuses where the database does not answer in time', async () => {
    hushErrors()
    vi.spyOn(globalThis, 'fetch').mockImplementation((_, init) => {
      const { promise, reject } = Promise.withResolvers<Response>()
      init?.signal?.addEventListener('abort', () => reject(new Error('given up')))
      return promise
    })
    const silent = openDatabase({ url: 'http://127.0.0.1:1', authToken: '', callMsMax: 50 })
    const startedAt = Date.now()
    expect(await answerOf(await ask(houseOn(silent), readyz))).toEqual(unready)
    expect(Date.now() - startedAt).toBeLessThan(2_000)
  })

  it('refuses on the schema of an earlier version, and not on that of a later one', async () => {
    const lines = hushErrors()
    const latest = '(SELECT max(created_at) FROM __drizzle_migrations)'
    await db.$client.execute(
      `UPDATE __drizzle_migrations SET created_at = created_at - 1 WHERE created_at = ${latest}`,
    )
    expect(await answerOf(await ask(houseOn(db), readyz))).toEqual(unready)
    expect(lines).toMatchObject([{ error: expect.stringContaining('schema') }])
    await db.$client.batch(
      [
        `UPDATE __drizzle_migrations SET created_at = created_at + 1 WHERE created_at = ${latest}`,
        `INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', ${latest} + 1)`,
      ],
      'write',
    )
    expect((await send('/readyz')).status).toBe(200)
  })

  it('refuses on a database that was never set up', async () => {
    hushErrors()
    await db.$client.execute('ALTER TABLE __drizzle_migrations RENAME TO away')
    try {
      expect(await answerOf(await ask(houseOn(db), readyz))).toEqual(unready)
    } finally {
      await db.$client.execute('ALTER TABLE away RENAME TO __drizzle_migrations')
    }
  })
})

describe('other methods', () => {
  it.each([
    ['POST', '/readyz'],
    ['DELETE', '/healthz'],
  ])('%s %s is refused', async (method, path) => {
    const { status, body, headers } = await send(path, { method })
    expect({ status, code: body['code'] }).toEqual({ status: 405, code: 'method_not_allowed' })
    expect(headers.get('Allow')).toBe('GET')
  })
})
