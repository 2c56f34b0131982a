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
import { guardOf } from './guard.ts'
import { placeHold, releaseHold, seeHold } from './hold.ts'
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
import { watchSeats } from './watch-seats.ts'
import { type WebhookOffice, openWebhooks } from './webhooks/webhooks.ts'

/** The use-cases that every face calls. */
export interface Office extends Counter {
  readonly programme: ProgrammeOffice
  readonly keys: KeyOffice
  readonly webhooks: WebhookOffice
}

/** What is asked of the box office itself. */
interface Counter {
  book(input: BookInput): Promise<Result<Booking>>
  seeBooking(input: { id: string }): Promise<Result<Booking>>
  listBookings(input: ListInput): Promise<Result<BookingPage>>
  seeHistory(input: HistoryInput): Promise<Result<History>>
  move(input: MoveInput): Promise<Result<Booking>>
  moveByName(input: MoveByNameInput): Promise<Result<Booking>>
  cancel(input: CancelInput): Promise<Result<Booking>>
  cancelByName(input: CancelByNameInput): Promise<Result<Cancelled>>
  erasePerson(input: PersonInput): Promise<Result<Erased>>
  exportPerson(input: PersonInput): Promise<Result<Export>>
  placeHold(input: PlaceHoldInput): Promise<Result<Hold>>
  seeHold(input: { id: string }): Promise<Result<Hold>>
  releaseHold(input: { id: string }): Promise<Result<Released>>
  blockSeats(input: BlockSeatsInput): Promise<Result<SeatsView>>
  unblockSeats(input: BlockSeatsInput): Promise<Result<SeatsView>>
  seeShowing(input: { showing: ShowingRef }): Promise<Result<ShowingView>>
  seePlan(input: { showing: ShowingRef }): Promise<Result<PlanView>>
  seeSeats(input: { showing: ShowingRef }): Promise<Result<SeatsView>>
  watchSeats(showing: string, request: Request): Promise<Result<Response>>
  seeReadiness(): Promise<Result<Readiness>>
  seeMetrics(): Promise<Result<readonly Family[]>>
}

const guard = guardOf<Counter>()

/** For one request: what it may do, and what is noted of it, depends on who asks. */
export function openOffice(house: House, caller: Caller): Office {
  const visit: Visit = { ...house, caller }
  const counter = guard(visit, {
    book: (input) => bookAndCount(visit, input),
    seeBooking: (input) => seeBooking(visit, input),
    listBookings: (input) => listBookings(visit, input),
    seeHistory: (input) => seeHistory(visit, input),
    move: (input) => move(visit, input),
    moveByName: (input) => moveByName(visit, input),
    cancel: (input) => cancel(visit, input),
    cancelByName: (input) => cancelByName(visit, input),
    erasePerson: (input) => erasePerson(visit, input),
    exportPerson: (input) => exportPerson(visit, input),
    placeHold: (input) => placeHold(visit, input),
    seeHold: (input) => seeHold(visit, input),
    releaseHold: (input) => releaseHold(visit, input),
    blockSeats: (input) => blockSeats(visit, input),
    unblockSeats: (input) => unblockSeats(visit, input),
    seeShowing: (input) => seeShowing(visit, input),
    seePlan: (input) => seePlan(visit, input),
    seeSeats: (input) => seeSeats(visit, input),
    watchSeats: (showing, request) => watchSeats(visit, showing, request),
    seeReadiness: () => seeReadiness(visit),
    seeMetrics,
  })
  return {
    ...counter,
    get programme() {
      return openProgramme(visit)
    },
    get keys() {
      return openKeys(visit)
    },
    get webhooks() {
      return openWebhooks(visit)
    },
  }
}

async function bookAndCount(visit: Visit, input: BookInput): Promise<Result<Booking>> {
  const booked = await book(visit, input)
  if (booked.ok) metrics.bookings.add({})
  return booked
}
