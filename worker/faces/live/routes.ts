import { Hono } from 'hono'
import { answerFailure } from '../envelope.ts'
import type { Visited } from '../visited.ts'

/** The live map of a showing's seats, as a WebSocket: one snapshot, then changes. */
export function liveRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.get('/v1/showings/:showing/live', async (c) => {
    const watching = await c.get('office').watchSeats(c.req.param('showing'), c.req.raw)
    return watching.ok ? watching.value : answerFailure(c, watching.failure, 'own')
  })
  return routes
}
