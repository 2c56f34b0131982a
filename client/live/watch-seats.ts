import { Bell } from './bell.ts'
import { keepConnected } from './keep-connected.ts'
import type { OpenSocket } from './open-socket.ts'
import { type SeatsState, SeatsStates } from './seats-state.ts'

export interface LiveOptions {
  /** A state from an earlier watch, to go on from: what became different since comes first. */
  since?: Pick<SeatsState, 'version' | 'seats'> | undefined
  /** Ends the watch. */
  signal?: AbortSignal | undefined
}

export interface Watched {
  readonly open: OpenSocket
  /** Begins with `http`. */
  readonly url: string
  /** Asks about the showing: rejects where it cannot be watched. */
  readonly ask: (signal: AbortSignal) => Promise<unknown>
}

/** Connects with the first `next`; `return` and the signal end it at once, also while somebody waits for the next state. */
export function watchSeats(
  watched: Watched,
  { since, signal }: LiveOptions,
): AsyncIterableIterator<SeatsState> {
  const leaving = new AbortController()
  const over = signal === undefined ? leaving.signal : AbortSignal.any([leaving.signal, signal])
  const states = statesOf(watched, { since, signal: over })
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => states.next(),
    return: () => {
      leaving.abort()
      return states.return(undefined)
    },
  }
}

async function* statesOf(
  { open, url, ask }: Watched,
  { since, signal }: { since: LiveOptions['since']; signal: AbortSignal },
): AsyncGenerator<SeatsState, undefined> {
  const states = new SeatsStates(since)
  const news = new Bell()
  const watch = { isOver: signal.aborted, failures: new Array<unknown>() }
  const end = (): void => {
    watch.isOver = true
    news.ring()
  }
  signal.addEventListener('abort', end)
  keepConnected({
    open,
    address: () => (states.version === undefined ? url : `${url}?since=${states.version}`),
    hear: (message) => {
      const isUnderstood = states.hear(message)
      news.ring()
      return isUnderstood
    },
    ask: () => ask(signal),
    signal,
  }).then(end, (failure: unknown) => {
    watch.failures.push(failure)
    end()
  })
  while (!watch.isOver) {
    const state = states.take()
    if (state === undefined) await news.heard()
    else yield state
  }
  for (const failure of watch.failures) throw failure
}
