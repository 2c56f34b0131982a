import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { sessionMsMax } from '../../worker/domain/limits.ts'
import { fingerprinter } from '../../worker/fingerprint.ts'
import { type HouseParts, openHouse } from '../../worker/office/house.ts'
import { rateLimits } from '../../worker/rate-limits.ts'
import { testStaffKey } from '../setup/staff-key.ts'
import { client, db } from './setup/box-office.ts'
import { DeskBrowser } from './setup/desk-browser.ts'
import { partsOn } from './setup/house-on.ts'

function house(parts: Partial<HouseParts> = {}, options: { max?: number; corsOrigins?: string[] } = {}) {
  const { max, corsOrigins = [] } = options
  return createApp(openHouse({ ...partsOn(db), ...parts }), {
    allowedHosts: [],
    corsOrigins,
    assets: env.ASSETS,
    localCron: undefined,
    limits: max === undefined ? undefined : rateLimits(max, { address: undefined, key: undefined }, Date.now),
  })
}

async function isIn(browser: DeskBrowser): Promise<boolean> {
  const { status, location } = await browser.see('/desk')
  if (status !== 200 && location !== '/desk/sign-in') throw new Error(`answered ${status}`)
  return status === 200
}

describe('signing in to the desk', () => {
  it('gives a cookie for the desk alone, that no script reads and that is not the key', async () => {
    const browser = new DeskBrowser(house())
    const page = await browser.signIn(testStaffKey)
    expect({ status: page.status, to: page.location }).toEqual({ status: 303, to: '/desk' })
    const set = page.headers.get('set-cookie') ?? ''
    expect(set.replace(/=[^;]*/, '')).toBe(
      'marquee_desk; Max-Age=43200; Path=/desk; HttpOnly; SameSite=Strict',
    )
    expect(set).not.toContain(testStaffKey)
    expect(await isIn(browser)).toBe(true)
  })

  it('gives it for TLS alone where it came by TLS, under a name that says so', async () => {
    const browser = new DeskBrowser(house(), 'https://marquee.test')
    const set = (await browser.signIn(testStaffKey)).headers.get('set-cookie') ?? ''
    expect(set).toMatch(
      /^__Secure-marquee_desk=[^;]+; Max-Age=43200; Path=\/desk; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(await isIn(browser)).toBe(true)
    browser.cookie = browser.cookie?.replace('__Secure-', '')
    expect(await isIn(browser)).toBe(false)
  })

  it('leads to where one was going, and nowhere else', async () => {
    const browser = new DeskBrowser(house())
    const led = await browser.see('/desk/showings/main-20301124T1830Z')
    expect(led.location).toBe('/desk/sign-in?to=%2Fdesk%2Fshowings%2Fmain-20301124T1830Z')
    for (const [to, leads] of [
      ['/desk/showings/main-20301124T1830Z', '/desk/showings/main-20301124T1830Z'],
      ['/desk/programme/movies', '/desk/programme/movies'],
      ['//evil.example/desk', '/desk'],
      ['https://evil.example/', '/desk'],
      ['/desk/../v1', '/desk'],
      [String.raw`/desk\evil`, '/desk'],
      ['/desk/sign-out', '/desk'],
    ] as const) {
      expect((await browser.signIn(testStaffKey, to)).location).toBe(leads)
    }
  })

  it('is refused beside the field to who shows no key of this house', async () => {
    const browser = new DeskBrowser(house())
    for (const wrong of ['nonsense', `${testStaffKey}x`, `Bearer ${testStaffKey}`]) {
      const page = await browser.signIn(wrong)
      expect(page.status).toBe(401)
      expect(page.text).toContain('id="staff-key-wrong"')
      expect(page.headers.get('set-cookie')).toBe(null)
      expect(page.text).not.toContain(wrong)
    }
  })

  it('asks for a key where none was typed', async () => {
    const page = await new DeskBrowser(house()).signIn('')
    expect(page.status).toBe(401)
    expect(page.text).toContain('id="staff-key-wrong"')
  })

  it('is closed where the house has no secret for its staff', async () => {
    const page = await new DeskBrowser(house({ staffKey: undefined })).signIn(testStaffKey)
    expect(page.status).toBe(403)
    expect(page.text).toContain('The staff side is closed')
  })

  it('counts against the address that tries', async () => {
    const browser = new DeskBrowser(house({}, { max: 2 }))
    const tryKey = (): Promise<{ status: number }> =>
      browser.send('/desk/sign-in', { 'staff-key': 'guess' }, { 'cf-connecting-ip': '192.0.2.99' })
    expect([(await tryKey()).status, (await tryKey()).status, (await tryKey()).status]).toEqual([
      401, 401, 429,
    ])
  })
})

describe('a session at the desk', () => {
  it('ends twelve hours after it began, whatever was done in it', async () => {
    let now = Date.now()
    const browser = await DeskBrowser.of(testStaffKey, house({ now: () => now }))
    now += sessionMsMax - 1
    expect(await isIn(browser)).toBe(true)
    now += 1
    expect(await isIn(browser)).toBe(false)
  })

  it('ends with its key', async () => {
    const { id, key } = await client.key.create.mutate({ role: 'sales', name: 'Leaves us' })
    const here = house()
    const [browser, manager] = [await DeskBrowser.of(key, here), await DeskBrowser.of(testStaffKey, here)]
    expect(await isIn(browser)).toBe(true)
    await here.request(
      'http://marquee.test/trpc/key.revoke',
      {
        method: 'POST',
        headers: { authorization: `Bearer ${testStaffKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ id }),
      },
      env,
      { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} },
    )
    expect(await isIn(browser)).toBe(false)
    expect(await isIn(manager)).toBe(true)
  })

  it('of the first key ends where that is replaced, and every one where the secret of the deployment is', async () => {
    const { cookie } = await DeskBrowser.of(testStaffKey, house())
    const others = [
      house({ staffKey: `${testStaffKey} is another` }),
      house({ fingerprint: fingerprinter('other') }),
    ]
    for (const other of others) {
      const browser = new DeskBrowser(other)
      browser.cookie = cookie
      expect(await isIn(browser)).toBe(false)
    }
  })

  it('ends with signing out', async () => {
    const browser = await DeskBrowser.of()
    const page = await browser.send('/desk/sign-out', {})
    expect(page.location).toBe('/desk/sign-in')
    expect(page.headers.get('set-cookie')).toBe(
      'marquee_desk=; Max-Age=0; Path=/desk; HttpOnly; SameSite=Strict',
    )
  })

  it('is none where its cookie is forged, cut off, stretched or swapped', async () => {
    const door = (await client.key.create.mutate({ role: 'door', name: 'Forges' })).key
    const browser = await DeskBrowser.of(door)
    const [own, managers] = [browser.cookie ?? '', (await DeskBrowser.of()).cookie ?? '']
    const [name = '', token = ''] = own.split('=')
    const [id = '', endsAt = '', mark = '', mac = ''] = token.split('.')
    const [managerId = '', , managerMark = '', managerMac = ''] = (managers.split('=')[1] ?? '').split('.')
    const forged = [
      '',
      token.slice(0, -1),
      token.slice(1),
      `${token}A`,
      `${token}.${mac}`,
      [managerId, endsAt, mark, mac].join('.'),
      [managerId, endsAt, managerMark, mac].join('.'),
      [id, endsAt, mark, managerMac].join('.'),
      [id, String(Number(endsAt) + 1), mark, mac].join('.'),
      [id, endsAt, mark, mac.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))].join('.'),
      [id, endsAt, mark, ''].join('.'),
      [id, endsAt, mark, 'A'.repeat(43)].join('.'),
      [id, endsAt, mark].join('.'),
      btoa(JSON.stringify({ role: 'manager' })),
      testStaffKey,
      door,
    ]
    for (const wrong of forged) {
      browser.cookie = `${name}=${wrong}`
      expect([wrong, await isIn(browser)]).toEqual([wrong, false])
    }
    browser.cookie = own
    expect(await isIn(browser)).toBe(true)
  })

  it('opens the desk, and no other face', async () => {
    const { cookie = '' } = await DeskBrowser.of()
    const browser = new DeskBrowser(house())
    for (const path of ['/trpc/key.list', '/v1/bookings', '/metrics', '/view?limit=1']) {
      const { status } = await browser.see(path, { cookie, accept: 'application/json' })
      expect([path, status]).toEqual([path, 401])
    }
  })
})

describe('a form of the desk', () => {
  it('does nothing where another page sends it', async () => {
    const browser = await DeskBrowser.of(testStaffKey, house({}, { corsOrigins: ['https://friend.example'] }))
    const sent: Record<string, string>[] = [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://other.marquee.test', 'sec-fetch-site': 'same-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      // That it is the same origin only the browser itself can say, as it does of a page whose address is a secret.
      { origin: 'null', 'sec-fetch-site': 'same-site' },
      { origin: 'http://marquee.test', 'sec-fetch-site': 'cross-site' },
    ]
    for (const path of ['/desk/sign-out', '/desk/sign-in', '/desk/showings/main-20301124T1830Z/sell']) {
      for (const headers of sent) {
        const page = await browser.send(path, { 'staff-key': testStaffKey }, headers)
        expect([headers, page.status]).toEqual([headers, 403])
        expect(page.headers.get('set-cookie')).toBe(null)
      }
    }
    expect((await browser.send('/desk/sign-out', {})).status).toBe(303)
  })

  it('asks who is not signed in to sign in, and changes nothing', async () => {
    const browser = new DeskBrowser(house())
    const page = await browser.send('/desk/showings/main-20301124T1830Z/sell', { name: 'Nobody' })
    expect(page.status).toBe(401)
    expect(page.text).toContain('nothing was changed')
    expect(page.text).toContain('Your staff key')
  })
})
