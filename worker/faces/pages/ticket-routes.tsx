import { Hono } from 'hono'
import { ticketInput } from '../../domain/ticket-schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerPage } from './answer-page.tsx'
import { answerFailurePage } from './failure-page.tsx'
import { readShowing } from './read-showing.ts'
import { TicketPage } from './ticket-page.tsx'

export function ticketRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/t/:code', async (c) => {
    const input = parsed(ticketInput, { code: c.req.param('code') })
    if (!input.ok) return answerFailurePage(c, input.failure)
    const office = c.get('office')
    const ticket = await office.tickets.seeTicket(input.value)
    if (!ticket.ok) return answerFailurePage(c, ticket.failure)
    const { showing, seat, status, admittedAt } = ticket.value
    const seen = await readShowing(office, showing.id)
    if (!seen.ok) return answerFailurePage(c, seen.failure)
    const page = (
      <TicketPage
        seen={seen.value}
        seat={seat}
        code={input.value.code}
        status={status}
        admitted={
          admittedAt === null ? undefined : localOf(Date.parse(admittedAt), seen.value.venue.zone).time
        }
      />
    )
    return answerPage(c, page, { isSecret: true })
  })
  return routes
}
