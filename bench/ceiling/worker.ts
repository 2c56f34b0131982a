import { DurableObject } from 'cloudflare:workers'
import { Hono } from 'hono'
import * as z from 'zod'
import { localDate, name, phone, seatList, timeOfDay } from '../../worker/domain/schemas.ts'

/*
 * What the runtime leaves for a booking: a Worker that parses and validates it, a Durable Object that is asked, an answer.
 * No database, no rules, no faults. Nothing on this runtime is faster.
 */

const booking = z.object({
  name,
  date: localDate,
  time: timeOfDay,
  phn: phone,
  tickets: z.int(),
  seats: seatList,
})

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
  const { id } = await c.env.DESKS.getByName(`main-${parsed.data.date}`).decide(parsed.data)
  return c.json({ msg: 'Booked successfully', status: 200, ticketID: id })
})

/** The same without the Durable Object: a Worker alone. */
app.post('/alone/book', async (c) => {
  const parsed = booking.safeParse(await c.req.json())
  if (!parsed.success) return c.json({ msg: 'invalid', status: 400 }, 400)
  return c.json({ msg: 'Booked successfully', status: 200, ticketID: `bk_${crypto.randomUUID()}` })
})

export default app
