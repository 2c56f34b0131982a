import { type Context, Hono } from 'hono'
import type { Failure } from '../../../../domain/failures.ts'
import { type NewStaffKey, keyCreateInput, keyRevokeInput } from '../../../../domain/key-schemas.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk } from '../answer.tsx'
import { type FormState, freshForm, keyField, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { saidIn } from '../said.tsx'
import { KeysPage } from './page.tsx'

/** Who works here, by the keys that they show. */
export function keyRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/keys', (c) => show(c, { form: freshForm() }))

  // Its answer alone shows the key, so that it leads nowhere. Sent again it is answered with the same key.
  routes.post('/keys', async (c) => {
    const form = await readForm(c)
    const input = parsed(keyCreateInput, {
      name: form.get('name') ?? '',
      role: form.get('role') ?? '',
      idempotencyKey: form.get(keyField) ?? undefined,
    })
    const made = input.ok ? await c.get('office').keys.createKey(input.value) : input
    if (made.ok) return show(c, { form: freshForm(), made: made.value })
    return show(c, { form: refusedForm(form, made.failure, ['name', 'role']), refused: made.failure })
  })

  routes.post('/keys/:id/revoke', async (c) => {
    const input = parsed(keyRevokeInput, { id: c.req.param('id') })
    const revoked = input.ok ? await c.get('office').keys.revokeKey(input.value) : input
    if (revoked.ok) return c.redirect('/desk/keys?said=revoked', 303)
    const form = { ...freshForm(), problem: revoked.failure.message }
    return show(c, { form, refused: revoked.failure })
  })
  return routes
}

interface Shown {
  readonly form: FormState
  readonly made?: NewStaffKey
  readonly refused?: Failure
}

function show(c: Context<Visited>, { form, made, refused }: Shown): Promise<Response> {
  const ownId = c.get('caller').keyId
  return answerDesk(
    c,
    c.get('office').keys.listKeys(),
    ({ keys }, desk) => (
      <KeysPage keys={keys} ownId={ownId} form={form} made={made} said={saidIn(c)} {...desk} />
    ),
    refused,
  )
}
