import { crowdMin, gatherMs, togetherMax, togetherMsMax } from './domain/limits.ts'

interface Caller<Call, Answer> {
  readonly call: Call
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

interface Load<Call, Answer> {
  readonly since: number
  size: number
  readonly callers: Caller<Call, Answer>[]
}

interface TogetherOptions<Key, Call, Answer> {
  /** Makes all these calls as one; the answers are in their order. */
  readonly carry: (key: Key, calls: readonly Call[]) => Promise<readonly Answer[]>
  /** Resolves after so long, and when nothing else is left to do: those who have come by then have asked. */
  readonly pause: (ms: number) => Promise<void>
  readonly now: () => number
  /** Of a call, where they differ: a load that has `togetherMax` takes in no more. */
  readonly sizeOf?: (call: Call) => number
}

/**
 * Calls of one moment to one place travel as one. The first of them carries the others: what it sends is of its own
 * request, and the others wait for its word. To leave the Worker takes longer than all that a booking needs besides.
 */
export class Together<Key, Call, Answer> {
  readonly #options: TogetherOptions<Key, Call, Answer>
  /** The last load was large. Those who had its answers will ask again, a little after one another. */
  #isCrowded = false
  readonly #gathering = new Map<Key, Load<Call, Answer>>()

  constructor(options: TogetherOptions<Key, Call, Answer>) {
    this.#options = options
  }

  ask(key: Key, call: Call): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const caller = { call, resolve, reject }
    const { sizeOf = () => 1, now: clock } = this.#options
    const [size, now] = [sizeOf(call), clock()]
    const gathering = this.#gathering.get(key)
    // One whose carrier was given up by the runtime never leaves, and must not gather for ever.
    if (gathering !== undefined && isOpen(gathering, now)) {
      gathering.callers.push(caller)
      gathering.size += size
    } else {
      const load = { since: now, size, callers: [caller] }
      this.#gathering.set(key, load)
      void this.#leave(key, load)
    }
    return promise
  }

  async #leave(key: Key, load: Load<Call, Answer>): Promise<void> {
    const { carry, pause } = this.#options
    try {
      await pause(this.#isCrowded ? gatherMs : 0)
      this.#isCrowded = load.callers.length >= crowdMin
      if (this.#gathering.get(key) === load) this.#gathering.delete(key)
      const answers = await carry(
        key,
        load.callers.map(({ call }) => call),
      )
      if (answers.length !== load.callers.length) throw new Error('calls without an answer')
      for (const [index, answer] of answers.entries()) load.callers[index]?.resolve(answer)
    } catch (error) {
      for (const { reject } of load.callers) reject(error)
    }
  }
}

function isOpen({ since, size }: Pick<Load<never, never>, 'since' | 'size'>, now: number): boolean {
  return size < togetherMax && now - since < togetherMsMax
}
