import {
  deliveryRetryMsMax,
  deliveryRetryMsMin,
  failuresInRowMax,
  receiverPauseMsMax,
  receiverPauseMsMin,
} from '../domain/limits.ts'

/** By so much a pause is longer or shorter, so that what failed together does not come back together. */
const jitter = 0.2

/** How long a delivery waits after its nth failed attempt; `random` is of [0, 1). */
export function retryMsAfter(attempts: number, random: number): number {
  return jittered(Math.min(deliveryRetryMsMin * 3 ** (attempts - 1), deliveryRetryMsMax), random)
}

/** How long a receiver that failed so often in a row is left alone. */
export function receiverPauseMs(failures: number, random: number): number {
  if (failures < failuresInRowMax) return 0
  return jittered(
    Math.min(receiverPauseMsMin * 1.5 ** (failures - failuresInRowMax), receiverPauseMsMax),
    random,
  )
}

function jittered(ms: number, random: number): number {
  return Math.round(ms * (1 - jitter + 2 * jitter * random))
}
