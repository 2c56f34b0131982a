import { and, asc, eq, getTableColumns, gt, gte, lt, sql } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { isNamed } from './named.ts'
import { type BookingRecord, bookings, buyers } from './schema/bookings.ts'

export async function findBooking(db: Database, id: string): Promise<BookingRecord | undefined> {
  const [booking] = await asking(withBuyers(db).where(eq(bookings.id, id)))
  return booking
}

export function withBuyers(db: Database) {
  return db
    .select({
      ...getTableColumns(bookings),
      name: sql<string>`coalesce(${buyers.name}, '')`,
      phone: sql<string>`coalesce(${buyers.phone}, '')`,
    })
    .from(bookings)
    .leftJoin(buyers, eq(buyers.bookingId, bookings.id))
    .$dynamic()
}

/** The bookings of these ids, in their order. */
export async function findBookings(
  db: Database,
  ids: readonly string[],
): Promise<(BookingRecord | undefined)[]> {
  const wanted = sql`${bookings.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const found = await asking(withBuyers(db).where(wanted))
  const byId = new Map(found.map((booking) => [booking.id, booking]))
  return ids.map((id) => byId.get(id))
}

/** A name's bookings that start after `startsAfter`, soonest first, at most `limit`. */
export async function findBookedByName(
  db: Database,
  { name, startsAfter, limit }: { name: string; startsAfter: number; limit: number },
): Promise<BookingRecord[]> {
  return asking(
    withBuyers(db)
      .where(and(isNamed(name), sql`${bookings.status} = 'booked'`, gt(buyers.startsAt, startsAfter)))
      .orderBy(asc(buyers.startsAt))
      .limit(limit),
  )
}

export interface BookingFilter {
  readonly showingId?: string
  /** Start, inclusive, in epoch milliseconds. */
  readonly from?: number
  /** Start, exclusive. */
  readonly before?: number
  readonly after?: BookingPosition
  readonly limit: number
}

/** Where a page ended: lists are ordered by start, then by id. */
interface BookingPosition {
  readonly startsAt: number
  readonly id: string
}

/** Bookings that are not cancelled, by start. */
export async function listBookings(db: Database, filter: BookingFilter): Promise<BookingRecord[]> {
  const { showingId, from, before, after, limit } = filter
  return asking(
    withBuyers(db)
      .where(
        and(
          // The partial index serves only where its own condition stands in the query.
          sql`${bookings.status} <> 'cancelled'`,
          showingId === undefined ? undefined : eq(bookings.showingId, showingId),
          from === undefined ? undefined : gte(bookings.startsAt, from),
          before === undefined ? undefined : lt(bookings.startsAt, before),
          after === undefined ? undefined : isAfter(after),
        ),
      )
      .orderBy(asc(bookings.startsAt), asc(bookings.id))
      .limit(limit),
  )
}

function isAfter({ startsAt, id }: BookingPosition): ReturnType<typeof sql> {
  return sql`(${bookings.startsAt}, ${bookings.id}) > (${startsAt}, ${id})`
}
