import type { Clock } from './ports.ts'

export const realClock: Clock = {
  now: () => Date.now(),
  pause: (ms) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    return { over: promise, cancel: () => clearTimeout(timer) }
  },
}
