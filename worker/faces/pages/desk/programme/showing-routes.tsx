import { type Context, Hono } from 'hono'
import type { Failure } from '../../../../domain/failures.ts'
import { showingAddInput, showingChangeInput } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import type { Office } from '../../../../office/office.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { writeDate } from '../../written.ts'
import { answerDesk } from '../answer.tsx'
import { type FormState, filledIn, freshForm, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { deskPath } from '../path.ts'
import { titleOf } from '../showing/heading.tsx'
import { fieldOf, readPrices, typedOfPrices } from './prices.tsx'
import { type Planned, readGround, readPlanned } from './read-ground.ts'
import { readSales, salesFields, typedOfSales } from './sales.tsx'
import { AddShowingPage, ChangeShowingPage, type Ground } from './showing-page.tsx'

export function plannedRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/showings', (c) => showAdding(c, c.req.query('screen') ?? '', freshForm({ time: '20:00' })))

  routes.post('/showings', async (c) => {
    const form = await readForm(c)
    const screen = form.get('screen') ?? ''
    const office = c.get('office')
    const ground = await readGround(office, screen)
    const added = ground.ok ? await addShowing(office, form, ground.value) : ground
    if (added.ok) return c.redirect(`${deskPath}/showings/${added.value.id}?said=added`, 303)
    const categories = ground.ok ? ground.value.categories : []
    return showAdding(c, screen, refused(form, added.failure, categories), added.failure)
  })

  routes.get('/showings/:id', (c) => showChanging(c, c.req.param('id')))

  routes.post('/showings/:id', async (c) => {
    const form = await readForm(c)
    const id = c.req.param('id')
    const office = c.get('office')
    const planned = await readPlanned(office, id)
    const changed = planned.ok ? await changeShowing(office, form, planned.value) : planned
    if (changed.ok) return c.redirect(`${deskPath}/showings/${id}?said=changed`, 303)
    const categories = planned.ok ? planned.value.ground.categories : []
    return showChanging(c, id, refused(form, changed.failure, categories), changed.failure)
  })
  return routes
}

async function addShowing(
  { programme }: Office,
  form: URLSearchParams,
  ground: Ground,
): Promise<Result<{ id: string }>> {
  const prices = readPrices(form, ground)
  if (!prices.ok) return prices
  const sales = readSales(form, ground.zone)
  if (!sales.ok) return sales
  const facts = filledIn(form, ['screen', 'movie', 'date', 'time'])
  const input = parsed(showingAddInput, { ...facts, ...sales.value, prices: prices.value })
  return input.ok ? programme.addShowing(input.value) : input
}

async function changeShowing(
  { programme }: Office,
  form: URLSearchParams,
  { showing, ground }: Planned,
): Promise<Result<{ id: string }>> {
  const prices = readPrices(form, ground)
  if (!prices.ok) return prices
  const sales = readSales(form, ground.zone)
  if (!sales.ok) return sales
  const movie = form.get('movie') ?? undefined
  const input = parsed(showingChangeInput, {
    showing: showing.id,
    // Given anew, a movie brings its present running time with it.
    ...(movie === undefined || movie === showing.movie?.id ? {} : { movie }),
    prices: prices.value,
    ...sales.value,
    ...(form.has('latest') ? { plan: 'latest' } : {}),
  })
  return input.ok ? programme.changeShowing(input.value) : input
}

function refused(form: URLSearchParams, failure: Failure, categories: readonly string[]): FormState {
  return refusedForm(form, failure, ['movie', 'date', 'time', ...salesFields, ...categories.map(fieldOf)])
}

function showAdding(
  c: Context<Visited>,
  screen: string,
  form: FormState,
  failure?: Failure,
): Promise<Response> {
  return answerDesk(
    c,
    readGround(c.get('office'), screen),
    (ground, desk) => <AddShowingPage ground={ground} form={form} {...desk} />,
    failure,
  )
}

async function showChanging(
  c: Context<Visited>,
  id: string,
  form?: FormState,
  failure?: Failure,
): Promise<Response> {
  const read = await readPlanned(c.get('office'), id)
  const shown: Result<Planned & { form: FormState }> = read.ok
    ? accept({ ...read.value, form: form ?? freshForm(typedOf(read.value)) })
    : read
  return answerDesk(
    c,
    shown,
    ({ showing, ground, form: state }, desk) => (
      <ChangeShowingPage showing={showing.id} what={whatOf(showing)} ground={ground} form={state} {...desk} />
    ),
    failure,
  )
}

function typedOf({ showing, ground }: Planned): Record<string, string> {
  const { zone, currency, screen } = ground
  return {
    movie: showing.movie?.id ?? '',
    ...typedOfPrices(showing.prices, currency),
    ...typedOfSales(showing, { zone, closeAfterMinutes: screen.salesCloseAfterMinutes }),
  }
}

function whatOf(showing: Planned['showing']): string {
  return `${titleOf(showing)}, ${writeDate(showing.date)}, ${showing.time}`
}
