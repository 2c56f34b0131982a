import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { underWayMax } from '../../worker/domain/limits.ts'
import { type Answer, db } from './setup/box-office.ts'
import { houseOn } from './setup/house-on.ts'

const more = 500
const nobody = `bk_${'0'.repeat(33)}`

const house = houseOn(db)

async function send(path: string): Promise<Answer> {
  const response = await house.request(`http://marquee.test${path}`, undefined, env, createExecutionContext())
  return { status: response.status, body: await response.json(), headers: response.headers }
}

/** More requests at once than an isolate takes in; answers those that were refused for it. */
async function crowd(path: string): Promise<Answer[]> {
  const answers = await Promise.all(Array.from({ length: underWayMax + more }, () => send(path)))
  expect(new Set(answers.map(({ status }) => status)).size).toBe(2)
  return answers.filter(({ status }) => status === 503)
}

describe('a crowd', () => {
  it('is let in as far as there is room; the rest is told at once to come back', async () => {
    const refused = await crowd(`/view/${nobody}`)
    expect(refused.length).toBeLessThanOrEqual(more)
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ status: 503, code: 'busy' })
      expect(headers.get('retry-after')).toBe('1')
    }
    expect((await send('/')).status).toBe(200)
  })

  it('is refused in the words of tRPC too', async () => {
    const refused = await crowd(
      `/trpc/booking.get?input=${encodeURIComponent(JSON.stringify({ id: nobody }))}`,
    )
    expect(refused[0]?.body).toMatchObject({
      error: { data: { httpStatus: 503, failure: { code: 'busy' } } },
    })
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
  })

  it('keeps nobody from asking whether the house lives', async () => {
    const crowded = crowd(`/view/${nobody}`)
    expect((await send('/healthz')).status).toBe(200)
    await crowded
  })

  it('takes no style from a page that was let in', async () => {
    const crowded = crowd(`/view/${nobody}`)
    const style = await house.request(
      'http://marquee.test/pages/marquee+desk.css',
      undefined,
      env,
      createExecutionContext(),
    )
    expect(style.status).toBe(200)
    expect(await style.text()).toContain('.desk-menu')
    await crowded
  })
})
