import { exports } from 'cloudflare:workers'
import { testStaffKey } from '../../setup/staff-key.ts'
import { type Answer, freshName, freshTime, sendJson } from './box-office.ts'

/** For an answer that need not be JSON; with a manager's key. */
export function ask(path: string, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers)
  headers.set('authorization', `Bearer ${testStaffKey}`)
  return exports.default.fetch(new Request(`http://marquee.test${path}`, { ...init, headers }))
}

export function restOrder(fields: Record<string, unknown> = {}) {
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
