import * as z from 'zod'
import { failureTable } from '../../../worker/domain/failures.ts'
import { type Booking, type Door, type Face, type Refused, evening } from './face.ts'
import { failureCode } from './told.ts'

const info = z.object({
  ticketID: z.string(),
  date: z.string(),
  time: z.string(),
  seats: z.array(z.string()),
  tickets: z.int(),
  name: z.string(),
  phn: z.string(),
  status: z.string(),
})
const seen = z.object({ info })
const booked = z.object({ msg: z.literal('Booked successfully'), ticketID: z.string() })
const updated = z.object({ msg: z.literal('Updated successfully') })
const deleted = z.object({ msg: z.literal('Deleted successfully'), deleted: z.literal(1) })
const listed = z.object({ AllTickets: z.array(info) })
const failed = z.object({ msg: z.string().min(1), status: z.int(), code: failureCode })

/** The oldest routes. They tell little of a change, so that the driver looks at the booking after it. */
export function classicFace({ url, staffKey }: Door): Face {
  async function ask<T>(
    { method, path, json, key, isStaff }: Ask,
    answers: z.ZodType<T>,
  ): Promise<T | Refused> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        // As the classic clients send it.
        'content-type': 'text/plain;charset=UTF-8',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(isStaff ? { authorization: `Bearer ${staffKey}` } : {}),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    const answer: unknown = await response.json()
    if (response.ok) return answers.parse(answer)
    const { code: refused, status } = failed.parse(answer)
    const { classic, http } = failureTable[refused]
    const routeStatus = path === '/book' ? 400 : 500
    const due = classic === 'own' ? http : routeStatus
    if (status !== due || response.status !== due) throw new Error(`${refused} came as ${response.status}`)
    return { refused }
  }
  async function see(id: string): Promise<Booking | Refused> {
    const told = await ask({ method: 'GET', path: `/view/${id}` }, seen)
    return 'refused' in told ? told : bookingOf(told.info)
  }
  return {
    see,
    async book({ name, phone: phn, date = evening, time, seats, key }) {
      const json = { name, phn, date, time, tickets: seats.length, seats }
      const told = await ask({ method: 'POST', path: '/book', json, key }, booked)
      return 'refused' in told ? told : see(told.ticketID)
    },
    async move(ticketID, { time, key }) {
      const told = await ask({ method: 'PUT', path: '/update', json: { ticketID, time }, key }, updated)
      return 'refused' in told ? told : see(ticketID)
    },
    /** By the buyer's name, and so for staff alone. */
    async cancel({ id, name }, key) {
      const path = `/delete/${encodeURIComponent(name)}`
      const told = await ask({ method: 'DELETE', path, key, isStaff: true }, deleted)
      return 'refused' in told ? told : see(id)
    },
    async list(who) {
      const told = await ask(
        { method: 'GET', path: `/view?date=${evening}`, isStaff: who === 'staff' },
        listed,
      )
      return 'refused' in told ? told : { bookings: told.AllTickets.map(bookingOf) }
    },
  }
}

interface Ask {
  readonly method: string
  readonly path: string
  readonly json?: object
  readonly key?: string | undefined
  readonly isStaff?: boolean
}

function bookingOf({
  ticketID: id,
  date,
  time,
  seats,
  name,
  phn: phone,
  status,
}: z.output<typeof info>): Booking {
  return { id, date, time, seats, name, phone, status }
}
