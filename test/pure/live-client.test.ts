import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type SeatsState, createMarqueeClient, failureOf } from '../../client/index.ts'
import { failure } from '../../worker/domain/failures.ts'

const id = 'main-20991201T1830Z'
/** The client waits no longer than that before it connects again. */
const pauseMsMax = 31_000
const first = '{"v":"3.0","seats":{"free":["A1"],"held":[],"sold":[],"blocked":[]}}'

type Heard = (event: { readonly data: unknown }) => void

/** A socket whose other end is the test. */
class FakeSocket {
  static all: FakeSocket[] = []
  readonly url: string
  readonly sent: string[] = []
  isClosed = false
  readonly #listeners: [type: string, listener: Heard][] = []

  constructor(url: string) {
    this.url = url
    FakeSocket.all.push(this)
  }

  addEventListener(type: string, listener: Heard): void {
    this.#listeners.push([type, listener])
  }

  send(text: string): void {
    this.sent.push(text)
  }

  close(): void {
    this.isClosed = true
  }

  happen(type: 'message' | 'close' | 'error', data?: string): void {
    for (const [of, listener] of this.#listeners) if (of === type) listener({ data })
  }
}

/** The next socket that the client opens, once it does. */
async function socket(number: number): Promise<FakeSocket> {
  await vi.advanceTimersByTimeAsync(0)
  for (let waitedMs = 0; FakeSocket.all.length < number && waitedMs < pauseMsMax; waitedMs += 100) {
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(FakeSocket.all).toHaveLength(number)
  const found = FakeSocket.all[number - 1]
  if (found === undefined) throw new Error('no socket')
  return found
}

let asked = 0
let refusal: ReturnType<typeof failure> | undefined

const client = createMarqueeClient({
  url: 'http://marquee.test/',
  WebSocket: FakeSocket,
  fetch: async () => {
    asked += 1
    const data = { code: 'NOT_FOUND', httpStatus: 404, failure: refusal }
    const error = { message: '', code: -32004, data }
    return Response.json([refusal === undefined ? { result: { data: {} } } : { error }])
  },
})

async function nextOf(states: AsyncIterator<SeatsState>): Promise<SeatsState | undefined> {
  const { value, done } = await states.next()
  return done === true ? undefined : value
}

describe('watching by the client', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    FakeSocket.all = []
    asked = 0
    refusal = undefined
  })
  afterEach(() => vi.useRealTimers())

  it('connects when it is first asked, and goes on from what it heard after a break', async () => {
    const states = client.showing.live(id)
    expect(FakeSocket.all).toEqual([])
    const state = nextOf(states)
    const one = await socket(1)
    expect(one.url).toBe(`ws://marquee.test/v1/showings/${id}/live`)
    one.happen('message', first)
    expect(await state).toMatchObject({ version: '3.0', changed: ['A1'] })
    one.happen('close')
    const two = await socket(2)
    expect(two.url).toBe(`ws://marquee.test/v1/showings/${id}/live?since=3.0`)
    two.happen('message', '{"v":"3.1","seats":{"A1":"sold"}}')
    expect(await nextOf(states)).toMatchObject({ version: '3.1', changed: ['A1'] })
    await states.return?.()
    expect([one.isClosed, two.isClosed]).toEqual([true, true])
  })

  it('asks for everything where a word was missed', async () => {
    const states = client.showing.live(id)
    const state = nextOf(states)
    const one = await socket(1)
    one.happen('message', first)
    await state
    one.happen('message', '{"v":"3.2","seats":{"A1":"sold"}}')
    expect(one.isClosed).toBe(true)
    expect((await socket(2)).url).not.toContain('since')
    await states.return?.()
  })

  it('goes on from a state that is given', async () => {
    const states = client.showing.live(id, { since: { version: '3.0', seats: new Map([['A1', 'free']]) } })
    const state = nextOf(states)
    const one = await socket(1)
    expect(one.url).toContain('?since=3.0')
    one.happen('message', '{"v":"3.1","seats":{"A1":"held"}}')
    expect((await state)?.seats).toEqual(new Map([['A1', 'held']]))
    await states.return?.()
  })

  it('ends at once when its signal aborts or it is left, also while it waits', async () => {
    const leaving = new AbortController()
    const aborted = client.showing.live(id, { signal: leaving.signal })
    const left = client.showing.live(id)
    const waiting = [nextOf(aborted), nextOf(left)]
    const [one, two] = [await socket(2), FakeSocket.all[0]]
    leaving.abort()
    await left.return?.()
    expect(await Promise.all(waiting)).toEqual([undefined, undefined])
    expect([one.isClosed, two?.isClosed]).toEqual([true, true])
    expect(await nextOf(client.showing.live(id, { signal: leaving.signal }))).toBeUndefined()
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('asks the service why nobody is let in, and throws what it answers for good', async () => {
    refusal = failure('showing_not_found', { showing: id })
    const state = nextOf(client.showing.live(id)).catch((error: unknown) => failureOf(error))
    ;(await socket(1)).happen('error')
    await vi.advanceTimersByTimeAsync(pauseMsMax)
    expect(await state).toEqual(refusal)
    expect([asked, FakeSocket.all.length]).toEqual([1, 1])
  })

  it('goes on trying where the showing is there, or the service is busy', async () => {
    const states = client.showing.live(id)
    const state = nextOf(states)
    for (const number of [1, 2, 3]) (await socket(number)).happen('close')
    refusal = failure('internal', { requestId: '7' })
    for (const number of [4, 5, 6]) (await socket(number)).happen('close')
    const seventh = await socket(7)
    seventh.happen('message', first)
    expect(await state).toMatchObject({ version: '3.0' })
    expect(asked).toBe(3)
    await states.return?.()
  })

  it('gives up a connection on which nothing is heard, not even an answer to a ping', async () => {
    const states = client.showing.live(id)
    const state = nextOf(states)
    const one = await socket(1)
    one.happen('message', first)
    await state
    await vi.advanceTimersByTimeAsync(30_000)
    expect(one.sent).toEqual(['ping'])
    one.happen('message', 'pong')
    await vi.advanceTimersByTimeAsync(30_000)
    expect([one.sent, one.isClosed]).toEqual([['ping', 'ping'], false])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(one.isClosed).toBe(true)
    await socket(2)
    await states.return?.()
  })

  it('says what to do where the runtime has no WebSocket', () => {
    vi.stubGlobal('WebSocket', undefined)
    const bare = createMarqueeClient({ url: 'http://marquee.test' })
    expect(() => bare.showing.live(id)).toThrow(/createMarqueeClient\(\{ url, WebSocket \}\)/)
    vi.unstubAllGlobals()
  })
})
