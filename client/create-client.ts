import { type TRPCClient, createTRPCClient, httpBatchLink } from '@trpc/client'
import type { AppRouter } from '../worker/faces/rpc/router.ts'
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
}

export type MarqueeClient = TRPCClient<AppRouter>

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
export function createMarqueeClient({ url, key, fetch }: MarqueeClientOptions): MarqueeClient {
  return createTRPCClient<AppRouter>({
    links: [
      keys(),
      retries(),
      httpBatchLink({
        url: `${url.replace(/\/+$/, '')}/trpc`,
        maxItems: batchMax,
        ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
        ...(fetch === undefined ? {} : { fetch }),
      }),
    ],
  })
}
