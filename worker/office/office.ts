import type { Result } from '../domain/result.ts'
import type {
  BookInput,
  Booking,
  BookingPage,
  CancelByNameInput,
  CancelInput,
  Cancelled,
  ListInput,
  MoveByNameInput,
  MoveInput,
  SeatsView,
  ShowingRef,
  ShowingView,
} from '../domain/schemas.ts'
import { book } from './book.ts'
import { cancel, cancelByName } from './cancel.ts'
import type { House } from './house.ts'
import { listBookings } from './list-bookings.ts'
import { move, moveByName } from './move.ts'
import { type ProgrammeOffice, openProgramme } from './programme/programme.ts'
import { seeBooking } from './see-booking.ts'
import { type Readiness, seeReadiness } from './see-readiness.ts'
import { seeSeats, seeShowing } from './see-showing.ts'

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
  seeShowing(input: { showing: ShowingRef }): Promise<Result<ShowingView>>
  seeSeats(input: { showing: ShowingRef }): Promise<Result<SeatsView>>
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
    seeShowing: (input) => seeShowing(house, input),
    seeSeats: (input) => seeSeats(house, input),
    seeReadiness: () => seeReadiness(house),
  }
}
