import { type Context, Hono } from 'hono'
import type { Failure } from '../../domain/failures.ts'
import { type Result, accept } from '../../domain/result.ts'
import { type Hold, placeHoldInput } from '../../domain/schemas.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerPage } from './answer-page.tsx'
import { answerFailurePage } from './failure-page.tsx'
import { readForm } from './read-form.ts'
import { ownHold, rememberHold } from './own-hold.ts'
import { freeing, readSeats } from './read-showing.ts'
import { type SeatChoice, type Wanted, choiceOf, freshChoice, keyFor, wantedOf } from './seat-choice.ts'
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
    const held = await keep(c, wanted.value, await keyFor(choice, wanted.value))
    if (!held.ok) return answerShowing(c, choice, held.failure)
    rememberHold(c, held.value)
    return c.redirect(`/holds/${held.value.id}`, 303)
  })
  return routes
}

/** Who went back to choose again has changed his mind: what was kept for him before would stand in his own way. */
async function keep(c: Context<Visited>, wanted: Wanted, idempotencyKey: string): Promise<Result<Hold>> {
  const input = parsed(placeHoldInput, { ...wanted, showing: c.req.param('showing'), idempotencyKey })
  if (!input.ok) return input
  const office = c.get('office')
  const before = await ownHold(c)
  const isSame = before !== undefined && 'seats' in wanted && isOf(wanted.seats, before.seats)
  if (isSame) return accept(before)
  if (before !== undefined) await office.releaseHold({ id: before.id })
  return office.placeHold(input.value)
}

function isOf(seats: readonly string[], others: readonly string[]): boolean {
  return seats.length === others.length && seats.every((seat) => others.includes(seat))
}

/** As it is now, which is what a refusal is about. */
async function answerShowing(c: Context<Visited>, choice: SeatChoice, failure?: Failure): Promise<Response> {
  const [seen, own] = await Promise.all([
    readSeats(c.get('office'), c.req.param('showing') ?? ''),
    ownHold(c),
  ])
  if (!seen.ok) return answerFailurePage(c, failure ?? seen.failure)
  const props = { seen: freeing(seen.value, own?.seats ?? []), own, failure }
  const chosen = choice.seats.length === 0 && own !== undefined ? { ...choice, seats: own.seats } : choice
  return answerPage(c, <ShowingPage {...props} choice={chosen} />, { failure })
}
