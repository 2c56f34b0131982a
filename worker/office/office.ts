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
import { blockSeats, unblockSeats } from './block-seats.ts'
import { book } from './book.ts'
import { cancel, cancelByName } from './cancel.ts'
import { placeHold, releaseHold, seeHold } from './hold.ts'
import type { House } from './house.ts'
import { listBookings } from './list-bookings.ts'
import { move, moveByName } from './move.ts'
import { type ProgrammeOffice, openProgramme } from './programme/programme.ts'
import { seeBooking } from './see-booking.ts'
import { type Readiness, seeReadiness } from './see-readiness.ts'
import { seePlan, seeSeats, seeShowing } from './see-showing.ts'
import { watchSeats } from './watch-seats.ts'

/** The use-cases that every face calls. */
export interface Office {
  readonly programme: ProgrammeOffice
  book(input: BookInput): Promise<Result<Booking>>
  seeBooking(input: { id: string }): Promise<Result<Booking>>
  listBookings(input: ListInput): Promise<Result<BookingPage>>
  move(input: MoveInput): Promise<Result<Booking>>
  moveByName(input: MoveByNameInput): Promise<Result<Booking>>
  cancel(input: CancelInput): Promise<Result<Booking>>
  cancelByName(input: CancelByNameInput): Promise<Result<Cancelled>>
  placeHold(input: PlaceHoldInput, caller: string): Promise<Result<Hold>>
  seeHold(input: { id: string }): Promise<Result<Hold>>
  releaseHold(input: { id: string }): Promise<Result<Released>>
  blockSeats(input: BlockSeatsInput): Promise<Result<SeatsView>>
  unblockSeats(input: BlockSeatsInput): Promise<Result<SeatsView>>
  seeShowing(input: { showing: ShowingRef }): Promise<Result<ShowingView>>
  seePlan(input: { showing: ShowingRef }): Promise<Result<PlanView>>
  seeSeats(input: { showing: ShowingRef }): Promise<Result<SeatsView>>
  watchSeats(showing: string, request: Request): Promise<Result<Response>>
  seeReadiness(): Promise<Result<Readiness>>
}

export function openOffice(house: House): Office {
  return {
    programme: openProgramme(house),
    book: (input) => book(house, input),
    seeBooking: (input) => seeBooking(house, input),
    listBookings: (input) => listBookings(house, input),
    move: (input) => move(house, input),
    moveByName: (input) => moveByName(house, input),
    cancel: (input) => cancel(house, input),
    cancelByName: (input) => cancelByName(house, input),
    placeHold: (input, caller) => placeHold(house, input, caller),
    seeHold: (input) => seeHold(house, input),
    releaseHold: (input) => releaseHold(house, input),
    blockSeats: (input) => blockSeats(house, input),
    unblockSeats: (input) => unblockSeats(house, input),
    seeShowing: (input) => seeShowing(house, input),
    seePlan: (input) => seePlan(house, input),
    seeSeats: (input) => seeSeats(house, input),
    watchSeats: (showing, request) => watchSeats(house, showing, request),
    seeReadiness: () => seeReadiness(house),
  }
}
