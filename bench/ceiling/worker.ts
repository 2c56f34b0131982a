import { DurableObject } from 'cloudflare:workers'
import { Hono } from 'hono'
import type * as z from 'zod'
import { booking } from './booking.ts'

/*
 * What the runtime leaves for a booking: a Worker that parses and validates it, a Durable Object that is asked, an answer.
 * No database, no rules, no faults. Nothing on this runtime is faster.
 */

export class CeilingDesk extends DurableObject {
  decide(asked: z.output<typeof booking>): { id: string; seats: number } {
    return { id: `bk_${crypto.randomUUID()}`, seats: asked.seats.length }
  }
}

interface Bindings {
  readonly DESKS: DurableObjectNamespace<CeilingDesk>
}

const app = new Hono<{ Bindings: Bindings }>()

app.post('/book', async (c) => {
  const parsed = booking.safeParse(await c.req.json())
  if (!parsed.success) return c.json({ msg: 'invalid', status: 400 }, 400)
  const { date, time } = parsed.data
  const { id } = await c.env.DESKS.getByName(`main-${date}T${time}`).decide(parsed.data)
  return c.json({ msg: 'Booked successfully', status: 200, ticketID: id })
})

export default app
