import * as z from 'zod'
import { failureTable } from '../../../worker/domain/failures.ts'
import { type Door, type Face, type Refused, evening } from './face.ts'
import { bookingOf, failureCode, holdOf, listOf, seatsOf } from './told.ts'

const problem = z.object({ code: failureCode, status: z.int(), title: z.string(), detail: z.string() })

/** `/v1`, over plain HTTP. */
export function restFace({ url, staffKey }: Door): Face {
  async function ask<T>(
    { method, path, json, key, isStaff }: Ask,
    tell: (answer: unknown) => T,
  ): Promise<T | Refused> {
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(isStaff ? { authorization: `Bearer ${staffKey}` } : {}),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    const text = await response.text()
    const answer: unknown = text === '' ? undefined : JSON.parse(text)
    if (response.ok) return tell(answer)
    const { code: refused, status } = problem.parse(answer)
    const due = failureTable[refused].http
    if (status !== due || response.status !== due) throw new Error(`${refused} came as ${response.status}`)
    return { refused }
  }
  const book = (json: object, key?: string) => ask({ method: 'POST', path: 'bookings', json, key }, bookingOf)
  const change = (id: string, json: object, key?: string) =>
    ask({ method: 'PATCH', path: `bookings/${id}`, json, key }, bookingOf)

  return {
    book: ({ date = evening, time, seats, name, phone, key }) =>
      book({ showing: { date, time }, seats, name, phone }, key),
    see: (id) => ask({ method: 'GET', path: `bookings/${id}` }, bookingOf),
    move: (id, { time, key }) => change(id, { showing: { time } }, key),
    cancel: ({ id }, key) => ask({ method: 'DELETE', path: `bookings/${id}`, key }, bookingOf),
    list: (who) => ask({ method: 'GET', path: `bookings?date=${evening}`, isStaff: who === 'staff' }, listOf),
    beyond: {
      moveSeats: (id, seats) => change(id, { seats }),
      async seats(time) {
        const told = await ask({ method: 'GET', path: `showings/${showingAt(time)}/seats` }, seatsOf)
        if ('refused' in told) throw new Error(told.refused)
        return told
      },
      hold: ({ time, seats, key }) =>
        ask({ method: 'POST', path: `showings/${showingAt(time)}/holds`, json: { seats }, key }, holdOf),
      bookHold: (hold, buyer) => book({ hold, ...buyer }),
      bookBest: ({ time, best: count, ...buyer }) =>
        book({ showing: { date: evening, time }, best: { count, together: true }, ...buyer }),
      release: (hold) => ask({ method: 'DELETE', path: `holds/${hold}` }, () => ({ released: hold })),
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

/** In UTC, the zone of a fresh house. */
function showingAt(time: string): string {
  return `main-${evening.replaceAll('-', '')}T${time.replace(':', '')}Z`
}
