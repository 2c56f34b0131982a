import QuickLRU from 'quick-lru'
import { limitedMax, rateLimitSeconds } from './domain/limits.ts'
import { type Refused, refuse } from './domain/result.ts'
import { logError } from './log.ts'

/** Counts calls by whoever makes them, in windows of `rateLimitSeconds`; answers for how many seconds more he has to wait, 0 being none. */
interface Limiter {
  take(who: string, calls: number): number | Promise<number>
}

export interface RateLimits {
  /** Undefined where they may go on. */
  refuse(by: 'address' | 'key', who: string, calls: number): Promise<Refused | undefined>
}

interface Bindings {
  readonly address: RateLimit | undefined
  readonly key: RateLimit | undefined
}

/** By Cloudflare's rate limiting where it is bound; else by counters of this isolate. `max` is told, and is what the latter let through. */
export function rateLimits(max: number, bindings: Bindings, now: () => number): RateLimits {
  const limiters = {
    address: limiterOf(bindings.address, max, now),
    key: limiterOf(bindings.key, max, now),
  }
  return {
    refuse: async (by, who, calls) => {
      const taken = limiters[by].take(who, calls)
      const seconds = typeof taken === 'number' ? taken : await taken
      if (seconds === 0) return undefined
      return refuse('too_many_requests', {
        retryAfterSeconds: seconds,
        by,
        max,
        perSeconds: rateLimitSeconds,
      })
    },
  }
}

function limiterOf(binding: RateLimit | undefined, max: number, now: () => number): Limiter {
  return binding === undefined ? new LocalLimiter(max, now) : new EdgeLimiter(binding)
}

/** Tells success alone, and counts by location: so nobody knows when the window ends, and the longest is named. */
class EdgeLimiter implements Limiter {
  readonly #binding: RateLimit

  constructor(binding: RateLimit) {
    this.#binding = binding
  }

  /** Once for each call: the binding's own weight, `delta`, is in its types, but not in its documents or in wrangler's simulation. */
  async take(who: string, calls: number): Promise<number> {
    try {
      const outcomes = await Promise.all(
        Array.from({ length: calls }, () => this.#binding.limit({ key: who })),
      )
      return outcomes.every(({ success }) => success) ? 0 : rateLimitSeconds
    } catch (error) {
      // Better too many than none: what overloads the house is refused by its admission.
      logError({ event: 'rate limit away', error: error instanceof Error ? error.message : 'unknown' })
      return 0
    }
  }
}

/** Fixed windows, in the memory of one isolate. */
class LocalLimiter implements Limiter {
  readonly #max: number
  readonly #now: () => number
  /** By who asks; those who have not asked for longest are forgotten first. */
  readonly #calls = new QuickLRU<string, { count: number }>({ maxSize: limitedMax })
  #windowEndsAt = 0

  constructor(max: number, now: () => number) {
    this.#max = max
    this.#now = now
  }

  take(who: string, calls: number): number {
    const now = this.#now()
    if (now >= this.#windowEndsAt) {
      this.#calls.clear()
      this.#windowEndsAt = now + rateLimitSeconds * 1_000
    }
    const known = this.#calls.get(who)
    const count = (known?.count ?? 0) + calls
    if (count > this.#max) return Math.ceil((this.#windowEndsAt - now) / 1_000)
    if (known === undefined) this.#calls.set(who, { count })
    else known.count = count
    return 0
  }
}
