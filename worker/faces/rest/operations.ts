import { bookingOperations } from './bookings.ts'
import { holdOperations } from './holds.ts'
import { movieOperations } from './movies.ts'
import type { Operation } from './operation.ts'
import { peopleOperations } from './people.ts'
import { screenOperations } from './screens.ts'
import { showingOperations } from './showings.ts'
import { ticketOperations } from './single-tickets.ts'
import { venueOperations } from './venue.ts'

/** All of `/v1`, by what they are about. */
export const restOperations: Readonly<Record<string, readonly Operation[]>> = {
  bookings: bookingOperations,
  tickets: ticketOperations,
  people: peopleOperations,
  holds: holdOperations,
  showings: showingOperations,
  movies: movieOperations,
  screens: screenOperations,
  venue: venueOperations,
}
