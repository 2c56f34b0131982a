import { Hono } from 'hono'
import type { Office } from '../../office/office.ts'
import { answerFailure } from '../envelope.ts'

/** The live map of a showing's seats, as a WebSocket: one snapshot, then changes. */
export function liveRoutes(office: Office): Hono {
  const routes = new Hono()
  routes.get('/v1/showings/:showing/live', async (c) => {
    const watching = await office.watchSeats(c.req.param('showing'), c.req.raw)
    return watching.ok ? watching.value : answerFailure(c, watching.failure, 'own')
  })
  return routes
}
