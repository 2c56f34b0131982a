import { setTimeout as pause } from 'node:timers/promises'

const tryPauseMs = 2
const askMsMax = 5_000

/** Resolves once anything at all answers there; with what is asked of the answer, once it is so. */
export async function untilAnswered(
  url: string,
  msMax: number,
  isWanted: (body: string) => boolean = () => true,
): Promise<void> {
  const deadline = AbortSignal.timeout(msMax)
  while (!deadline.aborted) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(askMsMax) })
      if (isWanted(await answer.text())) return
    } catch {
      // Nobody listens there yet.
    }
    await pause(tryPauseMs)
  }
  throw new Error(`${url} did not answer within ${msMax} ms.`)
}
