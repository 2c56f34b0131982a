import type { Call, Heard, Workload } from './workloads.ts'
import { Wire } from './wire.ts'

export interface Tally {
  readonly seconds: number
  readonly counts: Readonly<Record<Heard, number>>
  /** Of what was served or refused, in milliseconds. */
  readonly latenciesMs: readonly number[]
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
    return new Crowd(port, await Promise.all(Array.from({ length: connections }, () => Wire.open(port))))
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
    const counts = { served: 0, refused: 0, silent: 0 }
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
        if (heard !== 'silent') latenciesMs.push(now - askedAt)
        else if (wire.isBroken) wire = this.#wires[index] = await Wire.open(this.#port)
        askedAt = now
      }
    }
    await Promise.all(this.#wires.map(stayAtIt))
    return { seconds: (performance.now() - startedAt) / 1_000, counts, latenciesMs }
  }

  close(): void {
    for (const wire of this.#wires) wire.close()
  }
}

async function hear(wire: Wire, { request, heard }: Call): Promise<Heard> {
  try {
    return heard(await wire.ask(request))
  } catch {
    return 'silent'
  }
}
