import { failureOf } from '../failure-of.ts'
import { pause } from './pause.ts'
import type { LiveSocket, OpenSocket } from './open-socket.ts'

const pauseMsMin = 1_000
const pauseMsMax = 30_000
/** A connection that brings nothing for so long, not even an answer to a ping, is dead. */
const heartbeatMs = 30_000
/** A socket does not tell why it was refused: the service is asked after the very first attempt, and whenever so many were vain. */
const attemptsUntilAsked = 3

export interface Line {
  readonly open: OpenSocket
  /** Where to connect: it depends on what was heard before. */
  readonly address: () => string
  /** Takes in a message; false where everything is to be told anew. */
  readonly hear: (message: string) => boolean
  /** Asks about the showing: rejects where it cannot be watched. */
  readonly ask: () => Promise<unknown>
  readonly signal: AbortSignal
}

/**
 * Connects, and connects again after growing pauses of chance, until the signal aborts.
 * @throws what `ask` throws, where it is a refusal that trying again does not change.
 */
export async function keepConnected(line: Line): Promise<void> {
  let attempts = 0
  let isKnown = false
  while (!line.signal.aborted) {
    const hasHeard = await listen(line)
    if (line.signal.aborted) return
    attempts = hasHeard ? 0 : attempts + 1
    isKnown ||= hasHeard
    const isDue = attempts === 1 ? !isKnown : attempts > 0 && attempts % attemptsUntilAsked === 0
    if (isDue) await throwIfFinal(line)
    await pause(Math.random() * Math.min(pauseMsMin * 2 ** attempts, pauseMsMax), line.signal)
  }
}

async function throwIfFinal({ ask, signal }: Line): Promise<void> {
  try {
    await ask()
  } catch (error) {
    const failure = failureOf(error)
    const isFinal =
      failure !== undefined && failure.code !== 'internal' && !('retryAfterSeconds' in failure.details)
    if (isFinal && !signal.aborted) throw error
  }
}

/** Until the connection ends, for whatever reason; tells whether it brought anything. */
async function listen(line: Line): Promise<boolean> {
  let socket: LiveSocket
  try {
    socket = await line.open(line.address())
  } catch {
    return false
  }
  return listenTo(socket, line)
}

function listenTo(socket: LiveSocket, { hear, signal }: Line): Promise<boolean> {
  return new Promise((resolve) => {
    let hasHeard = false
    let isQuiet = false
    let isOver = false
    const end = (): void => {
      if (isOver) return
      isOver = true
      clearInterval(heartbeat)
      signal.removeEventListener('abort', end)
      socket.close()
      resolve(hasHeard)
    }
    const beat = (): void => {
      if (isQuiet || !ping(socket)) end()
      isQuiet = true
    }
    const heartbeat = setInterval(beat, heartbeatMs)
    socket.addEventListener('message', ({ data }) => {
      if (isOver) return
      isQuiet = false
      if (data === 'pong' || (typeof data === 'string' && hear(data))) hasHeard = true
      else end()
    })
    socket.addEventListener('close', end)
    socket.addEventListener('error', end)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
}

/** False where it is still connecting, or closed. */
function ping(socket: LiveSocket): boolean {
  try {
    socket.send('ping')
    return true
  } catch {
    return false
  }
}
