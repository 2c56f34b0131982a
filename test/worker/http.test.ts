import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { type App, createApp } from '../../worker/app.ts'
import { openHouse } from '../../worker/office/house.ts'
import { client, db, freshName, freshTime, send, sendAsBuyer } from './setup/box-office.ts'
import { partsOn } from './setup/house-on.ts'

const cinema = 'https://cinema.example'

function appFor(corsOrigins: readonly string[], allowedHosts: readonly string[] = []): App {
  return createApp(openHouse(partsOn(db)), {
    allowedHosts,
    corsOrigins,
    assets: env.ASSETS,
    localCron: undefined,
  })
}

function ask(house: App, url: string, init: RequestInit = {}): Response | Promise<Response> {
  return house.request(url, init, env, createExecutionContext())
}

const secure = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('every answer', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
    ['GET', '/nowhere'],
    ['POST', '/'],
    ['POST', '/book'],
    ['GET', '/view/bk_1'],
    ['GET', '/trpc/venue.get'],
    ['GET', '/trpc/venue.get,nothing.get?batch=1'],
    ['GET', '/trpc/booking.get'],
    ['POST', '/trpc/booking.create'],
    ['DELETE', '/trpc/booking.create'],
    ['GET', '/v1/showings/nowhere/live'],
  ])('is dressed against misuse, and named: %s %s', async (method, path) => {
    for (const [origin, transport] of [
      ['http://marquee.test', null],
      ['https://marquee.test', 'max-age=31536000'],
    ] as const) {
      const init = method === 'POST' ? { method, body: '{' } : { method }
      const { headers } = await ask(appFor([]), `${origin}${path}`, init)
      expect(Object.fromEntries([...headers].filter(([name]) => name in secure))).toEqual(secure)
      expect(headers.get('x-request-id')).toMatch(uuid)
      expect(headers.get('strict-transport-security')).toBe(transport)
      expect(headers.get('access-control-allow-origin')).toBe(null)
      expect(headers.get('x-powered-by')).toBe(null)
    }
  })

  it("bears Cloudflare's name for the request, and none that its caller gave it", async () => {
    const named = async (headers: Record<string, string>): Promise<string | undefined> =>
      (await sendAsBuyer('/', { headers })).headers.get('x-request-id') ?? undefined
    expect(await named({ 'cf-ray': '0123456789abcdef-VIE' })).toBe('0123456789abcdef-VIE')
    expect(await named({ 'x-request-id': 'mine' })).toMatch(uuid)
    expect(await named({ 'cf-ray': '<script>' })).toMatch(uuid)
  })

  it('has of a bug a number alone, which the log has with the rest', async () => {
    const lines: { requestId: string; stack: string }[] = []
    vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(JSON.parse(line)))
    const broken = createApp(
      openHouse({ ...partsOn(db), fingerprint: () => Promise.reject(new Error('secret words')) }),
      { allowedHosts: [], assets: env.ASSETS, localCron: undefined },
    )
    const answers = [
      await ask(broken, 'http://marquee.test/trpc/hold.place', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ showing: freshTime(), seats: ['A1'] }),
      }),
      await ask(broken, 'http://marquee.test/book', {
        method: 'POST',
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify({ name: freshName(), ...freshTime(), phn: '12345', tickets: 1, seats: ['A1'] }),
      }),
    ]
    for (const [index, answer] of answers.entries()) {
      const id = answer.headers.get('x-request-id') ?? 'none'
      const text = await answer.text()
      // The classic contract has one status for each route's failures.
      expect(answer.status).toBe([500, 400][index])
      expect(text).toContain(id)
      expect(text).not.toMatch(/secret words|at |\.ts/)
      expect(lines[index]).toMatchObject({ event: 'bug', requestId: id, error: 'secret words' })
    }
    vi.restoreAllMocks()
  })
})

describe('a web page elsewhere', () => {
  const preflight = (house: App, origin: string): Response | Promise<Response> =>
    ask(house, 'http://box.example/trpc/booking.create', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })

  it('may ask where it is named, and its browser never shows what it keeps for us', async () => {
    for (const house of [appFor([cinema]), appFor([cinema], ['box.example'])]) {
      const allowed = await preflight(house, cinema)
      expect(allowed.status).toBe(204)
      expect(allowed.headers.get('access-control-allow-origin')).toBe(cinema)
      expect(allowed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
      for (const path of ['/', '/trpc/venue.get']) {
        const { status, headers } = await ask(house, `http://box.example${path}`, {
          headers: { origin: cinema },
        })
        expect(status).toBe(200)
        expect(headers.get('access-control-allow-origin')).toBe(cinema)
        expect(headers.get('access-control-allow-credentials')).toBe(null)
        expect(headers.get('x-content-type-options')).toBe('nosniff')
        expect(headers.get('x-request-id')).toMatch(uuid)
      }
    }
  })

  it('is told nothing where it is not named', async () => {
    for (const house of [appFor([]), appFor([cinema])]) {
      for (const origin of ['https://evil.example', 'null', `${cinema}.evil.example`]) {
        expect((await preflight(house, origin)).headers.get('access-control-allow-origin')).toBe(null)
        const answer = await ask(house, 'http://box.example/', { headers: { origin } })
        expect(answer.headers.get('access-control-allow-origin')).toBe(null)
      }
    }
  })
})

describe('GET /metrics', () => {
  it('tells managers what this isolate has counted, in the text of OpenMetrics', async () => {
    const seats = { showing: freshTime(), seats: ['A1'] }
    await client.booking.create.mutate({ ...seats, name: freshName(), phone: '12345' })
    await client.booking.create.mutate({ ...seats, name: freshName(), phone: '12345' }).catch(() => undefined)
    await send('/view/nonsense')
    const answer = await ask(appFor([]), 'http://marquee.test/metrics', {
      headers: { authorization: 'Bearer first-staff-key-of-the-house-under-test' },
    })
    expect(answer.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    )
    const text = await answer.text()
    const line =
      /^(?:# (?:TYPE|HELP) [a-z_]+ .+|[a-z_]+(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? -?[\d.e+-]+|# EOF)$/
    expect(
      text
        .trimEnd()
        .split('\n')
        .filter((one) => !line.test(one)),
    ).toEqual([])
    expect(text).toMatch(/# EOF\n$/)
    expect(text).toMatch(/^marquee_bookings_total [1-9]/m)
    expect(text).toMatch(/^marquee_refusals_total\{code="seats_taken"\} [1-9]/m)
    expect(text).toMatch(/^marquee_refusals_total\{code="booking_not_found"\} [1-9]/m)
    expect(text).toMatch(/^marquee_requests_total\{face="classic",status="500"\} [1-9]/m)
    expect(text).toMatch(/^marquee_desk_group_changes_count [1-9]/m)
    expect(text).toMatch(/^marquee_desk_commit_seconds_bucket\{le="\+Inf"\} [1-9]/m)
  })
})
