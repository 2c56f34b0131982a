import { Hono } from 'hono'
import { failure } from '../../domain/failures.ts'
import type { Office } from '../../office/office.ts'
import { answerFailure } from '../envelope.ts'

/** For whoever watches over the house: `/healthz` says that it lives, `/readyz` that it can sell. */
export function healthRoutes(office: Office): Hono {
  const routes = new Hono()

  // An outage of the database is no reason to restart the Worker: so this does not ask it.
  routes.get('/healthz', (c) => c.json({ status: 'alive' }))

  routes.get('/readyz', async (c) => {
    const seen = await office.seeReadiness()
    return seen.ok ? c.json({ status: 'ready', ...seen.value }) : answerFailure(c, seen.failure, 500)
  })

  for (const path of ['/healthz', '/readyz']) {
    routes.all(path, (c) => answerFailure(c, failure('method_not_allowed', { allowed: ['GET'] }), 500))
  }
  return routes
}
