import { describe, expect, it } from 'vitest'
import { rateLimitDefault } from '../../worker/domain/limits.ts'
import { readSettings } from '../../worker/settings.ts'
import { testTicketKey } from '../setup/ticket-key.ts'

const env = {
  DATABASE_URL: 'http://127.0.0.1:1',
  DATABASE_AUTH_TOKEN: 'token',
  FINGERPRINT_KEY: 'a key for the fingerprints of the tests',
  TICKET_KEY: testTicketKey,
  VENUE_TIME_ZONE: 'Europe/Berlin',
  ALLOWED_HOSTS: 'Localhost:8787, 127.0.0.1:8787',
}

describe('settings', () => {
  it('are read once', () => {
    const settings = readSettings(env)
    expect(settings).toMatchObject({
      zone: 'Europe/Berlin',
      allowedHosts: ['localhost:8787', '127.0.0.1:8787'],
    })
    expect(readSettings(env)).toBe(settings)
  })

  it('default to UTC and to any host', () => {
    const { DATABASE_URL, FINGERPRINT_KEY, TICKET_KEY } = env
    expect(readSettings({ DATABASE_URL, FINGERPRINT_KEY, TICKET_KEY })).toMatchObject({
      zone: 'UTC',
      allowedHosts: [],
    })
  })

  it('close the staff side and the classic routes, and count calls, unless they say otherwise', () => {
    const closed = { staffKey: undefined, isClassicOpen: false, corsOrigins: [], rateLimit: rateLimitDefault }
    expect(readSettings({ ...env })).toMatchObject(closed)
    expect(readSettings({ ...env, STAFF_KEY: ' ' })).toMatchObject(closed)
    expect(readSettings({ ...env, RATE_LIMIT: 'off' }).rateLimit).toBe(undefined)
    expect(readSettings({ ...env, RATE_LIMIT: '60' }).rateLimit).toBe(60)
    expect(
      readSettings({ ...env, CORS_ORIGINS: 'https://a.example, http://localhost:3000' }).corsOrigins,
    ).toEqual(['https://a.example', 'http://localhost:3000'])
  })

  it('trust no proxy unless they name it, and know it however it is written', () => {
    expect(readSettings({ ...env }).trustedProxies).toEqual([])
    expect(
      readSettings({ ...env, TRUSTED_PROXIES: ' 127.0.0.1, ::1,2001:0DB8::0:7 ,::ffff:10.0.0.1,' })
        .trustedProxies,
    ).toEqual(['127.0.0.1', '::1', '2001:db8::7', '10.0.0.1'])
  })

  it.each([
    ['DATABASE_URL', undefined],
    ['DATABASE_URL', 'marquee.db'],
    ['DATABASE_URL', 'file:marquee.db'],
    ['FINGERPRINT_KEY', undefined],
    ['FINGERPRINT_KEY', 'short'],
    ['TICKET_KEY', undefined],
    ['TICKET_KEY', 'short'],
    ['TICKET_KEYS_RETIRED', 'short'],
    ['VENUE_TIME_ZONE', 'Berlin'],
    ['STAFF_KEY', 'too short to be a secret'],
    ['CLASSIC_OPEN', 'yes'],
    ['RATE_LIMIT', '0'],
    ['RATE_LIMIT', 'many'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/'],
    ['TRUSTED_PROXIES', 'nginx'],
    ['TRUSTED_PROXIES', '10.0.0.0/8'],
    ['TRUSTED_PROXIES', '127.0.0.1:8080'],
    ['TRUSTED_PROXIES', '010.0.0.1'],
    ['TRUSTED_PROXIES', '127.0.0.1 ::1'],
    ['TRUSTED_PROXIES', Array.from({ length: 17 }, (_, n) => `10.0.0.${n}`).join()],
  ])('name %s where it is %s', (name, value) => {
    expect(() => readSettings({ ...env, [name]: value })).toThrow(`The Worker's settings are wrong: ${name} `)
  })
})
