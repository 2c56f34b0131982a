import { Hono } from 'hono'
import { failure } from '../../domain/failures.ts'
import { answerFailure } from '../envelope.ts'
import type { Visited } from '../visited.ts'

const livenessPath = '/healthz'

export function isLiveness(path: string): boolean {
  return path === livenessPath
}

/** Says that the house lives, whatever became of its database: an outage of that is no reason to restart the Worker. */
export function livenessRoutes(): Hono {
  const routes = new Hono()
  routes.get(livenessPath, (c) => c.json({ status: 'alive' }))
  routes.all(livenessPath, onlyGet)
  return routes
}

/** Says that the house can sell. */
export function readinessRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.get('/readyz', async (c) => {
    const seen = await c.get('office').seeReadiness()
    return seen.ok ? c.json({ status: 'ready', ...seen.value }) : answerFailure(seen.failure, 500)
  })
  routes.all('/readyz', onlyGet)
  return routes
}

function onlyGet(): Response {
  return answerFailure(failure('method_not_allowed', { allowed: ['GET'] }), 500)
}
