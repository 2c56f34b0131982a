import { Hono } from 'hono'
import { booking, showing } from './booking.ts'

/* A Worker alone: it parses, validates and answers out of its own memory. */

const app = new Hono()

/** Seats that it remembers to have sold; the first ones, so that a small house can be sold out. */
const sold = new Set<string>()
const soldMax = 10_000

app.post('/book', async (c) => {
  const parsed = booking.safeParse(await c.req.json())
  if (!parsed.success) return c.json({ msg: 'invalid', status: 400 }, 400)
  const { date, time, seats } = parsed.data
  const places = seats.map((seat) => `${date}T${time} ${seat}`)
  if (places.some((place) => sold.has(place))) {
    return c.json({ msg: `Taken: ${seats.join(', ')}.`, status: 400, code: 'seats_taken' }, 400)
  }
  if (sold.size < soldMax) for (const place of places) sold.add(place)
  return c.json({ msg: 'Booked successfully', status: 200, ticketID: `bk_${crypto.randomUUID()}` })
})

const labels = Array.from({ length: 300 }, (_, index) => `S${index + 1}`)

app.get('/seats', (c) => {
  const parsed = showing.safeParse(c.req.query())
  if (!parsed.success) return c.json({ msg: 'invalid', status: 400 }, 400)
  return c.json({
    showing: `${parsed.data.date}T${parsed.data.time}`,
    free: labels.filter((_, index) => index % 2 === 0),
    sold: labels.filter((_, index) => index % 2 === 1),
  })
})

export default app
