import { createMarqueeClient } from '@marquee/client'

/** A stranger's Worker, which books and watches by way of its service binding. */
export default {
  async fetch(request: Request, env: { URL: string; MARQUEE: { fetch: typeof fetch } }): Promise<Response> {
    const client = createMarqueeClient({
      url: env.URL,
      fetch: (url, init) => env.MARQUEE.fetch(url, { ...init, signal: null }),
    })
    const date = new URL(request.url).searchParams.get('date') ?? ''
    const booking = await client.booking.create.mutate({
      showing: { date, time: '20:00' },
      seats: ['B1'],
      name: 'Worker',
      phone: '9876543210',
    })
    for await (const { seats } of client.showing.live(booking.showing.id)) {
      return Response.json({ ...booking, live: seats.get('B1') })
    }
    return Response.json(booking)
  },
}
