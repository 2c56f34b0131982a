import { Hono, type MiddlewareHandler } from 'hono'
import { failure } from '../../../domain/failures.ts'
import { isForeign } from '../../../foreign-request.ts'
import type { Sessions } from '../../../office/sessions.ts'
import type { Visited } from '../../visited.ts'
import { answerFailurePage } from '../failure-page.tsx'
import { bookingRoutes } from './booking/routes.tsx'
import { doorRoutes } from './door/routes.tsx'
import { expiredRoutes } from './expired/routes.tsx'
import { keyRoutes } from './keys/routes.tsx'
import { deskPath } from './path.ts'
import { programmeRoutes } from './programme/routes.tsx'
import { searchRoutes } from './search/routes.tsx'
import { answerSignInFirst, signInPath, signInRoutes } from './sign-in-routes.tsx'
import { showingRoutes } from './showing/routes.tsx'
import { weekRoutes } from './week/routes.tsx'

/** The staff's pages: for who has signed in, and by the same office as every other face. */
export function deskRoutes(sessions: Sessions): Hono<Visited> {
  const routes = new Hono<Visited>().basePath(deskPath)
  routes.use('*', fromOwnPages(), signedIn())
  routes.route('/', signInRoutes(sessions))
  routes.route('/', weekRoutes())
  routes.route('/', showingRoutes())
  routes.route('/', bookingRoutes())
  routes.route('/', searchRoutes())
  routes.route('/', doorRoutes())
  routes.route('/', expiredRoutes())
  routes.route('/', programmeRoutes())
  routes.route('/', keyRoutes())
  return routes
}

/** A form of another page does nothing here, though the browser should have sent no session with it. */
function fromOwnPages(): MiddlewareHandler<Visited> {
  return async (c, next) => {
    if (c.req.method === 'GET') return next()
    const { host } = new URL(c.req.url)
    const foreign = isForeign(c.req.raw, { allowedHosts: [host], corsOrigins: [] })
    return foreign === undefined
      ? next()
      : answerFailurePage(c, failure('origin_forbidden', { origin: foreign }))
  }
}

/** Leads to the sign-in whom nobody knows. What he sent is not lost: his browser has it one step back. */
function signedIn(): MiddlewareHandler<Visited> {
  return async (c, next) => {
    if (c.get('caller').role !== undefined || c.req.path === signInPath) return next()
    if (c.req.method !== 'GET') return answerSignInFirst(c)
    const to = c.req.path === deskPath ? '' : `?to=${encodeURIComponent(c.req.path)}`
    return c.redirect(`${signInPath}${to}`, 303)
  }
}
