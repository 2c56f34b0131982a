import type { Caller } from '../domain/caller.ts'
import type { Erased, Export, History, HistoryInput, PersonInput } from '../domain/history-schemas.ts'
import type { Result } from '../domain/result.ts'
import type {
  BlockSeatsInput,
  BookInput,
  Booking,
  BookingPage,
  CancelByNameInput,
  CancelInput,
  Cancelled,
  FindInput,
  Found,
  Hold,
  ListInput,
  MoveByNameInput,
  MoveInput,
  PlaceHoldInput,
  PlanView,
  Released,
  SeatsView,
  ShowingRef,
  ShowingView,
} from '../domain/schemas.ts'
import { type Family, metrics } from '../metrics.ts'
import { blockSeats, unblockSeats } from './block-seats.ts'
import { book } from './book.ts'
import { cancel, cancelByName } from './cancel.ts'
import { findBookings } from './find-bookings.ts'
import { guardOf } from './guard.ts'
import { placeHold, releaseHold, followHold, seeHold } from './hold.ts'
import type { House, Visit } from './house.ts'
import { type KeyOffice, openKeys } from './keys/keys.ts'
import { listBookings } from './list-bookings.ts'
import { move, moveByName } from './move.ts'
import { erasePerson } from './person/erase.ts'
import { exportPerson } from './person/export.ts'
import { type ProgrammeOffice, openProgramme } from './programme/programme.ts'
import { seeMetrics } from './see-metrics.ts'
import { seeBooking } from './see-booking.ts'
import { seeHistory } from './see-history.ts'
import { type Readiness, seeReadiness } from './see-readiness.ts'
import { seePlan, seeSeats, seeShowing } from './see-showing.ts'
import { type TicketOffice, openTickets } from './tickets/tickets.ts'
import { watchSeats } from './watch-seats.ts'
import { type WebhookOffice, openWebhooks } from './webhooks/webhooks.ts'

/** What is asked of the box office itself. */
class Counter {
  readonly #visit: Visit

  constructor(visit: Visit) {
    this.#visit = visit
  }

  book(input: BookInput): Promise<Result<Booking>> {
    return bookAndCount(this.#visit, input)
  }

  seeBooking(input: { id: string }): Promise<Result<Booking>> {
    return seeBooking(this.#visit, input)
  }

  listBookings(input: ListInput): Promise<Result<BookingPage>> {
    return listBookings(this.#visit, input)
  }

  findBookings(input: FindInput): Promise<Result<Found>> {
    return findBookings(this.#visit, input)
  }

  seeHistory(input: HistoryInput): Promise<Result<History>> {
    return seeHistory(this.#visit, input)
  }

  move(input: MoveInput): Promise<Result<Booking>> {
    return move(this.#visit, input)
  }

  moveByName(input: MoveByNameInput): Promise<Result<Booking>> {
    return moveByName(this.#visit, input)
  }

  cancel(input: CancelInput): Promise<Result<Booking>> {
    return cancel(this.#visit, input)
  }

  cancelByName(input: CancelByNameInput): Promise<Result<Cancelled>> {
    return cancelByName(this.#visit, input)
  }

  erasePerson(input: PersonInput): Promise<Result<Erased>> {
    return erasePerson(this.#visit, input)
  }

  exportPerson(input: PersonInput): Promise<Result<Export>> {
    return exportPerson(this.#visit, input)
  }

  placeHold(input: PlaceHoldInput): Promise<Result<Hold>> {
    return placeHold(this.#visit, input)
  }

  seeHold(input: { id: string }): Promise<Result<Hold>> {
    return seeHold(this.#visit, input)
  }

  followHold(input: { id: string }): Promise<Result<{ booking: string }>> {
    return followHold(this.#visit, input)
  }

  releaseHold(input: { id: string }): Promise<Result<Released>> {
    return releaseHold(this.#visit, input)
  }

  blockSeats(input: BlockSeatsInput): Promise<Result<SeatsView>> {
    return blockSeats(this.#visit, input)
  }

  unblockSeats(input: BlockSeatsInput): Promise<Result<SeatsView>> {
    return unblockSeats(this.#visit, input)
  }

  seeShowing(input: { showing: ShowingRef }): Promise<Result<ShowingView>> {
    return seeShowing(this.#visit, input)
  }

  seePlan(input: { showing: ShowingRef }): Promise<Result<PlanView>> {
    return seePlan(this.#visit, input)
  }

  seeSeats(input: { showing: ShowingRef }): Promise<Result<SeatsView>> {
    return seeSeats(this.#visit, input)
  }

  watchSeats(showing: string, request: Request): Promise<Result<Response>> {
    return watchSeats(this.#visit, showing, request)
  }

  seeReadiness(): Promise<Result<Readiness>> {
    return seeReadiness(this.#visit)
  }

  seeMetrics(): Promise<Result<readonly Family[]>> {
    return seeMetrics()
  }
}

/** The use-cases that every face calls. */
export class Office extends Counter {
  readonly #visit: Visit

  constructor(visit: Visit) {
    super(visit)
    this.#visit = visit
  }

  get programme(): ProgrammeOffice {
    return openProgramme(this.#visit)
  }

  get tickets(): TicketOffice {
    return openTickets(this.#visit)
  }

  get keys(): KeyOffice {
    return openKeys(this.#visit)
  }

  get webhooks(): WebhookOffice {
    return openWebhooks(this.#visit)
  }
}

const guard = guardOf<Counter>()

/** For one request: what it may do, and what is noted of it, depends on who asks. */
export function openOffice(house: House, caller: Caller): Office {
  const visit = { ...house, caller }
  return guard(visit, new Office(visit))
}

async function bookAndCount(visit: Visit, input: BookInput): Promise<Result<Booking>> {
  const booked = await book(visit, input)
  if (booked.ok) metrics.bookings.add({})
  return booked
}
