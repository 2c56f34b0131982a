import { type Context, Hono } from 'hono'
import type { Failure } from '../../domain/failures.ts'
import { type Programme, showingsInput } from '../../domain/programme-schemas.ts'
import { type Result, accept } from '../../domain/result.ts'
import { type Booking, bookingInput, moveInput, showingInput } from '../../domain/schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import type { Office } from '../../office/office.ts'
import { malformed } from '../json-body.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerPage } from './answer-page.tsx'
import { answerFailurePage } from './failure-page.tsx'
import { MovePage, type MoveProps } from './move-page.tsx'
import { readForm, textOf } from './read-form.ts'
import { type SeenSeats, freeing, readSeats } from './read-showing.ts'

/** So many showings of its movie are offered to a booking. */
const othersMax = 100

export function moveRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/b/:id/move', async (c) => {
    const booking = await findBooking(c)
    if (!booking.ok) return answerFailurePage(c, booking.failure)
    const target = await targetOf(c, booking.value)
    if (target.ok) return answerMove(c, booking.value, { showing: target.value })
    return answerMove(c, booking.value, { showing: booking.value.showing.id, failure: target.failure })
  })

  // Sent again it moves to where it is already.
  routes.post('/b/:id/move', async (c) => {
    const form = await readForm(c)
    if (!form.ok) return answerFailurePage(c, form.failure)
    const booking = await findBooking(c)
    if (!booking.ok) return answerFailurePage(c, booking.failure)
    const { id } = booking.value
    const asked = { showing: textOf(form.value, 'showing'), chosen: [...new Set(form.value.getAll('seat'))] }
    const moved = await moveTo(c.get('office'), id, asked)
    if (moved.ok) return c.redirect(`/b/${id}`, 303)
    return answerMove(c, booking.value, { ...asked, failure: moved.failure })
  })
  return routes
}

interface Asked {
  readonly showing: string
  /** What the booking has, where nothing was chosen yet. */
  readonly chosen?: readonly string[]
  readonly failure?: Failure
}

function findBooking(c: Context<Visited>): Promise<Result<Booking>> {
  const input = parsed(bookingInput, { id: c.req.param('id') })
  return input.ok ? c.get('office').seeBooking(input.value) : Promise.resolve(input)
}

async function moveTo(
  office: Office,
  id: string,
  { showing, chosen }: { readonly showing: string; readonly chosen: readonly string[] },
): Promise<Result<Booking>> {
  if (chosen.length === 0) return malformed('', 'Choose a seat on the map first.')
  const input = parsed(moveInput, { id, showing, seats: chosen })
  return input.ok ? office.move(input.value) : input
}

/** By its id, or by a time of an open schedule. */
async function targetOf(c: Context<Visited>, booking: Booking): Promise<Result<string>> {
  const { showing, ...when } = c.req.query()
  const isNamed = Object.keys(when).length > 0
  const input = parsed(showingInput, { showing: isNamed ? when : (showing ?? booking.showing.id) })
  if (!input.ok) return input
  const seen = await c.get('office').seeShowing(input.value)
  return seen.ok ? accept(seen.value.id) : seen
}

async function answerMove(
  c: Context<Visited>,
  booking: Booking,
  { showing, chosen, failure }: Asked,
): Promise<Response> {
  if (booking.status !== 'booked') return c.redirect(`/b/${booking.id}`, 303)
  const office = c.get('office')
  const [seats, screens] = await Promise.all([readSeats(office, showing), office.programme.listScreens()])
  if (!seats.ok) return answerFailurePage(c, failure ?? seats.failure)
  if (!screens.ok) return answerFailurePage(c, screens.failure)
  const isOwn = booking.showing.id === seats.value.showing.id
  const seen = freeing(seats.value, isOwn ? booking.seats : [])
  const others = await readOthers(office, seen)
  if (!others.ok) return answerFailurePage(c, others.failure)
  const props: MoveProps = {
    booking,
    seen,
    chosen: chosen ?? booking.seats,
    others: others.value,
    isOpenSchedule: screens.value.screens.some(
      ({ id, openSchedule }) => id === seen.showing.screen && openSchedule,
    ),
    today: localOf(Date.now(), seen.venue.zone).date,
    failure,
  }
  return answerPage(c, <MovePage {...props} />, { failure, isSecret: true })
}

async function readOthers(office: Office, { showing }: SeenSeats): Promise<Result<Programme['showings']>> {
  if (showing.movie === null) return accept([])
  const input = parsed(showingsInput, { movie: showing.movie.id, limit: othersMax })
  if (!input.ok) return input
  const listed = await office.programme.listShowings(input.value)
  return listed.ok ? accept(listed.value.showings.filter(({ status }) => status === 'on_sale')) : listed
}
