import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { underWayMax, underWayMin } from '../../worker/domain/limits.ts'
import { type Answer, db } from './setup/box-office.ts'
import { houseOn } from './setup/house-on.ts'

const more = 500
const nobody = `bk_${'0'.repeat(33)}`

const waitingMax = 700
const house = houseOn(db, Date.now, { waitingMax })

async function send(path: string): Promise<Answer> {
  const response = await house.request(`http://marquee.test${path}`, undefined, env, createExecutionContext())
  return { status: response.status, body: await response.json(), headers: response.headers }
}

function crowd(size: number, path = `/view/${nobody}`): Promise<Answer[]> {
  return Promise.all(Array.from({ length: size }, () => send(path)))
}

/** More requests at once than an isolate has room for; answers those that were refused for it. */
async function refusedOf(path: string): Promise<Answer[]> {
  const answers = await crowd(underWayMax + waitingMax + more, path)
  const refused = answers.filter(({ status }) => status === 503)
  expect(refused.length).toBeGreaterThan(0)
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(waitingMax + underWayMin)
  return refused
}

describe('a crowd', () => {
  it('is served one after the other where it is larger than what is let in', async () => {
    const answers = await crowd(underWayMax + more)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([500]))
  })

  it('waits as far as there is room; the rest is told at once to come back', async () => {
    const refused = await refusedOf(`/view/${nobody}`)
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ status: 503, code: 'busy' })
      expect(headers.get('retry-after')).toBe('1')
    }
    expect((await send('/')).status).toBe(200)
  })

  it('is refused in the words of tRPC too', async () => {
    const refused = await refusedOf(
      `/trpc/booking.get?input=${encodeURIComponent(JSON.stringify({ id: nobody }))}`,
    )
    expect(refused[0]?.body).toMatchObject({
      error: { data: { httpStatus: 503, failure: { code: 'busy' } } },
    })
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
  })

  it('keeps nobody from asking whether the house lives', async () => {
    const crowded = crowd(underWayMax + more)
    expect((await send('/healthz')).status).toBe(200)
    await crowded
  })

  it('takes no script or icon from a page that was let in', async () => {
    const crowded = crowd(underWayMax + more)
    const icon = await house.request(
      'http://marquee.test/pages/icon.svg',
      undefined,
      env,
      createExecutionContext(),
    )
    expect(icon.status).toBe(200)
    expect(await icon.text()).toContain('<svg')
    await crowded
  })
})
