import { setTimeout as pause } from 'node:timers/promises'
import type { Call, Heard, Workload } from './workloads.ts'
import { Wire } from './wire.ts'

/** More at once than a service's queue of those who connect takes would have to knock again. */
const openingMax = 100
/** For answers to what was asked in time. */
const lastAnswersSeconds = 10

export interface Tally {
  readonly seconds: number
  readonly counts: Readonly<Record<Heard, number>>
  /** Of what was served or refused, in milliseconds. */
  readonly latenciesMs: readonly number[]
  /** Of a rush: when the last of those who were served was. */
  readonly lastServedSeconds?: number
  /** Of a rush: how often someone was told to come back. */
  readonly turnedAway?: number
}

/** Connections of buyers who ask without a pause. */
export class Crowd {
  readonly #port: number
  #wires: Wire[]

  private constructor(port: number, wires: Wire[]) {
    this.#port = port
    this.#wires = wires
  }

  static async of(port: number, connections: number): Promise<Crowd> {
    const wires: Wire[] = []
    while (wires.length < connections) {
      const length = Math.min(openingMax, connections - wires.length)
      wires.push(...(await Promise.all(Array.from({ length }, () => Wire.open(port)))))
    }
    return new Crowd(port, wires)
  }

  /** Asks all calls; each has to be served. */
  async askAll(calls: readonly Call[]): Promise<void> {
    const left = calls.values()
    await Promise.all(
      this.#wires.map(async (wire) => {
        for (const { request, heard } of left) {
          const answer = await wire.ask(request)
          if (heard(answer) !== 'served') throw new Error(`not served: ${answer.status} ${answer.body}`)
        }
      }),
    )
  }

  /** Until the time is over or nothing is left to ask for. */
  async drive(workload: Workload, seconds: number): Promise<Tally> {
    const counts = { served: 0, refused: 0, busy: 0, silent: 0 }
    const latenciesMs: number[] = []
    const startedAt = performance.now()
    const until = startedAt + seconds * 1_000
    const stayAtIt = async (wire: Wire, index: number): Promise<void> => {
      for (let askedAt = performance.now(); askedAt < until;) {
        const call = workload.next()
        if (call === undefined) return
        const heard = await hear(wire, call)
        const now = performance.now()
        counts[heard] += 1
        if (isAnswer(heard)) latenciesMs.push(now - askedAt)
        else if (wire.isBroken) wire = this.#wires[index] = await Wire.open(this.#port)
        askedAt = now
      }
    }
    await Promise.all(this.#wires.map(stayAtIt))
    return { seconds: (performance.now() - startedAt) / 1_000, counts, latenciesMs }
  }

  /** All ask at once, and each once; who is told to come back does so until he is told more, or the time is over. */
  async rush(workload: Workload, seconds: number): Promise<Tally> {
    const counts = { served: 0, refused: 0, busy: 0, silent: 0 }
    const latenciesMs: number[] = []
    let turnedAway = 0
    let lastServedAt = 0
    const startedAt = performance.now()
    const until = startedAt + seconds * 1_000
    const comeOnce = async (wire: Wire): Promise<void> => {
      const call = workload.next()
      if (call === undefined) return
      const answerInTime = async (): Promise<Heard> => {
        for (;;) {
          const answer = await wire.ask(call.request)
          if (answer.retryAfterSeconds === undefined) return call.heard(answer)
          turnedAway += 1
          await pause(answer.retryAfterSeconds * 1_000)
          if (performance.now() > until) return call.heard(answer)
        }
      }
      const heard = await answerInTime().catch((): Heard => 'silent')
      const now = performance.now()
      counts[heard] += 1
      if (heard === 'served') lastServedAt = now
      if (isAnswer(heard)) latenciesMs.push(now - startedAt)
    }
    const tooLate = setTimeout(() => this.close(), (seconds + lastAnswersSeconds) * 1_000)
    await Promise.all(this.#wires.map(comeOnce))
    clearTimeout(tooLate)
    return {
      seconds: (performance.now() - startedAt) / 1_000,
      counts,
      latenciesMs,
      lastServedSeconds: (lastServedAt - startedAt) / 1_000,
      turnedAway,
    }
  }

  close(): void {
    for (const wire of this.#wires) wire.close()
  }
}

function isAnswer(heard: Heard): boolean {
  return heard === 'served' || heard === 'refused'
}

async function hear(wire: Wire, { request, heard }: Call): Promise<Heard> {
  try {
    return heard(await wire.ask(request))
  } catch {
    return 'silent'
  }
}
