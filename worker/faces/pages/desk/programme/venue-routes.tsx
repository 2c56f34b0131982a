import { type Context, Hono } from 'hono'
import type { Failure } from '../../../../domain/failures.ts'
import { type Venue, venueChangeInput } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import type { Office } from '../../../../office/office.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk } from '../answer.tsx'
import { Field, FormHead } from '../../field.tsx'
import { type FormState, filledIn, freshForm, numberIn, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'

const fields = ['name', 'currency', 'holdMinutes', 'turnaroundMinutes']

export function venueRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.get('/venue', (c) => show(c))
  routes.post('/venue', async (c) => {
    const form = await readForm(c)
    const input = parsed(venueChangeInput, {
      name: form.get('name') ?? '',
      ...filledIn(form, ['currency']),
      holdMinutes: numberIn(form, 'holdMinutes'),
      turnaroundMinutes: numberIn(form, 'turnaroundMinutes'),
    })
    const done = input.ok ? await c.get('office').programme.changeVenue(input.value) : input
    if (done.ok) return c.redirect('/desk/programme?said=changed', 303)
    return show(c, refusedForm(form, done.failure, fields), done.failure)
  })
  return routes
}

function show(c: Context<Visited>, form?: FormState, refused?: Failure): Promise<Response> {
  const render = (shown: FormState, desk: DeskProps) => <VenuePage form={shown} {...desk} />
  return answerDesk(c, form === undefined ? readForms(c.get('office')) : accept(form), render, refused)
}

async function readForms({ programme }: Office): Promise<Result<FormState>> {
  const seen = await programme.seeVenue()
  return seen.ok ? accept(freshForm(typedOf(seen.value))) : seen
}

function typedOf({ name, currency, holdMinutes, turnaroundMinutes }: Venue): Record<string, string> {
  return { name, currency, holdMinutes: String(holdMinutes), turnaroundMinutes: String(turnaroundMinutes) }
}

function VenuePage({ form, ...desk }: DeskProps & { form: FormState }) {
  return (
    <DeskLayout title="The house" at="/desk/programme" {...desk}>
      <h1>The house</h1>
      <form class="fields" method="post" action="/desk/programme/venue">
        <FormHead form={form} />
        <Field form={form} name="name" label="Name" required />
        <Field
          form={form}
          name="currency"
          label="Currency"
          hint="Three letters, such as EUR. It stays while a showing has prices."
          required
        />
        <Field
          form={form}
          name="holdMinutes"
          label="Minutes for which seats are held"
          type="number"
          inputmode="numeric"
          required
        />
        <Field
          form={form}
          name="turnaroundMinutes"
          label="Minutes between two showings on a screen"
          type="number"
          inputmode="numeric"
          required
        />
        <button type="submit">Save</button>
      </form>
    </DeskLayout>
  )
}
