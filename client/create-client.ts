import { type TRPCClient, createTRPCClient, httpBatchLink } from '@trpc/client'
import type { AppRouter } from '../worker/faces/rpc/router.ts'
import { type LiveSocketConstructor, socketOpener } from './live/open-socket.ts'
import type { SeatsState } from './live/seats-state.ts'
import { type LiveOptions, watchSeats } from './live/watch-seats.ts'
import { keys, retries } from './retry.ts'

/** The most calls that the service takes in one request. */
const batchMax = 10

type Fetch = NonNullable<Parameters<typeof httpBatchLink<AppRouter>>[0]['fetch']>

export interface MarqueeClientOptions {
  /** The service's address, such as `http://127.0.0.1:8787`. */
  url: string
  /** A staff key, for a service that asks for one. */
  key?: string
  /** Sends the requests instead of the global `fetch`: a service binding's, for example. */
  fetch?: Fetch
  /** Watches seats instead of the global `WebSocket`, which Node lacks before 22: that of the package `ws`, for example. */
  WebSocket?: LiveSocketConstructor
}

export interface Live {
  /**
   * The seats of a showing, by its id, as they are and whenever they change. It connects again by itself; who is slow
   * finds the latest state.
   * @throws TRPCClientError where the showing cannot be watched, since there is none; `failureOf` tells.
   * @example
   * for await (const { seats, changed } of client.showing.live('main-20261201T1830Z')) {
   *   for (const seat of changed) console.log(seat, seats.get(seat)) // A3 sold
   * }
   */
  live(id: string, options?: LiveOptions): AsyncIterableIterator<SeatsState>
}

export type MarqueeClient = TRPCClient<AppRouter> & { readonly showing: Live }

/**
 * A typed client of a Marquee service. Calls of the same turn travel in one request; where no answer comes, they are sent again,
 * each change under one idempotency key.
 * @throws TRPCClientError from each call that fails; `failureOf` tells what it is.
 * @example
 * const client = createMarqueeClient({ url: 'http://127.0.0.1:8787' })
 * const booking = await client.booking.create.mutate({
 *   showing: { date: '2026-12-01', time: '18:30' }, seats: ['A3', 'A4'], name: 'Ayush', phone: '9876543210',
 * })
 */
export function createMarqueeClient({ url, key, fetch, WebSocket }: MarqueeClientOptions): MarqueeClient {
  const base = url.replace(/\/+$/, '')
  const procedures = createTRPCClient<AppRouter>({
    links: [
      keys(),
      retries(),
      httpBatchLink({
        url: `${base}/trpc`,
        maxItems: batchMax,
        ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
        ...(fetch === undefined ? {} : { fetch }),
      }),
    ],
  })
  return withLive(procedures, (id, options = {}) => {
    const watched = {
      open: socketOpener({ WebSocket, fetch }),
      url: `${base}/v1/showings/${encodeURIComponent(id)}/live`,
      ask: (signal: AbortSignal) => procedures.showing.get.query({ showing: id }, { signal }),
    }
    return watchSeats(watched, options)
  })
}

/** The procedures are proxies, to which nothing can be added: these two have `live` beside them, and all else as it was. */
function withLive(procedures: TRPCClient<AppRouter>, live: Live['live']): MarqueeClient {
  const showing = new Proxy(procedures.showing, {
    get: (all, name) => (name === 'live' ? live : Reflect.get(all, name)),
  })
  const client = new Proxy(procedures, {
    get: (all, name) => (name === 'showing' ? showing : Reflect.get(all, name)),
  })
  assertLive(client)
  return client
}

function assertLive(client: TRPCClient<AppRouter>): asserts client is MarqueeClient {
  if (typeof Reflect.get(client.showing, 'live') !== 'function')
    throw new Error('a client without its live map')
}
