import { type Context, Hono } from 'hono'
import type { Failure } from '../../domain/failures.ts'
import { placeHoldInput } from '../../domain/schemas.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerPage } from './answer-page.ts'
import { answerFailurePage } from './failure-page.tsx'
import { readForm } from './read-form.ts'
import { readSeats } from './read-showing.ts'
import { type SeatChoice, choiceOf, freshChoice, keyFor, wantedOf } from './seat-choice.ts'
import { ShowingPage } from './showing-page.tsx'

export function showingRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  // Seats in the address are chosen already: whoever gave his seats back comes here with them.
  routes.get('/showings/:showing', async (c) => {
    return answerShowing(c, freshChoice(c.req.queries('seat')))
  })

  routes.post('/showings/:showing', async (c) => {
    const form = await readForm(c)
    if (!form.ok) return answerFailurePage(c, form.failure)
    const choice = choiceOf(form.value)
    const wanted = wantedOf(form.value, choice)
    if (!wanted.ok) return answerShowing(c, choice, wanted.failure)
    const asked = { ...wanted.value, showing: c.req.param('showing') }
    const input = parsed(placeHoldInput, { ...asked, idempotencyKey: await keyFor(choice, wanted.value) })
    const held = input.ok ? await c.get('office').placeHold(input.value) : input
    if (held.ok) return c.redirect(`/holds/${held.value.id}`, 303)
    return answerShowing(c, choice, held.failure)
  })
  return routes
}

/** As it is now, which is what a refusal is about. */
async function answerShowing(c: Context<Visited>, choice: SeatChoice, failure?: Failure): Promise<Response> {
  const seen = await readSeats(c.get('office'), c.req.param('showing') ?? '')
  if (!seen.ok) return answerFailurePage(c, failure ?? seen.failure)
  return answerPage(c, <ShowingPage seen={seen.value} choice={choice} failure={failure} />, { failure })
}
