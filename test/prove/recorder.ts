import { type Office, openOffice } from '../../worker/office/office.ts'
import type { House } from '../../worker/office/house.ts'
import { failureOfThrown } from '../../worker/office/thrown.ts'
import type { SeatWish } from '../../worker/domain/seat-wish.ts'
import type { Result } from '../../worker/domain/result.ts'
import type { Booking, Cancelled, Hold, Released, SeatsView } from '../../worker/domain/schemas.ts'
import type { Admitted } from '../../worker/domain/ticket-schemas.ts'
import type { Attempt, Choice, Operation, Outcome, Request } from '../judge/history.ts'
import { manager } from '../setup/callers.ts'

interface Recorded extends Operation {
  readonly attempts: Attempt[]
}

/** Asks the offices of several isolates in turn, as faces would, and notes what was asked and answered. */
export class Recorder {
  readonly operations: Recorded[] = []
  /** Bookings that somebody knows by now. */
  readonly known: string[] = []
  /** And holds. */
  readonly knownHolds: Hold[] = []
  /** And tickets, where they were when they were told of. */
  readonly knownTickets: { readonly showing: string; readonly seat: string }[] = []
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
    if (answer.ok) this.#learn(answer.value)
    const text = JSON.stringify(answer.ok ? answer.value : answer.failure)
    const attempt: Attempt = { sentAt, answeredAt: this.#now(), outcome: outcomeOf(answer), text }
    operation.attempts.push(attempt)
    return attempt
  }

  #learn(told: Told): void {
    if ('bookedAt' in told) {
      this.known.push(told.id)
      const { showing, seats } = told
      this.knownTickets.push(...seats.map((seat) => ({ showing: showing.id, seat })))
    } else if ('id' in told && this.knownHolds.every(({ id }) => id !== told.id)) this.knownHolds.push(told)
  }
}

type Told = Booking | Cancelled | Hold | Released | SeatsView | Admitted
type Answer = Result<Told>

async function ask(office: Office, { request, key: idempotencyKey }: Operation): Promise<Answer> {
  try {
    switch (request.kind) {
      case 'book': {
        const { name, phone } = request
        const which =
          'hold' in request
            ? { hold: request.hold, showing: request.showing }
            : { showing: request.showing, ...seatsOf(request) }
        return await office.book({ ...which, name, phone, idempotencyKey })
      }
      case 'hold':
        return await office.placeHold({ showing: request.showing, ...seatsOf(request), idempotencyKey })
      case 'release':
        return await office.releaseHold({ id: request.hold })
      case 'block':
        return await office.blockSeats({ showing: request.showing, seats: [...request.seats] })
      case 'unblock':
        return await office.unblockSeats({ showing: request.showing, seats: [...request.seats] })
      case 'move': {
        const { booking: id, showing, seats } = request
        return await office.move({ id, showing, seats: seats && [...seats], idempotencyKey })
      }
      case 'cancel':
        return await office.cancel({ id: request.booking, idempotencyKey })
      case 'admit': {
        const { showing, seat, device } = request
        return await office.tickets.admit({ showing, seat, device, idempotencyKey })
      }
      case 'cancelByName':
        return await office.cancelByName({ name: request.name, idempotencyKey })
    }
  } catch (error) {
    return { ok: false, failure: failureOfThrown(error, 'of the simulation') }
  }
}

function seatsOf(choice: Choice): { seats: string[] } | { best: SeatWish } {
  if ('seats' in choice) return { seats: [...choice.seats] }
  const { count, category, accessible, together } = choice
  return { best: { count, category, accessible, together } }
}

function outcomeOf(answer: Answer): Outcome {
  if (answer.ok) {
    const { value } = answer
    if ('cancelled' in value) return { kind: 'done', effect: { bookings: value.cancelled } }
    if ('released' in value || 'free' in value || 'admittedAt' in value) return { kind: 'done', effect: {} }
    if (!('bookedAt' in value)) {
      const { id, showing, seats } = value
      const hold = { id, expiresAt: Date.parse(value.expiresAt) }
      return { kind: 'done', effect: { hold, showing, seats } }
    }
    return { kind: 'done', effect: { bookings: [value.id], showing: value.showing.id, seats: value.seats } }
  }
  const { code, details } = answer.failure
  return { kind: 'refused', code, seats: 'seats' in details ? details.seats : [] }
}
