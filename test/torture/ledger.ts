import type { Attempt, Operation, Outcome, Request } from '../judge/history.ts'
import type { Caller } from './caller.ts'
import { now } from './clock.ts'
import type { Face } from './face.ts'

/** How many of the latest bookings and keys are at hand to be changed, repeated or misused. */
const recentMax = 600

export interface RunningOperation extends Operation {
  readonly face: Face
  readonly attempts: Attempt[]
}

interface KnownBooking {
  readonly id: string
  readonly name: string
}

/** All that was asked and answered. */
export class Ledger {
  readonly operations: RunningOperation[] = []
  /** Bookings that were acknowledged and not cancelled since, as far as was told; the latest last. */
  readonly known: KnownBooking[] = []
  /** Holds that were acknowledged, the latest last; many have run out. */
  readonly holds: string[] = []
  /** Operations under a key, the latest last. */
  readonly keyed: RunningOperation[] = []
  readonly refused = new Map<string, number>()
  acknowledged = 0
  /** Tries that left their caller without knowing. */
  unknown = 0
  readonly #caller: Caller
  readonly #underWay = new Set<Operation>()

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** Operations between send and reply. */
  get underWay(): number {
    return this.#underWay.size
  }

  open(face: Face, request: Request, key: string | undefined): RunningOperation {
    const operation = { face, request, key, attempts: [] }
    this.operations.push(operation)
    if (key !== undefined) remember(this.keyed, operation)
    return operation
  }

  /** Whether somebody is at it: an operation is tried once at a time. */
  isUnderWay(operation: Operation): boolean {
    return this.#underWay.has(operation)
  }

  /** Sends it, again the same to the byte. */
  async attempt(operation: RunningOperation): Promise<Outcome> {
    const { face, request, key, attempts } = operation
    const call = face.says(request, key)
    this.#underWay.add(operation)
    const sentAt = now()
    const reply = await this.#caller.send(call)
    const answeredAt = now()
    this.#underWay.delete(operation)
    const outcome: Outcome = reply === undefined ? { kind: 'lost' } : face.means(request, reply)
    attempts.push({ sentAt, answeredAt, outcome, text: reply?.text ?? '' })
    this.#count(outcome)
    this.#learn(request, outcome)
    return outcome
  }

  #count(outcome: Outcome): void {
    if (outcome.kind === 'done') {
      this.acknowledged += 1
      return
    }
    const code = outcome.kind === 'refused' ? outcome.code : outcome.kind
    if (code === 'lost' || code === 'outcome_unknown') this.unknown += 1
    if (code !== 'lost') this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
  }

  #learn(request: Request, outcome: Outcome): void {
    if (request.kind === 'hold') {
      const hold = outcome.kind === 'done' ? outcome.effect.hold : undefined
      if (hold !== undefined) remember(this.holds, hold.id)
    } else if (request.kind === 'book') {
      const [id] = outcome.kind === 'done' ? (outcome.effect.bookings ?? []) : []
      if (id !== undefined) remember(this.known, { id, name: request.name })
    } else if ('booking' in request && isOver(request, outcome)) {
      const index = this.known.findIndex(({ id }) => id === request.booking)
      if (index >= 0) this.known.splice(index, 1)
    }
  }
}

/** Whether the answer tells that the booking is cancelled or expired, and nothing more will come of it. */
function isOver({ kind }: Request, outcome: Outcome): boolean {
  if (outcome.kind === 'done') return kind === 'cancel'
  return outcome.kind === 'refused' && /^booking_(cancelled|expired)$/.test(outcome.code)
}

/** Whether the caller still has to ask what happened. */
export function isOpen({ attempts }: Operation): boolean {
  const outcome = attempts.at(-1)?.outcome
  if (outcome?.kind === 'refused') return outcome.code === 'busy' || outcome.code === 'outcome_unknown'
  return outcome === undefined || outcome.kind === 'lost'
}

function remember<T>(list: T[], one: T): void {
  list.push(one)
  if (list.length > recentMax) list.shift()
}
