import type { MapChange, SeatStatus, Snapshot } from '../../worker/domain/live-message.ts'

/** The seats of a showing, as they were at one version. */
export interface SeatsState {
  /** `<epoch>.<n>`: numbers of one epoch are consecutive. */
  readonly version: string
  /** Each seat's status by its label. */
  readonly seats: ReadonlyMap<string, SeatStatus>
  /** The labels of the seats that are different from the state before; of the first one, all. */
  readonly changed: readonly string[]
}

type Message = Snapshot | MapChange

/**
 * What a watcher has been told, as one state that is up to date. Who is slow to take it finds the latest, and in `changed`
 * whatever became different meanwhile: nothing queues up. Pure: no clock, no random, no I/O.
 */
export class SeatsStates {
  #version: string | undefined
  readonly #seats: Map<string, SeatStatus>
  #changed = new Set<string>()
  #isNew = false

  /** `known` is a state from an earlier watch, to go on from. */
  constructor(known?: Pick<SeatsState, 'version' | 'seats'>) {
    this.#version = known?.version
    this.#seats = new Map(known?.seats)
  }

  /** What to ask the service to go on from; undefined where it is to tell everything. */
  get version(): string | undefined {
    return this.#version
  }

  /** False where a message was missed: then everything is to be told anew. */
  hear(text: string): boolean {
    const message = readMessage(text)
    if (message === undefined || (!isSnapshot(message) && !this.#isNext(message))) {
      this.#version = undefined
      return false
    }
    if (isSnapshot(message)) this.#replace(message)
    else this.#apply(Object.entries(message.seats))
    this.#isNew ||= this.#version !== message.v
    this.#version = message.v
    return true
  }

  /** The state, where it is newer than the one that was taken last. */
  take(): SeatsState | undefined {
    if (!this.#isNew || this.#version === undefined) return undefined
    const state = { version: this.#version, seats: new Map(this.#seats), changed: [...this.#changed] }
    this.#changed = new Set()
    this.#isNew = false
    return state
  }

  #isNext({ v }: MapChange): boolean {
    if (this.#version === undefined) return false
    const [epoch, number] = this.#version.split('.')
    return v === `${epoch}.${Number(number) + 1}`
  }

  #replace({ seats }: Snapshot): void {
    const told = statuses.flatMap((status) => seats[status].map((seat) => [seat, status] as const))
    const all = new Map(told)
    for (const seat of this.#seats.keys()) if (!all.has(seat)) this.#forget(seat)
    this.#apply(told)
  }

  #apply(told: readonly (readonly [seat: string, status: SeatStatus])[]): void {
    for (const [seat, status] of told) {
      if (this.#seats.get(seat) === status) continue
      this.#seats.set(seat, status)
      this.#changed.add(seat)
    }
  }

  /** Staff gave the showing another plan. */
  #forget(seat: string): void {
    this.#seats.delete(seat)
    this.#changed.add(seat)
  }
}

const statuses = ['free', 'held', 'sold', 'blocked'] as const satisfies readonly SeatStatus[]

function isSnapshot(message: Message): message is Snapshot {
  return Array.isArray(message.seats['free']) && Array.isArray(message.seats['sold'])
}

/** Undefined where this is none of the service's messages. */
function readMessage(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isMessage(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('v' in value) || !('seats' in value)) return false
  const { v, seats } = value
  return typeof v === 'string' && typeof seats === 'object' && seats !== null
}
