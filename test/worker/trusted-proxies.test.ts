import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type App, type AppOptions, createApp } from '../../worker/app.ts'
import { holdsPerCallerMax } from '../../worker/domain/limits.ts'
import { openHouse } from '../../worker/office/house.ts'
import { rateLimits } from '../../worker/rate-limits.ts'
import { testStaffKey } from '../setup/staff-key.ts'
import { db, freshTime } from './setup/box-office.ts'
import { partsOn } from './setup/house-on.ts'
import { addShowing } from './setup/programme.ts'

const origin = 'http://box.example'

function house(options: Partial<AppOptions> = {}): App {
  return createApp(openHouse(partsOn(db)), {
    allowedHosts: [],
    assets: env.ASSETS,
    localCron: undefined,
    trustedProxies: ['127.0.0.1'],
    ...options,
  })
}

interface Asking {
  readonly peer?: string
  readonly headers?: Record<string, string>
  readonly form?: Record<string, string>
  readonly json?: unknown
}

async function ask(app: App, path: string, asking: Asking = {}): Promise<Response> {
  const { peer = '127.0.0.1:40112', headers = {}, form, json } = asking
  const body = form === undefined ? JSON.stringify(json) : new URLSearchParams(form)
  const init = body === undefined ? {} : { method: 'POST', body }
  const context = createExecutionContext()
  const request = new Request(`${origin}${path}`, { ...init, headers, cf: { clientIp: peer } })
  const answer = await app.request(request, undefined, env, context)
  await waitOnExecutionContext(context)
  return answer
}

function buyer(address: string): Record<string, string> {
  return { 'x-forwarded-for': address, 'x-forwarded-proto': 'https', 'content-type': 'application/json' }
}

/** Seats one by one, from A1 on. */
function seatAt(n: number): string {
  return `${'ABCD'.charAt(Math.floor(n / 5))}${(n % 5) + 1}`
}

async function holdAll(addressOf: (n: number) => string, peer?: string): Promise<string[]> {
  const app = house()
  const { date, time } = freshTime()
  const path = `/v1/showings/main-${date.replaceAll('-', '')}T${time.replace(':', '')}Z/holds`
  const outcomes: string[] = []
  for (let n = 0; n <= holdsPerCallerMax; n += 1) {
    const asking = { headers: buyer(addressOf(n)), json: { seats: [seatAt(n)] } }
    const answer = await ask(app, path, peer === undefined ? asking : { ...asking, peer })
    const body: { code?: string } = await answer.json()
    outcomes.push(body.code ?? `${answer.status}`)
  }
  return outcomes
}

const allKept = Array.from({ length: holdsPerCallerMax }, () => '201')

describe('behind a trusted proxy', () => {
  it('holds are bounded for each buyer, not for all of them', async () => {
    expect(await holdAll((n) => `192.0.2.${n}`)).toEqual([...allKept, '201'])
    expect(await holdAll((n) => `198.51.100.${n}, 192.0.2.1`)).toEqual([...allKept, 'too_many_holds'])
  })

  it('and around it, nobody multiplies himself by a header', async () => {
    expect(await holdAll((n) => `192.0.2.${n}`, '203.0.113.9:1024')).toEqual([...allKept, 'too_many_holds'])
  })

  it('calls are counted for each buyer', async () => {
    const limits = rateLimits(1, { address: undefined, key: undefined }, Date.now)
    const app = house({ limits })
    const statusFor = async (forwarded: string): Promise<number> =>
      (await ask(app, '/', { headers: buyer(forwarded) })).status
    expect(await statusFor('192.0.2.1')).toBe(200)
    expect(await statusFor('192.0.2.2')).toBe(200)
    expect(await statusFor('198.51.100.66, 192.0.2.2')).toBe(429)
    expect(await statusFor('2001:db8:0:7::1')).toBe(200)
    expect(await statusFor('[2001:db8:0:7::2]:5060')).toBe(429)
  })

  it('answers tell browsers to come by TLS alone where they did', async () => {
    const told = async (asking: Asking): Promise<string | null> =>
      (await ask(house(), '/', asking)).headers.get('strict-transport-security')
    expect(await told({ headers: buyer('192.0.2.1') })).toBe('max-age=31536000')
    expect(await told({ headers: { 'x-forwarded-proto': 'http' } })).toBe(null)
    expect(await told({ headers: buyer('192.0.2.1'), peer: '203.0.113.9:1024' })).toBe(null)
  })

  it('cookies are for TLS alone, and the desk knows its own again', async () => {
    const headers = { 'x-forwarded-proto': 'https', accept: 'text/html', origin: 'https://box.example' }
    const cookieOf = async (path: string, form: Record<string, string>, cookie = ''): Promise<string> => {
      const answer = await ask(house(), path, { headers: { ...headers, cookie }, form })
      return answer.headers.get('set-cookie') ?? `none: ${answer.status} ${await answer.text()}`
    }
    const session = await cookieOf('/desk/sign-in', { 'staff-key': testStaffKey })
    expect(session).toMatch(/^__Secure-marquee_desk=.*; Secure;/)
    const cookie = session.replace(/;.*/, '')
    expect((await ask(house(), '/desk', { headers: { ...headers, cookie } })).status).toBe(200)
    const { id: showing } = await addShowing()
    expect(await cookieOf(`/showings/${showing}`, { seat: 'A1' })).toMatch(/^hold=.*; Secure;/)
    expect(await cookieOf(`/desk/door/${showing}`, { device: 'North' }, cookie)).toMatch(
      /^marquee_door=North;.*; Secure;/,
    )
  })

  it('nobody is taken for the user of this machine', async () => {
    const app = house({ isOpenHere: true })
    expect((await ask(app, '/view', { peer: '127.0.0.2:1024' })).status).toBe(200)
    for (const headers of [{}, { 'x-forwarded-for': '127.0.0.2' }, buyer('192.0.2.1')])
      expect((await ask(app, '/view', { headers })).status).toBe(401)
  })
})
