import { exports } from 'cloudflare:workers'
import { type Answer, freshName, freshTime, sendJson } from './box-office.ts'

/** An answer that need not be JSON. */
export function ask(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(new Request(`http://marquee.test${path}`, init))
}

export function restOrder<F extends Record<string, unknown>>(fields?: F) {
  return { showing: freshTime(), seats: ['B1', 'B2'], name: freshName(), phone: '1234567890', ...fields }
}

/** Books, and answers where the booking is. */
export async function bookRest(
  fields: Record<string, unknown> = {},
): Promise<{ at: string; booking: Answer }> {
  const booking = await sendJson('POST', '/v1/bookings', restOrder(fields))
  if (booking.status !== 201) throw new Error(`not booked: ${JSON.stringify(booking.body)}`)
  return { at: booking.headers.get('location') ?? '', booking }
}
