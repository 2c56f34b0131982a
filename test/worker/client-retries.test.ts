import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type MarqueeClient, createMarqueeClient, failureOf } from '../../client/index.ts'
import { client, freshName, freshTime } from './setup/box-office.ts'

type Fate = 'pass' | 'lose request' | 'lose reply' | Response

/** A client on a network that deals with its requests as told, one after the other; afterwards all pass. */
function unlucky(...fates: Fate[]): { readonly luckless: MarqueeClient; readonly sent: string[] } {
  const sent: string[] = []
  const luckless = createMarqueeClient({
    url: 'http://marquee.test',
    fetch: async (url, init) => {
      const request = new Request(url, { ...init, signal: null })
      sent.push(await request.clone().text())
      const fate = fates.shift() ?? 'pass'
      if (fate instanceof Response) return fate
      if (fate === 'lose request') throw new TypeError('network lost')
      const response = await exports.default.fetch(request)
      if (fate === 'lose reply') throw new TypeError('network lost')
      return response
    },
  })
  return { luckless, sent }
}

function booking(): Parameters<MarqueeClient['booking']['create']['mutate']>[0] {
  return { showing: freshTime(), seats: ['A1'], name: freshName(), phone: '12345' }
}

describe('the client on a bad network', () => {
  it.each([
    ['that nobody chose', {}],
    ['that somebody left undefined', { idempotencyKey: undefined }],
  ])('books once where the reply was lost, and hears of it, by a key %s', async (_, chosen) => {
    const { luckless, sent } = unlucky('lose reply')
    const booked = await luckless.booking.create.mutate({ ...booking(), ...chosen })
    expect(sent).toHaveLength(2)
    expect(sent[0]).toBe(sent[1])
    expect(sent[0]).toMatch(/"idempotencyKey":"[0-9a-f]{32}"/)
    expect((await client.booking.list.query({ showing: booked.showing.id })).bookings).toEqual([booked])
  })

  it('asks again where the request was lost, or a proxy answered', async () => {
    const { luckless, sent } = unlucky('lose request', new Response('<h1>Bad gateway</h1>', { status: 502 }))
    await luckless.booking.create.mutate(booking())
    expect(sent).toHaveLength(3)
  })

  it('waits as long as the service asks for', async () => {
    const busy = { code: 'busy', message: 'later', details: { retryAfterSeconds: 1 } }
    const error = {
      message: 'later',
      code: -32_603,
      data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, failure: busy },
    }
    const { luckless } = unlucky(Response.json([{ error }], { status: 503 }))
    const askedAt = Date.now()
    await luckless.booking.create.mutate(booking())
    expect(Date.now() - askedAt).toBeGreaterThanOrEqual(1_000)
  })

  it('takes a refusal as final', async () => {
    const taken = booking()
    await client.booking.create.mutate(taken)
    const { luckless, sent } = unlucky()
    const refused: unknown = await luckless.booking.create.mutate(taken).catch((error: unknown) => error)
    expect(failureOf(refused)?.code).toBe('seats_taken')
    expect(sent).toHaveLength(1)
  })

  it('gives up after a few tries', async () => {
    const { luckless, sent } = unlucky(
      'lose request',
      'lose request',
      'lose request',
      'lose request',
      'lose request',
    )
    await expect(luckless.booking.create.mutate(booking())).rejects.toThrow('network lost')
    expect(sent).toHaveLength(4)
  }, 20_000)

  it('keeps the key of the caller', async () => {
    const { luckless, sent } = unlucky()
    const idempotencyKey = crypto.randomUUID()
    await luckless.booking.create.mutate({ ...booking(), idempotencyKey })
    expect(sent[0]).toContain(idempotencyKey)
  })
})
