import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { openHouse } from '../../worker/office/house.ts'
import { ticketSigner } from '../../worker/office/tickets/ticket-signer.ts'
import { testTicketKey } from '../setup/ticket-key.ts'
import { db } from './setup/box-office.ts'

const house = openHouse({
  db,
  zone: 'UTC',
  now: Date.now,
  newId: (prefix) => `${prefix}_none`,
  stubOf: () => {
    throw new Error('no desk is asked here')
  },
  watch: () => Promise.reject(new Error('no desk is asked here')),
  pause: (ms) => scheduler.wait(ms),
  ticketSigner: ticketSigner(testTicketKey),
  fingerprint: () => Promise.resolve(''),
})
const app = createApp(house, {
  allowedHosts: ['box.example'],
  assets: env.ASSETS,
  localCron: undefined,
})

/** What `OPTIONS * HTTP/1.1` comes as: its address is no URL. */
class AddressedToTheServer extends Request {
  override get url(): string {
    return '*'
  }
}

describe('a local server', () => {
  it('refuses an address that names no host', async () => {
    const answer = await app.fetch(new AddressedToTheServer('http://box.example/'))
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ status: 403, code: 'origin_forbidden' })
  })

  it('lets nobody keep an answer, be it a refusal of another web page', async () => {
    for (const headers of [{}, { origin: 'http://evil.example' }]) {
      const answer = await app.fetch(
        new Request('http://box.example/', { headers }),
        env,
        createExecutionContext(),
      )
      expect(answer.status).toBe('origin' in headers ? 403 : 200)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })
})

describe('a page whose address is a secret', () => {
  // With `no-referrer` a browser names no origin with the forms of a page.
  const form = (path: string, headers: Record<string, string>) =>
    app.fetch(
      new Request(`http://box.example${path}`, { method: 'POST', headers: { origin: 'null', ...headers } }),
      env,
      createExecutionContext(),
    )
  const statusOf = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
    (await form(path, headers)).status

  it('may send its forms', async () => {
    for (const path of ['/b/bk_1/cancel', '/holds/hd_1']) {
      expect(await statusOf(path, { 'sec-fetch-site': 'same-origin' })).toBe(400)
      // Over plain HTTP a browser says no more.
      expect(await statusOf(path)).toBe(400)
    }
  })

  it('is not what another page is that hides', async () => {
    expect(await statusOf('/showings/main-20261124T1830Z')).toBe(403)
    expect(await statusOf('/book')).toBe(403)
    expect(await statusOf('/v1/bookings')).toBe(403)
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect(await statusOf('/b/bk_1/cancel', { 'sec-fetch-site': site })).toBe(403)
    }
  })
})
