import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { openHouse } from '../../worker/office/house.ts'
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
