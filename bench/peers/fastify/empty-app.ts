import Fastify, { type FastifyInstance } from 'fastify'
import { bookSchema } from './schemas.ts'

/** Reads what it is asked and answers as if it had booked: what the web framework alone takes. */
export function emptyApp(): FastifyInstance {
  const app = Fastify()
  const schema = { response: bookSchema.response }
  app.post('/book', { schema }, async () => {
    return { msg: 'Booked successfully', status: 200, ticketID: 'bk_0000000000000000000000' }
  })
  return app
}
