import { Hono } from 'hono'
import { failure } from '../../domain/failures.ts'
import { answerFailure } from '../envelope.ts'
import type { Visited } from '../visited.ts'
import { openMetrics, openMetricsType } from './open-metrics.ts'

/** What this isolate has counted, for staff. */
export function metricsRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.get('/metrics', async (c) => {
    const seen = await c.get('office').seeMetrics()
    if (!seen.ok) return answerFailure(seen.failure, 'own')
    return c.body(openMetrics(seen.value), 200, { 'Content-Type': openMetricsType })
  })
  routes.all('/metrics', () => answerFailure(failure('method_not_allowed', { allowed: ['GET'] }), 'own'))
  return routes
}
