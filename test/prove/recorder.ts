import { type Office, openOffice } from '../../worker/office/office.ts'
import type { House } from '../../worker/office/house.ts'
import { failureOfThrown } from '../../worker/office/thrown.ts'
import type { Result } from '../../worker/domain/result.ts'
import type { Booking, Cancelled } from '../../worker/domain/schemas.ts'
import type { Attempt, Operation, Outcome, Request } from '../judge/history.ts'
import { manager } from '../setup/callers.ts'

interface Recorded extends Operation {
  readonly attempts: Attempt[]
}

/** Asks the offices of several isolates in turn, as faces would, and notes what was asked and answered. */
export class Recorder {
  readonly operations: Recorded[] = []
  /** Bookings that somebody knows by now. */
  readonly known: string[] = []
  readonly #offices: readonly Office[]
  readonly #now: () => number
  #asked = 0

  constructor(houses: readonly House[], now: () => number) {
    this.#offices = houses.map((house) => openOffice(house, manager))
    this.#now = now
  }

  begin(request: Request, key: string | undefined): Recorded {
    const operation: Recorded = { request, key, attempts: [] }
    this.operations.push(operation)
    return operation
  }

  async attempt(operation: Recorded): Promise<Attempt> {
    const sentAt = this.#now()
    const office = this.#offices[this.#asked % this.#offices.length]
    if (office === undefined) throw new Error('nobody to ask')
    this.#asked += 1
    const answer = await ask(office, operation)
    if (answer.ok && 'id' in answer.value) this.known.push(answer.value.id)
    const text = JSON.stringify(answer.ok ? answer.value : answer.failure)
    const attempt: Attempt = { sentAt, answeredAt: this.#now(), outcome: outcomeOf(answer), text }
    operation.attempts.push(attempt)
    return attempt
  }
}

type Answer = Result<Booking | Cancelled>

async function ask(office: Office, { request, key: idempotencyKey }: Operation): Promise<Answer> {
  try {
    switch (request.kind) {
      case 'book': {
        const { showing, seats, name, phone } = request
        return await office.book({ showing, seats: [...seats], name, phone, idempotencyKey })
      }
      case 'move': {
        const { booking: id, showing, seats } = request
        return await office.move({ id, showing, seats: seats && [...seats], idempotencyKey })
      }
      case 'cancel':
        return await office.cancel({ id: request.booking, idempotencyKey })
      case 'cancelByName':
        return await office.cancelByName({ name: request.name, idempotencyKey })
    }
  } catch (error) {
    return { ok: false, failure: failureOfThrown(error, 'of the simulation') }
  }
}

function outcomeOf(answer: Answer): Outcome {
  if (answer.ok) {
    const { value } = answer
    if ('cancelled' in value) return { kind: 'done', effect: { bookings: value.cancelled } }
    return { kind: 'done', effect: { bookings: [value.id], showing: value.showing.id, seats: value.seats } }
  }
  const { code, details } = answer.failure
  return { kind: 'refused', code, seats: 'seats' in details ? details.seats : [] }
}
