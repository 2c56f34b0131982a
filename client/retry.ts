import { type TRPCLink, retryLink } from '@trpc/client'
import type { AppRouter } from '../worker/faces/rpc/router.ts'
import { failureOf } from './failure-of.ts'

const attemptsMax = 4
const pauseMsMin = 200
const pauseMsMax = 5_000
/** Who is told to wait for longer decides himself. */
const waitedForSecondsMax = 5

/** Gives each mutation an idempotency key, unless the caller chose one: so it can be sent again without a second effect. */
export function keys(): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) => {
      if (op.type !== 'mutation') return next(op)
      const chosen: { idempotencyKey?: string | undefined } = Object.assign({}, op.input)
      return next({ ...op, input: { ...chosen, idempotencyKey: chosen.idempotencyKey ?? newKey() } })
    }
}

/**
 * Sends a call again where no answer came, or the service said that it is busy or does not know yet: a few times,
 * after growing pauses of chance, and no sooner than the service asked for. A refusal is final.
 */
export function retries(): TRPCLink<AppRouter> {
  let askedForMs = 0
  return retryLink({
    retry: ({ op, error, attempts }) => {
      const failure = failureOf(error)
      const asked =
        failure !== undefined && 'retryAfterSeconds' in failure.details
          ? failure.details.retryAfterSeconds
          : 0
      const isOpen = failure === undefined ? error.data == null : asked > 0 && asked <= waitedForSecondsMax
      askedForMs = asked * 1_000
      return isOpen && attempts < attemptsMax && op.signal?.aborted !== true
    },
    retryDelayMs: (attempt) => {
      const pauseMs = Math.min(pauseMsMin * 2 ** attempt, pauseMsMax)
      return askedForMs + pauseMs / 2 + (Math.random() * pauseMs) / 2
    },
  })
}

/** Works where `crypto.randomUUID` is missing too: on pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
