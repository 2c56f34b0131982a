import { type Context, Hono } from 'hono'
import type { Failure } from '../../../../domain/failures.ts'
import { type ShowingSubject, showingSubjectInput } from '../../../../domain/programme-schemas.ts'
import type { Result } from '../../../../domain/result.ts'
import { type BlockSeatsInput, blockSeatsInput, showingInput } from '../../../../domain/schemas.ts'
import type { Office } from '../../../../office/office.ts'
import { parsed } from '../../../parsed.ts'
import { readTickets, ticketsMedia } from '../../../tickets.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk, answerDeskFailure } from '../answer.tsx'
import { type FormState, freshForm, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { deskPath } from '../path.ts'
import { type Said, saidIn } from '../said.tsx'
import { DoorListPage } from './door-list-page.tsx'
import { ShowingPage } from './page.tsx'
import { type ShowingDetail, readShowing } from './read-showing.ts'
import { readSale, refusedSale } from './read-sale.ts'

interface Act<I> {
  readonly path: string
  readonly said: Said
  readonly run: (office: Office, input: I) => Promise<Result<unknown>>
}

const ofSeats: readonly Act<BlockSeatsInput>[] = [
  { path: 'block', said: 'blocked', run: (office, input) => office.blockSeats(input) },
  { path: 'unblock', said: 'unblocked', run: (office, input) => office.unblockSeats(input) },
]

const ofShowing: readonly Act<ShowingSubject>[] = [
  { path: 'cancel', said: 'off', run: (office, input) => office.programme.cancelShowing(input) },
  { path: 'reopen', said: 'reopened', run: (office, input) => office.programme.reopenShowing(input) },
]

type Asked = Context<Visited, '/showings/:id'>

export function showingRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/showings/:id', (c) => show(c, freshForm()))

  routes.get('/showings/:id/door-list', (c) =>
    answerDesk(c, read(c), (detail, desk) => <DoorListPage detail={detail} {...desk} />),
  )

  routes.get('/showings/:id/tickets.csv', async (c) => {
    const input = parsed(showingInput, { showing: c.req.param('id') })
    const tickets = input.ok ? await readTickets(c.get('office'), input.value) : input
    if (!tickets.ok) return answerDeskFailure(c, tickets.failure)
    c.header('Content-Disposition', `attachment; filename="${c.req.param('id')}.csv"`)
    return c.body(tickets.value, 200, { 'Content-Type': ticketsMedia })
  })

  routes.post('/showings/:id/sell', async (c) => {
    const form = await readForm(c)
    const sale = readSale(c.req.param('id'), form)
    const booked = sale.ok ? await c.get('office').book(sale.value) : sale
    if (!booked.ok) return show(c, refusedSale(form, booked.failure), booked.failure)
    return c.redirect(`${deskPath}/bookings/${booked.value.id}?said=sold`, 303)
  })

  for (const { path, said, run } of ofSeats) {
    routes.post(`/showings/:id/${path}`, async (c) => {
      const form = await readForm(c)
      const input = parsed(blockSeatsInput, { showing: c.req.param('id'), seats: form.getAll('seats') })
      const done = input.ok ? await run(c.get('office'), input.value) : input
      return done.ok ? leadBack(c, said) : show(c, refusedSeats(form, done.failure), done.failure)
    })
  }

  for (const { path, said, run } of ofShowing) {
    routes.post(`/showings/:id/${path}`, async (c) => {
      const input = parsed(showingSubjectInput, { showing: c.req.param('id') })
      const done = input.ok ? await run(c.get('office'), input.value) : input
      if (done.ok) return leadBack(c, said)
      return show(c, { ...freshForm(), problem: done.failure.message }, done.failure)
    })
  }
  return routes
}

function read(c: Asked): Promise<Result<ShowingDetail>> | Result<ShowingDetail> {
  const input = parsed(showingInput, { showing: c.req.param('id') })
  return input.ok ? readShowing(c.get('office'), input.value.showing) : input
}

function show(c: Asked, form: FormState, refused?: Failure): Promise<Response> {
  return answerDesk(
    c,
    read(c),
    (detail, desk) => <ShowingPage detail={detail} form={form} said={saidIn(c)} {...desk} />,
    refused,
  )
}

function leadBack(c: Asked, said: Said): Response {
  return c.redirect(`${deskPath}/showings/${c.req.param('id')}?said=${said}`, 303)
}

function refusedSeats(form: URLSearchParams, refused: Failure): FormState {
  const state = refusedForm(form, refused, [])
  return form.getAll('seats').length === 0 ? { ...state, problem: 'Tick the seats on the map first.' } : state
}
