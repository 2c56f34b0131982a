import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../worker/faces/rpc/router.ts'

export { createMarqueeClient } from './create-client.ts'
export type { Live, MarqueeClient, MarqueeClientOptions } from './create-client.ts'
export { failureOf } from './failure-of.ts'
export type { LiveSocket, LiveSocketConstructor } from './live/open-socket.ts'
export type { SeatsState } from './live/seats-state.ts'
export type { LiveOptions } from './live/watch-seats.ts'
export type { SeatStatus } from '../worker/domain/live-message.ts'
export type { FailureDetails, FieldIssue } from '../worker/domain/failure-details.ts'
export type { Failure, FailureCode } from '../worker/domain/failures.ts'

type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>

export type BookInput = Inputs['booking']['create']
export type ListInput = Inputs['booking']['list']
export type MoveInput = Inputs['booking']['move']
export type HoldInput = Inputs['hold']['place']
export type CancelInput = Inputs['booking']['cancel']
export type CancelByNameInput = Inputs['booking']['cancelByName']
export type AdmitInput = Inputs['ticket']['admit']
export type ScansInput = Inputs['door']['upload']
export type ShowingInput = Inputs['showing']['get']

export type ProgrammeInput = Inputs['showing']['list']
export type ShowingAddInput = Inputs['showing']['add']
export type ShowingChangeInput = Inputs['showing']['change']
export type ScreenAddInput = Inputs['screen']['add']
export type ScreenChangeInput = Inputs['screen']['change']
export type MovieAddInput = Inputs['movie']['add']
export type MovieChangeInput = Inputs['movie']['change']
export type VenueChangeInput = Inputs['venue']['change']

export type Booking = Outputs['booking']['create']
export type Tickets = Outputs['booking']['tickets']
export type Ticket = Outputs['ticket']['get']
export type Admitted = Outputs['ticket']['admit']
export type Door = Outputs['door']['get']
export type UploadedScans = Outputs['door']['upload']
export type Hold = Outputs['hold']['place']
export type BookingPage = Outputs['booking']['list']
export type History = Outputs['booking']['history']
export type PersonExport = Outputs['person']['export']
export type Cancelled = Outputs['booking']['cancelByName']
export type Programme = Outputs['showing']['list']
export type ProgrammedShowing = Outputs['showing']['add']
export type Screen = Outputs['screen']['get']
export type Movie = Outputs['movie']['get']
export type Venue = Outputs['venue']['get']
export type Showing = Outputs['showing']['get']
export type StaffKey = Outputs['key']['revoke']
export type NewStaffKey = Outputs['key']['create']
export type SeatPlan = Outputs['showing']['plan']
export type Seats = Outputs['showing']['seats']
