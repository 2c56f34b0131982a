import type { Client } from '@libsql/client/http'
import { expiresAt, parseShowingId } from '../../worker/domain/showing.ts'
import type { Operation } from '../judge/history.ts'

export interface HandWritten {
  readonly booking: string
  readonly event: string
  readonly showing: string
  readonly seat: string
  readonly phone: string
  readonly at: number
}

/** Staff book a seat in the database itself, behind the desk's back. Answers what they did, where they could. */
export async function bookByHand(
  database: Client,
  { booking, event, showing, seat, phone, at }: HandWritten,
): Promise<Operation | undefined> {
  const startsAt = parseShowingId(showing)?.startsAt ?? 0
  if (expiresAt(startsAt) <= at) return undefined
  const args = { booking, event, showing, seat, phone, at, startsAt }
  const isThere = `EXISTS (SELECT * FROM showings WHERE id = :showing)`
  try {
    const results = await database.batch(
      [
        { sql: `INSERT INTO tickets SELECT :showing, :seat, :booking WHERE ${isThere}`, args },
        {
          sql: `INSERT INTO bookings (id, showing_id, starts_at, seats, status, version, booked_at)
            SELECT :booking, :showing, :startsAt, json_array(:seat), 'booked', 1, :at WHERE ${isThere}`,
          args,
        },
        {
          sql: `INSERT INTO buyers (booking_id, starts_at, name, phone)
            SELECT :booking, :startsAt, 'Staff', :phone WHERE ${isThere}`,
          args,
        },
        {
          sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at)
            SELECT :event, 'booked', :booking, :showing, json_array(:seat), :at WHERE ${isThere}`,
          args,
        },
      ],
      'write',
    )
    if (results.some(({ rowsAffected }) => rowsAffected !== 1)) return undefined
  } catch {
    return undefined
  }
  const effect = { bookings: [booking], showing, seats: [seat] }
  return {
    request: { kind: 'book', showing, seats: [seat], name: 'Staff', phone },
    key: undefined,
    attempts: [{ sentAt: at, answeredAt: at, outcome: { kind: 'done', effect }, text: '' }],
  }
}
