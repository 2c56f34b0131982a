import { type Context, Hono } from 'hono'
import type { Failure } from '../../../../domain/failures.ts'
import { movieAddInput, movieChangeInput, movieInput } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk } from '../answer.tsx'
import { type FormState, filledIn, freshForm, lineOrNone, numberIn, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { MoviePage, movieFields, typedOfMovie } from './movie-page.tsx'

export function movieRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/movies', (c) => show(c, undefined, accept(freshForm())))

  routes.post('/movies', async (c) => {
    const form = await readForm(c)
    const input = parsed(movieAddInput, { ...factsIn(form), ...filledIn(form, ['id']) })
    const added = input.ok ? await c.get('office').programme.addMovie(input.value) : input
    return added.ok
      ? c.redirect('/desk/programme?said=added', 303)
      : show(c, undefined, accept(refusedForm(form, added.failure, movieFields)), added.failure)
  })

  routes.get('/movies/:id', (c) => show(c, c.req.param('id'), readMovie(c, c.req.param('id'))))

  routes.post('/movies/:id', async (c) => {
    const form = await readForm(c)
    const id = c.req.param('id')
    const input = parsed(movieChangeInput, { ...factsIn(form), id })
    const changed = input.ok ? await c.get('office').programme.changeMovie(input.value) : input
    return changed.ok
      ? c.redirect('/desk/programme?said=changed', 303)
      : show(c, id, accept(refusedForm(form, changed.failure, movieFields)), changed.failure)
  })
  return routes
}

function factsIn(form: URLSearchParams) {
  return {
    title: form.get('title') ?? '',
    runningMinutes: numberIn(form, 'runningMinutes'),
    rating: lineOrNone(form, 'rating'),
    posterUrl: lineOrNone(form, 'posterUrl'),
    description: (form.get('description') ?? '').replaceAll('\r\n', '\n'),
  }
}

async function readMovie(c: Context<Visited>, id: string): Promise<Result<FormState>> {
  const input = parsed(movieInput, { id })
  const seen = input.ok ? await c.get('office').programme.seeMovie(input.value) : input
  return seen.ok ? accept(freshForm(typedOfMovie(seen.value))) : seen
}

function show(
  c: Context<Visited>,
  id: string | undefined,
  form: Promise<Result<FormState>> | Result<FormState>,
  refused?: Failure,
): Promise<Response> {
  return answerDesk(c, form, (shown, desk) => <MoviePage id={id} form={shown} {...desk} />, refused)
}
