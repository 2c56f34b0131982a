import { env, exports } from 'cloudflare:workers'
import { createMarqueeClient } from '../../../client/index.ts'
import { type Database, openDatabase } from '../../../db/database.ts'
import { testStaffKey } from '../../setup/staff-key.ts'
import { readSettings } from '../../../worker/settings.ts'

const origin = 'http://marquee.test'

export const db: Database = openDatabase(readSettings(env).database)

/** A manager's. */
export const client = createMarqueeClient({
  url: origin,
  key: testStaffKey,
  fetch: (url, init) => exports.default.fetch(new Request(url, { ...init, signal: init?.signal ?? null })),
})

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Headers
}

/** With a manager's key. */
export function send(path: string, init?: RequestInit): Promise<Answer> {
  const headers = new Headers(init?.headers)
  headers.set('authorization', `Bearer ${testStaffKey}`)
  return sendAsBuyer(path, { ...init, headers })
}

export async function sendAsBuyer(path: string, init?: RequestInit): Promise<Answer> {
  const response = await exports.default.fetch(new Request(`${origin}${path}`, init))
  return { status: response.status, body: await response.json(), headers: response.headers }
}

export function sendJson(
  method: string,
  path: string,
  body: unknown,
  headers: HeadersInit = {},
): Promise<Answer> {
  return send(path, { method, body: JSON.stringify(body), headers })
}

let minutes = 0

/** A local date and time that no other test of the file uses, some days ahead. */
export function freshTime(): { date: string; time: string } {
  minutes += 1
  const instant = new Date(Date.now() + 10 * 86_400_000)
  instant.setUTCHours(0, minutes, 0, 0)
  const text = instant.toISOString()
  return { date: text.slice(0, 10), time: text.slice(11, 16) }
}

let people = 0

export function freshName(): string {
  people += 1
  return `Buyer ${people}`
}

export interface ClassicBooking extends Record<string, unknown> {
  name: string
  date: string
  time: string
}

/** What the classic clients send. */
export function classicBooking<F extends Record<string, unknown>>(fields?: F): ClassicBooking & F
export function classicBooking(fields: Record<string, unknown> = {}): ClassicBooking {
  return { name: freshName(), ...freshTime(), phn: '1234567890', tickets: 2, seats: ['B1', 'B2'], ...fields }
}

/** How many rows the database has, to show that a refusal changed nothing. */
export async function countRows(): Promise<number[]> {
  const tables = ['bookings', 'tickets', 'events', 'idempotency_keys', 'showings']
  const counts = await db.$client.batch(
    tables.map((table) => `SELECT count(*) FROM ${table}`),
    'read',
  )
  return counts.map((result) => Number(result.rows[0]?.[0]))
}
