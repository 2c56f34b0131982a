import { type Context, Hono } from 'hono'
import type { Failure } from '../../domain/failures.ts'
import { bookingInput, cancelInput } from '../../domain/schemas.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerPage } from './answer-page.tsx'
import { BookingPage } from './booking-page.tsx'
import { answerFailurePage } from './failure-page.tsx'
import { readShowing } from './read-showing.ts'

export function bookingRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/b/:id', (c) => answerBooking(c))

  // To cancel what is cancelled is to have cancelled.
  routes.post('/b/:id/cancel', async (c) => {
    const id = c.req.param('id')
    const input = parsed(cancelInput, { id })
    const cancelled = input.ok ? await c.get('office').cancel(input.value) : input
    if (cancelled.ok || cancelled.failure.code === 'booking_cancelled') return c.redirect(`/b/${id}`, 303)
    return answerBooking(c, cancelled.failure)
  })
  return routes
}

/** As it is now, with why it could not be changed. */
async function answerBooking(c: Context<Visited>, failure?: Failure): Promise<Response> {
  const input = parsed(bookingInput, { id: c.req.param('id') })
  if (!input.ok) return answerFailurePage(c, input.failure)
  const office = c.get('office')
  const booking = await office.seeBooking(input.value)
  if (!booking.ok) return answerFailurePage(c, booking.failure)
  const [seen, tickets] = await Promise.all([
    readShowing(office, booking.value.showing.id),
    office.tickets.seeTickets(input.value),
  ])
  if (!seen.ok) return answerFailurePage(c, seen.failure)
  if (!tickets.ok) return answerFailurePage(c, tickets.failure)
  const props = { seen: seen.value, booking: booking.value, tickets: tickets.value.tickets, failure }
  return answerPage(c, <BookingPage {...props} />, { failure, isSecret: true })
}
