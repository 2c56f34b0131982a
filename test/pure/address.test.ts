import { describe, expect, it } from 'vitest'
import { type Origin, cameFrom, isFromThisMachine } from '../../worker/faces/address.ts'

const nginx = '127.0.0.1:40112'

interface Coming {
  /** As workerd tells it; none where Cloudflare does. */
  readonly peer?: string
  readonly proxies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly url?: string
}

function asked({ peer, headers = {}, url = 'http://box.example/' }: Coming) {
  return { cf: peer === undefined ? {} : { clientIp: peer }, headers: new Headers(headers), url }
}

function origin({ proxies = ['127.0.0.1', '::1'], ...coming }: Coming): Origin {
  return cameFrom(asked(coming), new Set(proxies))
}

function addressBy(forwarded: string, peer = nginx, proxies = ['127.0.0.1', '::1', '2001:db8::7']): string {
  return origin({ peer, proxies, headers: { 'x-forwarded-for': forwarded } }).address
}

const claims = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' }

describe('who asks', () => {
  it('is the peer, whatever he claims, where no proxy is trusted', () => {
    for (const peer of [nginx, '198.51.100.7:1024'])
      expect(origin({ peer, proxies: [], headers: claims })).toEqual({
        address: peer.replace(/:\d+$/, ''),
        isLocal: true,
        isSecure: false,
        isHandedOn: false,
      })
  })

  it('is the peer, whatever he claims, where other proxies are trusted', () => {
    for (const peer of ['198.51.100.7:1024', '[2001:db8::8]:1024', '127.0.0.2:1024'])
      expect(origin({ peer, headers: claims })).toMatchObject({
        address: peer.replace(/^\[|\]?:\d+$/g, ''),
        isSecure: false,
        isHandedOn: false,
      })
  })

  it("is who Cloudflare says at its edge, where a proxy's headers are anybody's", () => {
    const headers = { ...claims, 'cf-connecting-ip': '127.0.0.1' }
    expect(origin({ headers })).toEqual({
      address: '127.0.0.1',
      isLocal: false,
      isSecure: false,
      isHandedOn: false,
    })
    expect(origin({ headers: claims, url: 'https://box.example/' })).toMatchObject({
      address: 'unknown',
      isSecure: true,
    })
  })

  it('is whom a trusted proxy names, over what it was asked by', () => {
    const handedOn = { address: '192.0.2.1', isLocal: true, isSecure: true, isHandedOn: true }
    for (const peer of [nginx, '[::1]:40112', '[::ffff:127.0.0.1]:40112'])
      expect(origin({ peer, headers: claims })).toEqual(handedOn)
    expect(origin({ peer: '[2001:db8::7]:9', proxies: ['2001:db8::7'], headers: claims })).toEqual(handedOn)
    for (const scheme of ['http', 'https, http', 'http, https', 'httpsx', ''])
      expect(origin({ peer: nginx, headers: { 'x-forwarded-proto': scheme } }).isSecure).toBe(false)
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    // What stands before the proxy's own word, the caller wrote himself.
    ['198.51.100.66, 192.0.2.1', '192.0.2.1'],
    ['127.0.0.1, 192.0.2.1', '192.0.2.1'],
    ['nonsense,, <script>,192.0.2.1', '192.0.2.1'],
    [`${'198.51.100.66, '.repeat(10_000)}192.0.2.1`, '192.0.2.1'],
    // Proxies in a row.
    ['198.51.100.66, 192.0.2.1, 2001:db8::7, 127.0.0.1', '192.0.2.1'],
    ['192.0.2.1, 2001:DB8:0::0007', '192.0.2.1'],
    // With ports, brackets, and in other words.
    ['192.0.2.1:5060', '192.0.2.1'],
    ['[2001:db8::1]:5060', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:0DB8:0:0::1', '2001:db8::1'],
    ['2001:db8::8:443', '2001:db8::8:443'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
  ])('is, of %.60s, the last that is no trusted proxy', (forwarded, address) => {
    expect(addressBy(forwarded)).toBe(address)
  })

  it.each([
    '',
    ' , ',
    'unknown',
    '192.0.2.1, unknown',
    '192.0.2.1, ',
    '192.0.2.256',
    '192.0.2',
    '010.0.0.1',
    '3221225985',
    'fe80::1%eth0',
    '[2001:db8::1',
    '2001:db8::1::',
    '192.0.2.1 198.51.100.66',
    `${'0'.repeat(10_000)}192.0.2.1`,
    '127.0.0.1, ::1',
  ])('is the proxy itself where its word, %.40s, names no other', (forwarded) => {
    expect(addressBy(forwarded)).toBe('127.0.0.1')
  })

  it('takes nothing of an entry that was cut off for another address', () => {
    // The last 1,024 characters are looked at, and they begin within the first entry: 2.0.2.1 would be left of it.
    const trusted = ', 127.0.0.1'.repeat(92)
    const padding = ' '.repeat(1_024 - trusted.length - '2.0.2.1'.length)
    expect(addressBy(`192.0.2.1${padding}${trusted}`)).toBe('127.0.0.1')
  })
})

describe('this very machine', () => {
  const isHere = (coming: Coming): boolean => isFromThisMachine(asked(coming), origin(coming))

  it('is where who asks by no proxy comes from', () => {
    for (const peer of [nginx, '[::1]:9', '[::ffff:127.0.0.1]:9']) {
      expect(isHere({ peer, proxies: [] })).toBe(true)
      expect(isHere({ peer, proxies: [], headers: { 'x-forwarded-for': '127.0.0.1' } })).toBe(false)
    }
    expect(isHere({ peer: '198.51.100.7:9', proxies: [] })).toBe(false)
  })

  it('is where nobody comes from whom a trusted proxy hands on, also one that says nothing', () => {
    for (const peer of [nginx, '[::1]:9', '[::ffff:127.0.0.1]:9'])
      for (const headers of [{}, { 'x-forwarded-proto': 'https' }, { 'x-forwarded-for': '127.0.0.2' }])
        expect(isHere({ peer, headers })).toBe(false)
  })
})
