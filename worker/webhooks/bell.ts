import { bellPauseMs, endpointsKnownMs } from '../domain/limits.ts'
import { logError } from '../log.ts'

interface BellOptions {
  readonly listOpenEndpoints: () => Promise<readonly string[]>
  readonly wake: (endpoint: string) => Promise<void>
  readonly now: () => number
}

/** Of the isolate, as is the right to ring: its desks ring one bell, each with its own wire to the senders. */
let endpoints: readonly string[] = []
let endpointsReadAt = Number.NEGATIVE_INFINITY
let rungAt = Number.NEGATIVE_INFINITY

/** Has the next ring look which endpoints there are. */
export function forgetEndpoints(): void {
  endpointsReadAt = Number.NEGATIVE_INFINITY
}

/**
 * Wakes the senders when something was committed. No buyer waits for it, and what it misses the cron finds. It rings for all that is
 * committed within `bellPauseMs`: a sender looks again later than that before it rests.
 */
export class Bell {
  readonly #options: BellOptions

  constructor(options: BellOptions) {
    this.#options = options
  }

  /** Never rejects. Outside of an object that lives on, it ends with the request unless that waits for it. */
  async ring(): Promise<void> {
    const now = this.#options.now()
    if (now - rungAt < bellPauseMs) return
    rungAt = now
    try {
      await this.#wakeAll(now)
    } catch (error) {
      logError({ event: 'webhooks not woken', error: error instanceof Error ? error.message : 'unknown' })
    }
  }

  async #wakeAll(now: number): Promise<void> {
    const { listOpenEndpoints, wake } = this.#options
    if (now - endpointsReadAt >= endpointsKnownMs) {
      endpointsReadAt = now
      endpoints = await listOpenEndpoints()
    }
    await Promise.all(endpoints.map(wake))
  }
}
