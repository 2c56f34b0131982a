import { type Context, Hono } from 'hono'
import { roles } from '../../../domain/caller.ts'
import { type Failure, failure } from '../../../domain/failures.ts'
import type { Sessions } from '../../../office/sessions.ts'
import type { Visited } from '../../visited.ts'
import { answerPage } from '../answer-page.tsx'
import { type FormState, freshForm } from '../form.ts'
import { readForm } from './read-form.ts'
import { deskPath } from './path.ts'
import { forgetSession, keepSession } from './session-cookie.ts'
import { SignInPage } from './sign-in-page.tsx'

export const signInPath = `${deskPath}/sign-in`

/** Pages whose address is no secret: one may be led there after signing in. */
const leadsTo = /^\/desk\/(?:showings\/[\w-]+|door(?:\/[\w-]+)?|search|expired|keys|programme(?:\/[\w-]+)*)$/

export function signInRoutes(sessions: Sessions): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/sign-in', async (c) => {
    const to = destinationOf(c.req.query('to'))
    if (c.get('caller').role !== undefined) return c.redirect(to, 303)
    return answerPage(c, <SignInPage form={freshForm()} to={to} hasEnded={false} />)
  })

  routes.post('/sign-in', async (c) => {
    const form = await readForm(c)
    const to = destinationOf(form.get('to') ?? undefined)
    const opened = await sessions.open(form.get('staff-key')?.trim() ?? '')
    if (!opened.ok) return answerRefused(c, opened.failure, to)
    keepSession(c, opened.value)
    return c.redirect(to, 303)
  })

  routes.post('/sign-out', (c) => {
    forgetSession(c)
    return c.redirect(signInPath, 303)
  })
  return routes
}

/** In place of what needs somebody who is known. */
export function answerSignInFirst(c: Context<Visited>): Promise<Response> {
  return answerPage(c, <SignInPage form={freshForm()} to={deskPath} hasEnded />, {
    failure: failure('key_required', { roles: [...roles] }),
  })
}

function answerRefused(c: Context<Visited>, refused: Failure, to: string): Promise<Response> {
  const isKey = refused.code === 'key_invalid'
  const form: FormState = {
    ...freshForm(),
    wrong: isKey
      ? new Map([['staff-key', 'This is no staff key of this house, or one that was revoked.']])
      : new Map(),
    problem: isKey ? undefined : refused.message,
  }
  return answerPage(c, <SignInPage form={form} to={to} hasEnded={false} />, { failure: refused })
}

function destinationOf(to: string | undefined): string {
  return to !== undefined && leadsTo.test(to) ? to : deskPath
}
