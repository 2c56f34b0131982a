import { Hono } from 'hono'
import { failure } from '../../domain/failures.ts'
import { answerFailure } from '../envelope.ts'
import type { Visited } from '../visited.ts'

const ticketKeysPath = '/.well-known/ticket-keys.json'

/** A door that keeps them longer would not know a key that is new. */
const cacheControl = 'public, max-age=300'

/** The public keys by which anybody verifies a ticket's code. */
export function wellKnownRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.get(ticketKeysPath, async (c) => {
    const seen = await c.get('office').tickets.seeTicketKeys()
    if (!seen.ok) return answerFailure(seen.failure, 'own')
    c.header('Cache-Control', cacheControl)
    return c.json(seen.value, 200, { 'Content-Type': 'application/jwk-set+json' })
  })
  routes.all(ticketKeysPath, onlyGet)
  return routes
}

function onlyGet(): Response {
  return answerFailure(failure('method_not_allowed', { allowed: ['GET'] }), 500)
}
