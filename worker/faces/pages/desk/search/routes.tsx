import { type Context, Hono } from 'hono'
import { findLengthMin } from '../../../../domain/limits.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { type Found, findInput } from '../../../../domain/schemas.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk } from '../answer.tsx'
import { type FormState, freshForm, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { SearchPage } from './page.tsx'

interface Searched {
  readonly form: FormState
  readonly found: Found | undefined
}

export function searchRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.get('/search', (c) => show(c, accept({ form: freshForm(), found: undefined })))
  routes.post('/search', async (c) => {
    const typed = await readForm(c)
    const form: FormState = { ...freshForm(), typed }
    const text = typed.get('text')?.trim() ?? ''
    // Who has begun to type did nothing wrong.
    if (text.length < findLengthMin) return show(c, accept({ form, found: undefined }))
    const input = parsed(findInput, { text })
    const found = input.ok ? await c.get('office').findBookings(input.value) : input
    if (found.ok) return show(c, accept({ form, found: found.value }))
    if (input.ok) return show(c, found)
    const refused = refusedForm(typed, found.failure, ['text'])
    return show(c, accept({ form: refused, found: undefined }))
  })
  return routes
}

function show(c: Context<Visited>, searched: Result<Searched>): Promise<Response> {
  return answerDesk(c, searched, ({ form, found }, desk) => (
    <SearchPage form={form} found={found} {...desk} />
  ))
}
