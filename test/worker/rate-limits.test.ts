import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { type App, createApp } from '../../worker/app.ts'
import { openHouse } from '../../worker/office/house.ts'
import { rateLimits } from '../../worker/rate-limits.ts'
import { testStaffKey } from '../setup/staff-key.ts'
import { db } from './setup/box-office.ts'
import { partsOn } from './setup/house-on.ts'

const unbound = { address: undefined, key: undefined }

function limited(max: number, { now = Date.now, bindings = unbound }: Partial<Options> = {}): App {
  return createApp(openHouse(partsOn(db)), {
    allowedHosts: [],
    assets: env.ASSETS,
    localCron: undefined,
    limits: rateLimits(max, bindings, now),
  })
}

interface Options {
  readonly now: () => number
  readonly bindings: Parameters<typeof rateLimits>[1]
}

function ask(house: App, path: string, headers: Record<string, string>): Response | Promise<Response> {
  return house.request(`http://marquee.test${path}`, { headers }, env, createExecutionContext())
}

function from(address: string): Record<string, string> {
  return { 'cf-connecting-ip': address }
}

describe('the limit by address', () => {
  it('is told on a page to who looks at pages', async () => {
    const house = limited(1)
    const browser = { ...from('192.0.2.70'), accept: 'text/html' }
    expect((await ask(house, '/showings/nowhere', browser)).status).toBe(400)
    const refused = await ask(house, '/showings/nowhere', browser)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('content-type')).toContain('text/html')
    expect(refused.headers.get('retry-after')).not.toBeNull()
    expect(await refused.text()).toContain('load the page again')
  })

  it('refuses one too many, says when to come back, and forgets with its window', async () => {
    let now = 1_000_000
    const house = limited(2, { now: () => now })
    const mira = from('192.0.2.7')
    expect((await ask(house, '/', mira)).status).toBe(200)
    expect((await ask(house, '/', mira)).status).toBe(200)
    now += 20_500
    const refused = await ask(house, '/', mira)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(refused.headers.get('ratelimit-policy')).toBe('"address";q=2;w=60')
    expect(await refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect((await ask(house, '/', from('192.0.2.8'))).status).toBe(200)
    now += 40_000
    expect((await ask(house, '/', mira)).status).toBe(200)
  })

  it('counts procedures, and not requests', async () => {
    const house = limited(10)
    const batch = '/trpc/venue.get,venue.get,venue.get,venue.get,venue.get,venue.get?batch=1'
    expect((await ask(house, batch, from('192.0.2.9'))).status).toBe(200)
    const refused = await ask(house, batch, from('192.0.2.9'))
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await refused.json()).toMatchObject({
      error: {
        data: {
          code: 'TOO_MANY_REQUESTS',
          failure: { code: 'too_many_requests', details: { by: 'address', max: 10, perSeconds: 60 } },
        },
      },
    })
    // It took nothing: what still fits is served.
    expect((await ask(house, '/trpc/venue.get', from('192.0.2.9'))).status).toBe(200)
  })

  it('takes a network of IPv6 for one, and no other', async () => {
    const house = limited(1)
    expect((await ask(house, '/', from('2001:db8:0:7::1'))).status).toBe(200)
    expect((await ask(house, '/', from('2001:0db8:0000:0007:ffff::2'))).status).toBe(429)
    expect((await ask(house, '/', from('2001:db8::8:0:0:0:1'))).status).toBe(200)
  })

  it('asks whoever watches the house for nothing', async () => {
    const house = limited(1)
    for (const path of ['/healthz', '/readyz', '/healthz', '/readyz', '/']) {
      expect((await ask(house, path, from('192.0.2.10'))).status).toBe(200)
    }
  })
})

describe('the limit by key', () => {
  it('holds wherever the key is shown', async () => {
    const house = limited(2)
    const shown = (address: string): Response | Promise<Response> =>
      ask(house, '/', { ...from(address), authorization: `Bearer ${testStaffKey}` })
    expect((await shown('192.0.2.1')).status).toBe(200)
    expect((await shown('192.0.2.2')).status).toBe(200)
    const refused = await shown('192.0.2.3')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('ratelimit-policy')).toBe('"key";q=2;w=60')
  })
})

describe("Cloudflare's rate limiting", () => {
  it('is asked once for each call, with the address or the name of the key', async () => {
    const asked: string[] = []
    const binding = (name: string, success: boolean): RateLimit => ({
      limit: ({ key }) => {
        asked.push(`${name} ${key}`)
        return Promise.resolve({ success })
      },
    })
    const bindings = { address: binding('address', true), key: binding('key', false) }
    const refused = await ask(limited(9, { bindings }), '/trpc/venue.get,venue.get?batch=1', {
      ...from('192.0.2.1'),
      authorization: `Bearer ${testStaffKey}`,
    })
    expect(asked).toEqual(['address 192.0.2.1', 'address 192.0.2.1', 'key first', 'key first'])
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
  })

  it('lets people in where it is away, and says so', async () => {
    const lines: string[] = []
    vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
    const away: RateLimit = { limit: () => Promise.reject(new Error('away')) }
    const house = limited(9, { bindings: { address: away, key: away } })
    expect((await ask(house, '/', from('192.0.2.1'))).status).toBe(200)
    expect(lines).toEqual([expect.stringContaining('"event":"rate limit away"')])
  })
})
