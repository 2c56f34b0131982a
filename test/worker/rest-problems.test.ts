import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../db/database.ts'
import { failureTable } from '../../worker/domain/failures.ts'
import { bodyBytesMax } from '../../worker/domain/limits.ts'
import { restOperations } from '../../worker/faces/rest/operations.ts'
import { send } from './setup/box-office.ts'
import { houseOn } from './setup/house-on.ts'
import { ask } from './setup/rest.ts'

const media = 'application/problem+json'

describe('a problem', () => {
  it.each(['/v1', '/v1/', '/v1/nothing', '/v1/bookings/', '/v1/showings/x/y/z', '/problems/none'])(
    'is at %s, where nothing is',
    async (path) => {
      const { status, body, headers } = await send(path)
      expect(headers.get('content-type')).toBe(media)
      expect({ status, body }).toMatchObject({
        status: 404,
        body: { code: 'route_not_found', type: '/problems/route_not_found', title: 'Route not found', path },
      })
    },
  )

  it('says which methods an address has', async () => {
    const { status, headers, body } = await send('/v1/bookings', { method: 'PUT', body: '{}' })
    expect([status, headers.get('allow'), headers.get('content-type')]).toEqual([405, 'POST, GET', media])
    expect(body).toMatchObject({ code: 'method_not_allowed', allowed: ['POST', 'GET'] })
    const paths = new Set(
      Object.values(restOperations)
        .flat()
        .map(({ path }) => path.replaceAll(/\{\w+\}/g, 'x')),
    )
    for (const path of paths) {
      const answer = await ask(path, { method: 'PURGE' })
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 405, media])
    }
  })

  it('is what comes of a body that is too large', async () => {
    const answer = await send('/v1/bookings', { method: 'POST', body: ' '.repeat(bodyBytesMax + 1) })
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large', maxBytes: bodyBytesMax } })
  })

  it('says when to come again while the database is away, and nothing of why', async () => {
    const away = houseOn(openDatabase({ url: 'http://127.0.0.1:9', authToken: 'none', callMsMax: 1_000 }))
    const request = new Request('http://marquee.test/v1/venue')
    const answer = await away.request(request, undefined, env, createExecutionContext())
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({
      type: '/problems/busy',
      title: 'Busy',
      status: 503,
      detail: 'The box office is busy, and this try changed nothing. Try again in 1 second.',
      code: 'busy',
      retryAfterSeconds: 1,
    })
  })

  it('has a type that leads to what it means', async () => {
    for (const [code, { http, retry }] of Object.entries(failureTable)) {
      const { status, body } = await send(`/problems/${code}`)
      expect([status, body]).toMatchObject([200, { type: `/problems/${code}`, status: http, code, retry }])
    }
  })
})

describe('the reference', () => {
  it('asks nothing of other hosts, and may not', async () => {
    const page = await ask('/docs')
    const html = await page.text()
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html).not.toMatch(/https?:/)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/)
    for (const [, script = ''] of html.matchAll(/src="([^"]*)"/g)) {
      const answer = await ask(script, { headers: { 'accept-encoding': 'gzip' } })
      expect([script, answer.status, answer.headers.get('content-type')]).toEqual([
        script,
        200,
        'text/javascript; charset=utf-8',
      ])
    }
  })

  it('is the document that the operations declare', async () => {
    const { status, body, headers } = await send('/openapi.json')
    expect([status, body['openapi'], headers.get('cache-control')]).toEqual([
      200,
      '3.1.0',
      'public, no-cache',
    ])
    const paths = Object.keys(Object(body['paths']))
    for (const { path } of Object.values(restOperations).flat()) expect(paths).toContain(path)
    const again = await ask('/openapi.json', { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect((await ask('/openapi.json', { method: 'POST' })).status).toBe(405)
  })
})
