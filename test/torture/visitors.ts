import type { Choice, Request } from '../judge/history.ts'
import type { Chance } from '../prove/chance.ts'
import { classicFace } from './classic-face.ts'
import type { Face } from './face.ts'
import type { Ledger, RunningOperation } from './ledger.ts'
import { type Programme, seatLabels } from './programme.ts'
import { rpcFace } from './rpc-face.ts'

const seatsPerBookingMax = 3
/** So few that a cancellation by name takes some, and never the hundred that it may. */
const bookingsPerName = 3
const keyedPercent = 80
const reusedKeyPercent = 3
const repeatPercent = 5
const firstPhone = 1_000_000

/** Chooses what the visitors ask for. */
export class Visitors {
  readonly #chance: Chance
  readonly #programme: Programme
  readonly #ledger: Ledger
  #bookings = 0
  #keys = 0

  constructor(chance: Chance, programme: Programme, ledger: Ledger) {
    this.#chance = chance
    this.#programme = programme
    this.#ledger = ledger
  }

  /** A new operation, or one that succeeded and is repeated, as after a lost reply. */
  next(): RunningOperation {
    const done = this.#chance.isTrue(repeatPercent)
      ? this.#ledger.keyed.filter((one) => this.#isDone(one))
      : []
    if (done.length > 0) return this.#chance.of(done)
    const request = this.#request()
    return this.#ledger.open(this.#faceFor(request), request, this.#key())
  }

  /** One seat of a showing, asked for by somebody new. */
  probe(showing: string, seat: string): RunningOperation {
    return this.#ledger.open(
      rpcFace,
      this.#booking(showing, [seat]),
      this.#chance.isTrue(50) ? this.#newKey() : undefined,
    )
  }

  #isDone(operation: RunningOperation): boolean {
    return operation.attempts.at(-1)?.outcome.kind === 'done' && !this.#ledger.isUnderWay(operation)
  }

  #request(): Request {
    const { known, holds } = this.#ledger
    const chance = this.#chance.between(1, 100)
    const showing = this.#chance.of(this.#programme.onSale).id
    const seats = this.#chance.some(seatLabels, this.#chance.between(1, seatsPerBookingMax))
    if (known.length === 0 || chance <= 32) return this.#booking(showing, seats)
    if (chance <= 46) return { kind: 'hold', showing, ...this.#choice(seats) }
    // Mostly one that was placed just now.
    const hold = this.#chance.isTrue(80) ? holds.at(-1 - this.#chance.between(0, 3)) : holds.at(0)
    if (chance <= 55 && hold !== undefined) {
      return this.#chance.isTrue(75) ? this.#bookingOf({ hold }) : { kind: 'release', hold }
    }
    const { id: booking, name } = this.#chance.of(known)
    if (chance <= 75)
      return { kind: 'move', booking, ...this.#chance.of([{ showing }, { seats }, { showing, seats }]) }
    return chance <= 93 ? { kind: 'cancel', booking } : { kind: 'cancelByName', name }
  }

  /** Seats by their labels, or the best. */
  #choice(seats: readonly string[]): Choice {
    const together = this.#chance.isTrue(50)
    return this.#chance.isTrue(50) ? { seats } : { count: seats.length, together }
  }

  #booking(showing: string, seats: readonly string[]): Request {
    return this.#bookingOf({ showing, seats })
  }

  #bookingOf(what: { showing: string; seats: readonly string[] } | { hold: string }): Request {
    const number = this.#bookings
    this.#bookings += 1
    return {
      kind: 'book',
      ...what,
      name: `Visitor ${Math.floor(number / bookingsPerName)}`,
      phone: String(firstPhone + number),
    }
  }

  /** The classic face has no cancellation by id, and leaves a booking's seats alone. */
  #faceFor(request: Request): Face {
    const isClassic =
      (request.kind === 'book' && 'seats' in request) ||
      request.kind === 'cancelByName' ||
      (request.kind === 'move' && request.showing !== undefined && request.seats === undefined)
    return isClassic && this.#chance.isTrue(50) ? classicFace : rpcFace
  }

  #key(): string | undefined {
    if (!this.#chance.isTrue(keyedPercent)) return undefined
    const { keyed } = this.#ledger
    if (keyed.length > 0 && this.#chance.isTrue(reusedKeyPercent)) return this.#chance.of(keyed).key
    return this.#newKey()
  }

  /** Keys that begin alike and keys that do not: a desk knows them by how they begin. */
  #newKey(): string {
    this.#keys += 1
    const number = String(this.#keys)
    return this.#chance.isTrue(50) ? `torture-of-the-house-${number}` : `${number}-torture-of-the-house`
  }
}
