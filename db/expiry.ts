import { asJson } from './as-json.ts'
import { type Database, sanitized } from './database.ts'
import { type By, bookingJson, insertEntries } from './history/entry.ts'
import { inAnyPeriod } from './periods.ts'

export interface DueBookings {
  /** Of showings that started then or before. */
  readonly startedBy: number
  readonly at: number
  readonly by: By
  readonly limit: number
  /** Where not everybody's are meant. */
  readonly whose?: { readonly id: string } | { readonly name: string }
}

/** Marks bookings that are due; answers how many. */
export async function expireDue(
  db: Database,
  { startedBy, at, by, limit, whose }: DueBookings,
): Promise<number> {
  const [condition, subject] = subjectOf(whose)
  const due = `SELECT id FROM bookings WHERE status = 'booked' AND starts_at <= :startedBy ${condition}
    ORDER BY starts_at, id LIMIT :limit`
  const args = { startedBy, limit, ...subject }
  try {
    const [, marked] = await db.$client.batch(
      [
        {
          sql: `${insertEntries}
            SELECT 'ev_' || lower(hex(randomblob(16))), 'expired', id, showing_id, seats, :at, :actor, :requestId,
              ${bookingJson()}, ${bookingJson({ status: `'expired'`, version: 'bookings.version + 1' })}
            FROM bookings WHERE id IN (${due})`,
          args: { ...args, at, ...by },
        },
        { sql: `UPDATE bookings SET status = 'expired', version = version + 1 WHERE id IN (${due})`, args },
      ],
      'write',
    )
    return marked?.rowsAffected ?? 0
  } catch (error) {
    throw sanitized(error)
  }
}

function subjectOf(whose: DueBookings['whose']): [condition: string, args: Record<string, string>] {
  if (whose === undefined) return ['', {}]
  if ('id' in whose) return ['AND id = :subject', { subject: whose.id }]
  const ofName = `SELECT booking_id FROM buyers
    WHERE ${inAnyPeriod} AND name COLLATE NOCASE = :subject ->> '$' AND name = :subject ->> '$' AND starts_at <= :startedBy`
  return [`AND id IN (${ofName})`, { subject: asJson(whose.name) }]
}
