import { type Context, Hono } from 'hono'
import type { Failure } from '../../../../domain/failures.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { type ShowingRef, cancelInput, moveInput, showingInput } from '../../../../domain/schemas.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk, answerDeskFailure } from '../answer.tsx'
import { type FormState, freshForm, keyField, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { deskPath } from '../path.ts'
import { type Said, saidIn } from '../said.tsx'
import { MovePage } from './move-page.tsx'
import { BookingPage } from './page.tsx'
import { readBooking } from './read-booking.ts'
import { readMove } from './read-move.ts'

type Asked = Context<Visited, '/bookings/:id'>

export function bookingRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/bookings/:id', (c) => show(c, freshForm()))

  routes.post('/bookings/:id/cancel', async (c) => {
    const form = await readForm(c)
    const input = parsed(cancelInput, {
      id: c.req.param('id'),
      reason: form.get('reason') ?? '',
      idempotencyKey: form.get(keyField) ?? undefined,
    })
    const done = input.ok ? await c.get('office').cancel(input.value) : input
    if (done.ok) return leadBack(c, 'cancelled')
    const state = refusedForm(form, done.failure, ['reason'])
    const wrong = state.wrong.has('reason') ? new Map([['reason', 'Choose a reason.']]) : state.wrong
    return show(c, { ...state, wrong }, done.failure)
  })

  routes.get('/bookings/:id/move', (c) => showMove(c, freshForm(), c.req.query()))

  routes.post('/bookings/:id/move', async (c) => {
    const form = await readForm(c)
    const showing = form.get('showing') ?? ''
    const input = parsed(moveInput, {
      id: c.req.param('id'),
      showing,
      seats: form.getAll('seats'),
      idempotencyKey: form.get(keyField) ?? undefined,
    })
    const done = input.ok ? await c.get('office').move(input.value) : input
    if (done.ok) return leadBack(c, 'moved')
    const state = refusedForm(form, done.failure, [])
    const problem = form.has('seats') ? state.problem : 'Tick the seats on the map first.'
    return showMove(c, { ...state, problem }, { showing }, done.failure)
  })
  return routes
}

function show(c: Asked, form: FormState, refused?: Failure): Promise<Response> {
  return answerDesk(
    c,
    readBooking(c.get('office'), c.req.param('id')),
    (detail, desk) => <BookingPage detail={detail} form={form} said={saidIn(c)} {...desk} />,
    refused,
  )
}

async function showMove(
  c: Asked,
  form: FormState,
  query: Record<string, string>,
  refused?: Failure,
): Promise<Response> {
  const to = destinationOf(query)
  if (!to.ok) return answerDeskFailure(c, to.failure)
  const read = readMove(c.get('office'), { id: c.req.param('id'), to: to.value })
  return answerDesk(c, read, (detail, desk) => <MovePage detail={detail} form={form} {...desk} />, refused)
}

/** A showing by its id, or a date, a time and a screen; none where it is to stay in its own. */
function destinationOf({ showing, ...when }: Record<string, string>): Result<ShowingRef | undefined> {
  if (showing === undefined && Object.keys(when).length === 0) return accept(undefined)
  const input = parsed(showingInput, { showing: showing ?? when })
  return input.ok ? accept(input.value.showing) : input
}

function leadBack(c: Asked, said: Said): Response {
  return c.redirect(`${deskPath}/bookings/${c.req.param('id')}?said=${said}`, 303)
}
