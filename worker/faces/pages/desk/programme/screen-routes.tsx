import { type Context, Hono } from 'hono'
import type { Failure } from '../../../../domain/failures.ts'
import { planSeatsMax } from '../../../../domain/limits.ts'
import { screenAddInput, screenChangeInput, screenInput } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk } from '../answer.tsx'
import { type FormState, freshForm, numberIn, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { ScreenPage, newScreen, screenFields, typedOfScreen } from './screen-page.tsx'

export function screenRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/screens', (c) => show(c, undefined, accept(freshForm(newScreen))))

  routes.post('/screens', async (c) => {
    const form = await readForm(c)
    if (form.has('draw')) return show(c, undefined, accept(drawn(form)))
    const input = parsed(screenAddInput, { ...factsIn(form), id: form.get('id') ?? '' })
    const added = input.ok ? await c.get('office').programme.addScreen(input.value) : input
    return added.ok
      ? c.redirect('/desk/programme?said=added', 303)
      : show(c, undefined, accept(refusedForm(form, added.failure, screenFields)), added.failure)
  })

  routes.get('/screens/:id', (c) => show(c, c.req.param('id'), readScreen(c, c.req.param('id'))))

  routes.post('/screens/:id', async (c) => {
    const form = await readForm(c)
    const id = c.req.param('id')
    if (form.has('draw')) return show(c, id, accept(drawn(form)))
    const input = parsed(screenChangeInput, { ...factsIn(form), id })
    const changed = input.ok ? await c.get('office').programme.changeScreen(input.value) : input
    return changed.ok
      ? c.redirect('/desk/programme?said=changed', 303)
      : show(c, id, accept(refusedForm(form, changed.failure, screenFields)), changed.failure)
  })
  return routes
}

/** A browser sends lines ended as mail ends them; a plan that was not touched is to stay the same. */
function factsIn(form: URLSearchParams) {
  return {
    name: form.get('name') ?? '',
    plan: (form.get('plan') ?? '').replaceAll('\r\n', '\n'),
    salesCloseAfterMinutes: numberIn(form, 'salesCloseAfterMinutes'),
    phoneTicketsMax: form.get('phoneTicketsMax') ? numberIn(form, 'phoneTicketsMax') : planSeatsMax,
    openSchedule: form.has('openSchedule'),
    avoidsSingles: form.has('avoidsSingles'),
  }
}

/** As it was typed, for its drawing alone. */
function drawn(typed: URLSearchParams): FormState {
  return { ...freshForm(), typed }
}

async function readScreen(c: Context<Visited>, id: string): Promise<Result<FormState>> {
  const input = parsed(screenInput, { id })
  const seen = input.ok ? await c.get('office').programme.seeScreen(input.value) : input
  return seen.ok ? accept(freshForm(typedOfScreen(seen.value))) : seen
}

function show(
  c: Context<Visited>,
  id: string | undefined,
  form: Promise<Result<FormState>> | Result<FormState>,
  refused?: Failure,
): Promise<Response> {
  return answerDesk(c, form, (shown, desk) => <ScreenPage id={id} form={shown} {...desk} />, refused)
}
