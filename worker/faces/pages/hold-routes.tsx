import { type Context, Hono } from 'hono'
import type { Failure } from '../../domain/failures.ts'
import { bookingKeyOf, showingOfHold } from '../../domain/hold.ts'
import { bookInput, holdInput } from '../../domain/schemas.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerPage } from './answer-page.tsx'
import { answerFailurePage } from './failure-page.tsx'
import { type FormState, freshForm, refusedForm } from './form.ts'
import { HoldPage } from './hold-page.tsx'
import { HoldOverPage } from './hold-over-page.tsx'
import { readForm, textOf } from './read-form.ts'
import { readShowing } from './read-showing.ts'

export function holdRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/holds/:hold', (c) => answerHold(c, freshForm()))

  // Its key is made of the hold: pressed twice, sent again or after going back, it is the same booking.
  routes.post('/holds/:hold', async (c) => {
    const form = await readForm(c)
    if (!form.ok) return answerHold(c, freshForm(), form.failure)
    const hold = c.req.param('hold')
    const buyer = { name: textOf(form.value, 'name'), phone: textOf(form.value, 'phone') }
    const input = parsed(bookInput, { hold, ...buyer, idempotencyKey: bookingKeyOf(hold) })
    const booked = input.ok ? await c.get('office').book(input.value) : input
    if (booked.ok) return c.redirect(`/b/${booked.value.id}`, 303)
    return answerHold(c, refusedForm(form.value, booked.failure, ['name', 'phone']), booked.failure)
  })

  routes.post('/holds/:hold/release', async (c) => {
    const hold = c.req.param('hold')
    const input = parsed(holdInput, { id: hold })
    if (!input.ok) return answerFailurePage(c, input.failure)
    const office = c.get('office')
    const held = await office.seeHold(input.value)
    const released = await office.releaseHold(input.value)
    if (!released.ok) return answerHold(c, freshForm(), released.failure)
    const chosen = new URLSearchParams(held.ok ? held.value.seats.map((seat) => ['seat', seat]) : [])
    return c.redirect(`/showings/${showingOfHold(hold)?.id ?? ''}?${chosen.toString()}`, 303)
  })
  return routes
}

/** The hold as it is now; where it has become a booking, by an answer that was lost too, that booking. */
async function answerHold(c: Context<Visited>, form: FormState, failure?: Failure): Promise<Response> {
  const id = c.req.param('hold') ?? ''
  const input = parsed(holdInput, { id })
  if (!input.ok) return answerFailurePage(c, input.failure)
  const office = c.get('office')
  const [hold, seen] = await Promise.all([
    office.seeHold(input.value),
    readShowing(office, showingOfHold(id)?.id ?? ''),
  ])
  if (!hold.ok && isOver(hold.failure)) {
    const became = await office.followHold(input.value)
    if (became.ok) return c.redirect(`/b/${became.value.booking}`, 303)
  }
  if (!seen.ok) return answerFailurePage(c, seen.failure)
  const now = Date.now()
  if (hold.ok) {
    const page = <HoldPage seen={seen.value} hold={hold.value} form={form} failure={failure} now={now} />
    return answerPage(c, page, { failure, isSecret: true })
  }
  if (!isOver(hold.failure)) return answerFailurePage(c, hold.failure)
  const page = <HoldOverPage seen={seen.value} failure={hold.failure} />
  return answerPage(c, page, { failure: hold.failure, isSecret: true })
}

function isOver({ code }: Failure): boolean {
  return code === 'hold_not_found' || code === 'hold_expired'
}
