import { createExecutionContext } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { client, countRows, db } from './setup/box-office.ts'
import { createApp } from '../../worker/app.ts'
import { openHouse } from '../../worker/office/house.ts'
import { houseOn, partsOn } from './setup/house-on.ts'
import { addShowing, freshMovie } from './setup/programme.ts'

const origin = 'http://marquee.test'

/** As a browser does, which follows by itself. */
function browse(path: string, form?: Record<string, string> | string): Promise<Response> {
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
  const body = new URLSearchParams(form)
  const init = form === undefined ? { headers } : { method: 'POST', headers, body }
  return exports.default.fetch(new Request(`${origin}${path}`, { ...init, redirect: 'manual' }))
}

function locationOf(answer: Response): string {
  expect(answer.status).toBe(303)
  return answer.headers.get('location') ?? ''
}

/** On their way to a booking, by the forms alone. */
async function keep(showing: string, seats: string): Promise<string> {
  return locationOf(await browse(`/showings/${showing}`, `key=${crypto.randomUUID()}&${seats}`))
}

const buyer = { name: 'Mira', phone: '5550100' }

describe('a page', () => {
  it('runs and loads nothing but what comes from here', async () => {
    const { id } = await addShowing()
    const hold = await keep(id, 'seat=A1')
    const booking = locationOf(await browse(await keep(id, 'seat=A2'), buyer))
    for (const path of ['/', `/showings/${id}`, hold, booking, `${booking}/move`, '/showings/nowhere']) {
      const { headers } = await browse(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("script-src 'self';")
      expect(policy).toMatch(/style-src(?: 'sha256-[\w+/=]{44}')+(?:;|$)/)
      expect(policy).not.toContain('unsafe')
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  it('bears no script in itself, and no style but the house’s', async () => {
    const { id } = await addShowing()
    const booking = locationOf(await browse(await keep(id, 'seat=A2'), buyer))
    for (const path of ['/', `/showings/${id}`, await keep(id, 'seat=A1'), booking, `${booking}/move`]) {
      expect(await (await browse(path)).text()).not.toMatch(
        /<style[^>]|\sstyle=|<script(?! type="module" src="\/pages\/scripts\/)|\son\w+=/,
      )
    }
  })

  it('whose address is a secret tells it to nobody', async () => {
    const { id } = await addShowing()
    const hold = await keep(id, 'seat=A1')
    const booking = locationOf(await browse(await keep(id, 'seat=A2'), buyer))
    for (const path of [hold, booking, `${booking}/move`]) {
      const answer = await browse(path)
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('x-robots-tag')).toBe('noindex')
      expect(await answer.text()).toContain('<meta name="robots" content="noindex"/>')
    }
  })

  it('shows what people typed as text', async () => {
    const nasty = `<img src=x onerror="alert(1)">'&amp;`
    const movie = await freshMovie({ title: nasty })
    const { id } = await addShowing({ movie })
    const hold = await keep(id, 'seat=A1')
    const refused = await browse(hold, { name: nasty, phone: nasty })
    expect(refused.status).toBe(400)
    const booking = locationOf(await browse(hold, { name: nasty, phone: '5550100' }))
    for (const html of [await refused.text(), await (await browse(booking)).text()]) {
      expect(html).not.toContain('<img src=x')
      expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;amp;')
    }
  })
})

describe('what a page is dressed in', () => {
  it('comes with it, and is what its policy names', async () => {
    const answer = await browse(`/showings/${(await addShowing()).id}`)
    const policy = answer.headers.get('content-security-policy')
    const styles = [...(await answer.text()).matchAll(/<style>([^<]*)<\/style>/g)].map(
      ([, text = '']) => text,
    )
    expect(styles).toHaveLength(3)
    expect(styles[0]).toContain('.marquee {')
    expect(styles[2]).toContain('.seat {')
    for (const style of styles) {
      const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
      expect(policy).toContain(`'sha256-${new Uint8Array(hash).toBase64()}'`)
    }
  })

  it('is sought for again where it was away', async () => {
    let isAway = true
    const assets = {
      fetch: (file: RequestInfo | URL) =>
        isAway ? Promise.resolve(new Response(null, { status: 404 })) : env.ASSETS.fetch(file),
    }
    const house = createApp(openHouse(partsOn(db)), { allowedHosts: [], assets, localCron: undefined })
    const look = async (): Promise<string> =>
      (
        await house.request(
          new Request(`${origin}/`, { headers: { accept: 'text/html' } }),
          undefined,
          env,
          createExecutionContext(),
        )
      ).text()
    expect(await look()).toContain('What is on')
    isAway = false
    expect(await look()).toContain('.marquee {')
  })

  it('has an icon that comes compressed, and is asked for anew each time', async () => {
    const headers = { 'accept-encoding': 'gzip' }
    const answer = await exports.default.fetch(new Request(`${origin}/pages/icon.svg`, { headers }))
    expect(answer.headers.get('content-type')).toContain('image/svg+xml')
    expect(answer.headers.get('cache-control')).toBe('public, no-cache')
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(await answer.text()).toContain('<svg')
    const again = { 'if-none-match': answer.headers.get('etag') ?? '' }
    const second = await exports.default.fetch(new Request(`${origin}/pages/icon.svg`, { headers: again }))
    expect(second.status).toBe(304)
  })

  it.each(['nothing.svg', 'scripts/nothing.js', '..%2fopenapi.json'])('is not %s', async (file) => {
    const answer = await exports.default.fetch(new Request(`${origin}/pages/${file}`))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    await answer.body?.cancel()
  })
})

describe('choosing seats', () => {
  it('is answered by the same hold when it is sent twice', async () => {
    const { id } = await addShowing()
    const form = `key=${crypto.randomUUID()}&seat=A1&seat=A2`
    const hold = locationOf(await browse(`/showings/${id}`, form))
    expect(locationOf(await browse(`/showings/${id}`, form))).toBe(hold)
    // The same page, after going back to it: another choice is another hold.
    expect(locationOf(await browse(`/showings/${id}`, form.replace('seat=A1&seat=A2', 'seat=A3')))).not.toBe(
      hold,
    )
  })

  it.each([
    ['', 400, 'Choose a seat on the map first.'],
    ['seat=Z9', 400, 'has no seat Z9'],
    ['seat=B2', 409, 'not for sale'],
    ['by=best&count=7', 409, 'There are no 7 such seats free'],
    ['by=best&count=2&category=stage', 409, 'No such seats are free'],
    [Array.from({ length: 11 }, (_, n) => `seat=A${n}`).join('&'), 400, 'at most 10 seats'],
    ['offer=%5B1%2C2%5D', 400, 'Choose a seat on the map first.'],
    ['seat=%FF', 400, 'UTF-8'],
  ])('tells what is wrong with %j', async (form, status, words) => {
    const { id } = await addShowing({ screen: await blockedScreen() })
    const before = await countRows()
    const answer = await browse(`/showings/${id}`, `key=${'k'.repeat(20)}&${form}`)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain(words)
    expect(await countRows()).toEqual(before)
  })

  it('keeps what was chosen that can be had still', async () => {
    const { id } = await addShowing()
    await keep(id, 'seat=A1')
    const answer = await browse(`/showings/${id}`, `key=${'k'.repeat(20)}&seat=A1&seat=A2&count=4&by=seats`)
    expect(answer.status).toBe(409)
    const html = await answer.text()
    expect(html).toMatch(/value="A1"[^>]* disabled/)
    expect(html).toMatch(/value="A2"[^>]* checked/)
    expect(html).toMatch(/value="4" selected/)
  })

  it('takes nothing but a form', async () => {
    const { id } = await addShowing()
    const headers = { accept: 'text/html', 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{"seat":"A1"}' }
    const answer = await exports.default.fetch(new Request(`${origin}/showings/${id}`, init))
    expect(answer.status).toBe(400)
  })
})

async function blockedScreen(): Promise<string> {
  const id = `b${crypto.randomUUID().slice(0, 8)}`
  return (await client.screen.add.mutate({ id, name: 'Blocked', plan: 'A: 1-4\nB box: 1 2x' })).id
}

describe('booking what is kept', () => {
  it('is one booking however often it is sent, also under another name', async () => {
    const { id } = await addShowing()
    const hold = await keep(id, 'seat=A1')
    const booking = locationOf(await browse(hold, buyer))
    expect(booking).toMatch(/^\/b\/bk_/)
    expect(locationOf(await browse(hold, buyer))).toBe(booking)
    expect(locationOf(await browse(hold, { ...buyer, name: 'Noor' }))).toBe(booking)
    expect(locationOf(await browse(hold))).toBe(booking)
    expect(await client.booking.get.query({ id: booking.slice('/b/'.length) })).toMatchObject(buyer)
  })

  it('is one booking when it is sent eight times at once', async () => {
    const { id } = await addShowing()
    const hold = await keep(id, 'seat=A1&seat=A2')
    const house = houseOn(db)
    const send = (): Promise<Response> =>
      Promise.resolve(
        house.request(
          new Request(`${origin}${hold}`, { method: 'POST', body: new URLSearchParams(buyer) }),
          undefined,
          env,
          createExecutionContext(),
        ),
      )
    const sent = await Promise.all(Array.from({ length: 8 }, send))
    expect(new Set(sent.map(locationOf)).size).toBe(1)
  })

  it('is over when the seats were given back', async () => {
    const { id } = await addShowing()
    const hold = await keep(id, 'seat=A1')
    expect(locationOf(await browse(`${hold}/release`, {}))).toBe(`/showings/${id}?seat=A1`)
    for (const answer of [await browse(hold), await browse(hold, buyer)]) {
      expect(answer.status).toBe(404)
      expect(await answer.text()).toContain('Nothing was booked here.')
    }
    expect(locationOf(await browse(`${hold}/release`, {}))).toMatch(`/showings/${id}`)
  })

  it.each(['hd_1', `hd_${'0'.repeat(33)}_nowhere-20271201T1830Z`])('knows no hold %s', async (hold) => {
    for (const answer of [await browse(`/holds/${hold}`), await browse(`/holds/${hold}`, buyer)]) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers.get('content-type')).toContain('text/html')
    }
  })
})

describe("a booking's page", () => {
  it('cancels once, and says so ever after', async () => {
    const { id } = await addShowing()
    const booking = locationOf(await browse(await keep(id, 'seat=A1'), buyer))
    expect(locationOf(await browse(`${booking}/cancel`, {}))).toBe(booking)
    expect(locationOf(await browse(`${booking}/cancel`, {}))).toBe(booking)
    const html = await (await browse(booking)).text()
    expect(html).toContain('This booking is cancelled')
    expect(html).not.toContain('<form')
    expect(locationOf(await browse(`${booking}/move`))).toBe(booking)
  })

  it('moves to seats that are free or its own, and tells of others', async () => {
    const { id } = await addShowing()
    const booking = locationOf(await browse(await keep(id, 'seat=A1&seat=A2'), buyer))
    await keep(id, 'seat=A4')
    const html = await (await browse(`${booking}/move`)).text()
    expect(html).toMatch(/value="A1"[^>]* checked/)
    expect(html).toMatch(/value="A4"[^>]* disabled/)
    const refused = await browse(`${booking}/move`, `showing=${id}&seat=A3&seat=A4`)
    expect(refused.status).toBe(409)
    expect(await refused.text()).toMatch(/A4 is held for somebody else[\s\S]*value="A3"[^>]* checked/)
    for (let time = 0; time < 2; time += 1) {
      expect(locationOf(await browse(`${booking}/move`, `showing=${id}&seat=A2&seat=A3`))).toBe(booking)
    }
    expect((await client.showing.seats.query({ showing: id })).sold).toEqual(['A2', 'A3'])
    expect((await browse(`${booking}/move`, `showing=${id}`)).status).toBe(400)
    expect((await browse(`${booking}/move`, 'showing=nowhere&seat=A1')).status).toBe(400)
  })

  it('moves to a time of an open schedule', async () => {
    const date = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
    const { id, showing } = await client.booking.create.mutate({
      showing: { date, time: '18:00' },
      seats: ['A1'],
      ...buyer,
    })
    const page = await browse(`/b/${id}/move?screen=main&date=${date}&time=19:00`)
    const target = showing.id.replace('T1800Z', 'T1900Z')
    expect(await page.text()).toContain(`name="showing" value="${target}"`)
    expect(locationOf(await browse(`/b/${id}/move`, `showing=${target}&seat=B2`))).toBe(`/b/${id}`)
    const later = await client.booking.get.query({ id })
    expect(later).toMatchObject({ seats: ['B2'], showing: { id: target } })
    const wrong = await browse(`/b/${id}/move?screen=main&date=${date}&time=99:00`)
    expect(wrong.status).toBe(400)
  })

  it.each(['bk_1', `bk_${'0'.repeat(33)}`])('is none of %s', async (id) => {
    for (const path of [`/b/${id}`, `/b/${id}/move`]) {
      const answer = await browse(path)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers.get('content-type')).toContain('text/html')
    }
  })
})
