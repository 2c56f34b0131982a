import { Hono } from 'hono'
import { type Result, accept } from '../../../../domain/result.ts'
import { listInput } from '../../../../domain/schemas.ts'
import { daysAfter, localOf } from '../../../../domain/venue-time.ts'
import type { Office } from '../../../../office/office.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk } from '../answer.tsx'
import { type Expired, ExpiredPage } from './page.tsx'

export function expiredRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.get('/expired', (c) =>
    answerDesk(c, readExpired(c.get('office'), c.req.query()), (expired, desk) => (
      <ExpiredPage expired={expired} {...desk} />
    )),
  )
  return routes
}

/** Those of a day, yesterday's unless another is asked for: a booking expires eight hours after its showing began. */
async function readExpired(
  office: Office,
  { date, after }: Record<string, string>,
): Promise<Result<Expired>> {
  const venue = await office.programme.seeVenue()
  if (!venue.ok) return venue
  const today = localOf(Date.now(), venue.value.zone).date
  const yesterday = daysAfter(today, -1)
  const input = parsed(listInput, { date: date ?? yesterday, cursor: after })
  const listed = input.ok ? await office.listBookings(input.value) : input
  if (!listed.ok) return listed
  return accept({
    date: date ?? yesterday,
    today,
    bookings: listed.value.bookings.filter(({ status }) => status === 'expired'),
    next: listed.value.next,
  })
}
